package io.dynamoplanner.data.profile;

import io.dynamoplanner.core.engine.EngineProfile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Reads one configuration from a bundle of profiles: {@code <gpu_type>/<framework>/<model>/} with {@code prefill.npz} and
 * {@code decode.npz}, whose arrays have a row per configuration. The first row whose columns match is taken; a column
 * with several values in a row matches if one of them does. A selector that leaves columns open must match one row only.
 */
public final class PreSweptReader {
    private PreSweptReader() {}

    /**
     * @throws io.dynamoplanner.core.engine.ProfileException if there is no such configuration or the file is wrong
     */
    public static EngineProfile read(Path bundle, PreSweptSelector selector) {
        Path directory = bundle.resolve(selector.get("gpu_type"))
                .resolve(selector.get("framework"))
                .resolve(selector.get("model"));
        if (!Files.isDirectory(directory)) {
            throw Faults.file(
                    directory, "does not exist; no profile of this GPU, framework and model is in the bundle");
        }
        return new EngineProfile(
                selector.get("gpu_type") + "/" + selector.get("framework") + "/" + selector.get("model"),
                Optional.of(ProfileParts.prefill(row(directory.resolve("prefill.npz"), selector))),
                Optional.of(ProfileParts.decode(row(directory.resolve("decode.npz"), selector))));
    }

    private static ProfileArrays.Row row(Path file, PreSweptSelector selector) {
        NpzFile npz = NpzFile.read(file);
        int rows = rows(npz.get(selector.columns().keySet().iterator().next()));
        int found = -1;
        for (int row = 0; row < rows; row++) {
            if (mismatch(npz, selector, row).isEmpty()) {
                if (found >= 0 && selector.columns().size() < 10) {
                    throw Faults.file(
                            file,
                            "has several configurations that match " + selector.columns() + "; name more columns");
                }
                found = found < 0 ? row : found;
            }
        }
        if (found < 0) {
            throw Faults.file(file, "has no configuration " + selector.columns() + "; " + offers(npz, selector, rows));
        }
        return new ProfileArrays.Row(npz, found);
    }

    private static Optional<String> mismatch(NpzFile npz, PreSweptSelector selector, int row) {
        for (Map.Entry<String, String> wanted : selector.columns().entrySet()) {
            if (!values(npz.get(wanted.getKey()), row).contains(wanted.getValue())) {
                return Optional.of(wanted.getKey());
            }
        }
        return Optional.empty();
    }

    /** What the rows have in the first column that no row has the wanted value in. */
    private static String offers(NpzFile npz, PreSweptSelector selector, int rows) {
        for (Map.Entry<String, String> wanted : selector.columns().entrySet()) {
            var offered = new TreeSet<String>();
            for (int row = 0; row < rows; row++) {
                offered.addAll(values(npz.get(wanted.getKey()), row));
            }
            if (!offered.contains(wanted.getValue())) {
                return wanted.getKey() + " can be " + String.join(", ", offered);
            }
        }
        return "each value exists, but not together";
    }

    private static SortedSet<String> values(NpyArray column, int row) {
        var values = new TreeSet<String>();
        int rows = rows(column);
        int width = rows == 0 ? 0 : column.size() / rows;
        for (int i = 0; i < width && row < rows; i++) {
            values.add(column.text(row * width + i));
        }
        return values;
    }

    private static int rows(NpyArray column) {
        return column.shape().isEmpty() ? 1 : column.shape().get(0);
    }
}
