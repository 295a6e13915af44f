package io.dynamoplanner.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The sources of this project, of which the working directory of a test is a part. Started from somewhere else, the
 * variable {@code PLANNER_HOME} leads to them, as the launcher sets it.
 */
public final class Checkout {
    private Checkout() {}

    /** A file or folder by its path in the repository; empty if neither leads to it. */
    public static Optional<Path> find(String path) {
        Path start = Path.of(System.getenv().getOrDefault("PLANNER_HOME", ""));
        for (Path folder = start.toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path found = folder.resolve(path);
            if (Files.exists(found)) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }
}
