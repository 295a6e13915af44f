package io.dynamoplanner.data.profile;

import io.dynamoplanner.core.engine.EngineProfile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/** Turns a profile of any layout, a configuration of a bundle included, into a profile directory. */
public final class ProfileConvert {
    private ProfileConvert() {}

    /**
     * Writes the arrays of the profile, in the given layouts; other files beside them (descriptions, power) stay behind.
     *
     * @param source a profile directory, of which either part may be missing, or a selector
     * @param preSwept the bundle that selectors select from
     * @return what was converted
     * @throws io.dynamoplanner.core.engine.ProfileException if the source has neither part or is wrong
     */
    public static EngineProfile convert(String source, Path preSwept, Path target, Set<ProfileLayout> layouts)
            throws IOException {
        EngineProfile profile = ProfileReader.read(source, preSwept, Set.of());
        if (profile.prefill().isEmpty() && profile.decode().isEmpty()) {
            throw Faults.file(Path.of(source), "has no profile in it; give the directory that the profiler wrote");
        }
        ProfileWriter.write(profile, target, layouts);
        return profile;
    }
}
