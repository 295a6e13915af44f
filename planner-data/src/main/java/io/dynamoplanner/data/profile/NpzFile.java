package io.dynamoplanner.data.profile;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The arrays of a {@code .npz} file: a zip archive with a {@code .npy} file per array, stored or deflated.
 *
 * <p>Sizes that the archive states are never trusted: what is read is limited to amounts that no profile comes near. An
 * array is parsed when it is asked for, so one of a strange type does no harm beside the others.
 */
public final class NpzFile {
    private static final int MAX_ARRAY_BYTES = 16 << 20;
    private static final int MAX_TOTAL_BYTES = 64 << 20;
    private static final String SUFFIX = ".npy";

    private final Path file;
    private final SortedMap<String, byte[]> arrays;

    private NpzFile(Path file, SortedMap<String, byte[]> arrays) {
        this.file = file;
        this.arrays = arrays;
    }

    /**
     * @throws io.dynamoplanner.core.engine.ProfileException if the file is missing or no sound archive
     */
    public static NpzFile read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw Faults.file(file, Files.exists(file) ? "is no file; give one" : "does not exist; check the path");
        }
        try {
            if (Files.size(file) > MAX_TOTAL_BYTES) {
                throw Faults.file(file, "is larger than 64 MiB; this is no profile");
            }
            try (var zip = new ZipFile(file.toFile())) {
                return new NpzFile(file, entries(file, zip));
            }
        } catch (IOException | IllegalArgumentException e) {
            // The zip library reports some damaged entries as illegal arguments.
            throw Faults.file(file, "cannot be read as npz (" + e.getMessage() + "); write the file again");
        }
    }

    private static SortedMap<String, byte[]> entries(Path file, ZipFile zip) throws IOException {
        var arrays = new TreeMap<String, byte[]>();
        long total = 0;
        for (ZipEntry entry : Collections.list(zip.entries())) {
            String name = entry.getName().endsWith(SUFFIX)
                    ? entry.getName().substring(0, entry.getName().length() - SUFFIX.length())
                    : entry.getName();
            byte[] bytes = content(file, name, zip, entry);
            total += bytes.length;
            if (total > MAX_TOTAL_BYTES) {
                throw Faults.file(file, "unpacks to more than 64 MiB; this is no profile");
            }
            if (arrays.put(name, bytes) != null) {
                throw Faults.array(file, name, "is in the file twice; keep one");
            }
        }
        return arrays;
    }

    private static byte[] content(Path file, String name, ZipFile zip, ZipEntry entry) throws IOException {
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] bytes = in.readNBytes(MAX_ARRAY_BYTES + 1);
            if (bytes.length > MAX_ARRAY_BYTES) {
                throw Faults.array(file, name, "is larger than 16 MiB; this is no profile");
            }
            // The zip library checks neither when entries are read by name.
            var crc = new CRC32();
            crc.update(bytes);
            if (bytes.length != entry.getSize() || crc.getValue() != entry.getCrc()) {
                throw Faults.array(file, name, "is damaged (its checksum differs); copy or write the file again");
            }
            return bytes;
        }
    }

    public Path file() {
        return file;
    }

    /** Names of the arrays, sorted. */
    public Set<String> names() {
        return Collections.unmodifiableSet(arrays.keySet());
    }

    /**
     * @throws io.dynamoplanner.core.engine.ProfileException if the array is damaged or of a type that cannot be read
     */
    public Optional<NpyArray> find(String name) {
        byte[] bytes = arrays.get(name);
        return bytes == null ? Optional.empty() : Optional.of(NpyArray.parse(file, name, bytes));
    }

    /**
     * @throws io.dynamoplanner.core.engine.ProfileException also if there is no such array
     */
    public NpyArray get(String name) {
        return find(name)
                .orElseThrow(() -> Faults.array(
                        file,
                        name,
                        "is missing (the file has " + String.join(", ", arrays.keySet()) + "); profile again"));
    }
}
