package io.dynamoplanner.power.device;

import com.sun.jna.NativeLibrary;
import io.dynamoplanner.testing.Missing;
import io.dynamoplanner.testing.process.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A real shared library with the names of NVML, compiled from C when the tests run, and the folder that controls its boards.
 * Without a C compiler the tests that need it are skipped.
 */
public final class FakeNvml {
    private final Path folder;

    private FakeNvml(Path folder) {
        this.folder = folder;
    }

    /** Compiles the library into a folder. */
    public static Path library(Path folder) {
        Path library = folder.resolve("libnvidia-ml.so.1");
        Path source = Path.of("src", "test", "c", "fake_nvml.c").toAbsolutePath();
        try {
            Program.run(folder, List.of("cc", "-O1", "-shared", "-fPIC", "-o", library.toString(), source.toString()))
                    .orThrow("cc");
        } catch (UncheckedIOException e) {
            throw Missing.server("no C compiler (cc), so there is no library to load");
        }
        return library;
    }

    /** Makes the library in this process show the boards of this folder. */
    public static FakeNvml in(Path folder) {
        int done = NativeLibrary.getInstance("c")
                .getFunction("setenv")
                .invokeInt(new Object[] {"FAKE_NVML_DIR", folder.toString(), 1});
        if (done != 0) {
            throw new IllegalStateException("setenv failed");
        }
        return new FakeNvml(folder);
    }

    /** The boards of a folder that another process shows. */
    public static FakeNvml elsewhere(Path folder) {
        return new FakeNvml(folder);
    }

    /** A board of 200 to 700 W with these values on top of the usual ones. */
    public FakeNvml board(int index, Map<String, String> values) {
        var all = new TreeMap<>(Map.of(
                "uuid", "GPU-0000000" + index,
                "name", "NVIDIA Fake",
                "limit", "700000",
                "default", "700000",
                "min", "200000",
                "max", "700000",
                "usage", "90000",
                "energy", "123456",
                "persistence", "1",
                "reasons", "0"));
        all.putAll(values);
        write("board" + index, all);
        return this;
    }

    /** Faults of all boards. */
    public FakeNvml driver(Map<String, String> values) {
        write("driver", values);
        return this;
    }

    /** What a board's file says now. */
    public String value(int index, String key) {
        try {
            return Files.readAllLines(folder.resolve("board" + index)).stream()
                    .filter(line -> line.startsWith(key + "="))
                    .map(line -> line.substring(key.length() + 1))
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String file, Map<String, String> values) {
        var text = new StringBuilder();
        values.forEach(
                (key, value) -> text.append(key).append('=').append(value).append('\n'));
        try {
            Path written = Files.writeString(folder.resolve("." + file), text);
            Files.move(written, folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
