package io.dynamoplanner.data.profile;

import io.dynamoplanner.core.engine.ProfileException;
import io.dynamoplanner.data.file.OneLine;
import java.nio.file.Path;

/** Words what is wrong with a profile file, in one line with file, array and remedy. */
final class Faults {
    private Faults() {}

    static ProfileException file(Path file, String problem) {
        return new ProfileException(OneLine.of(file + ": " + problem));
    }

    static ProfileException array(Path file, String array, String problem) {
        return new ProfileException(OneLine.of(file + ": array " + array + " " + problem));
    }
}
