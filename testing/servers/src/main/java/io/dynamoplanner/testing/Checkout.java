package io.dynamoplanner.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The sources of this project, of which the working directory of a test is a part. */
public final class Checkout {
    private Checkout() {}

    /** A file or folder by its path in the repository; empty if the tests run somewhere else. */
    public static Optional<Path> find(String path) {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path found = folder.resolve(path);
            if (Files.exists(found)) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }
}
