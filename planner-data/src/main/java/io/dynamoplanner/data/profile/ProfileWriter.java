package io.dynamoplanner.data.profile;

import io.dynamoplanner.core.engine.EngineProfile;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.data.file.AtomicFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** Writes a profile directory. The same profile gives the same bytes. */
public final class ProfileWriter {
    private ProfileWriter() {}

    /**
     * Writes the parts that the profile has in each of the layouts; every file appears whole or not at all.
     */
    public static void write(EngineProfile profile, Path directory, Set<ProfileLayout> layouts) throws IOException {
        for (ProfileLayout layout : ProfileLayout.values()) {
            if (layouts.contains(layout)) {
                if (profile.prefill().isPresent()) {
                    write(
                            directory.resolve(layout.file(Role.PREFILL)),
                            layout,
                            ProfileParts.arrays(profile.prefill().get()));
                }
                if (profile.decode().isPresent()) {
                    write(
                            directory.resolve(layout.file(Role.DECODE)),
                            layout,
                            ProfileParts.arrays(profile.decode().get()));
                }
            }
        }
    }

    private static void write(Path file, ProfileLayout layout, Map<String, double[]> arrays) throws IOException {
        AtomicFiles.writeBytes(
                file,
                switch (layout) {
                    case NPZ -> NpzBytes.of(arrays);
                    case JSON -> ProfileJson.of(arrays, Set.of(ProfileParts.MAX_KV_TOKENS));
                });
    }
}
