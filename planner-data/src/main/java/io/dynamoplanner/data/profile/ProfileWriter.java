package io.dynamoplanner.data.profile;

import io.dynamoplanner.core.engine.EngineProfile;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.data.file.AtomicFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

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
                            prefill(profile.prefill().get()));
                }
                if (profile.decode().isPresent()) {
                    write(
                            directory.resolve(layout.file(Role.DECODE)),
                            layout,
                            decode(profile.decode().get()));
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

    private static Map<String, double[]> prefill(EngineProfile.Prefill prefill) {
        var samples = prefill.samples();
        var arrays = new LinkedHashMap<String, double[]>();
        arrays.put(ProfileParts.ISL, column(samples, EngineProfile.PrefillSample::isl));
        arrays.put(ProfileParts.TTFT, column(samples, EngineProfile.PrefillSample::ttftMs));
        arrays.put(ProfileParts.PREFILL_THROUGHPUT, column(samples, EngineProfile.PrefillSample::throughputPerGpu));
        return arrays;
    }

    private static Map<String, double[]> decode(EngineProfile.Decode decode) {
        var samples = decode.samples();
        var arrays = new LinkedHashMap<String, double[]>();
        arrays.put(ProfileParts.KV_USAGE, column(samples, EngineProfile.DecodeSample::kvUsage));
        arrays.put(ProfileParts.CONTEXT_LENGTH, column(samples, EngineProfile.DecodeSample::contextLength));
        arrays.put(ProfileParts.ITL, column(samples, EngineProfile.DecodeSample::itlMs));
        arrays.put(ProfileParts.DECODE_THROUGHPUT, column(samples, EngineProfile.DecodeSample::throughputPerGpu));
        arrays.put(ProfileParts.MAX_KV_TOKENS, new double[] {decode.maxKvTokens()});
        return arrays;
    }

    private static <S> double[] column(List<S> samples, ToDoubleFunction<S> value) {
        return samples.stream().mapToDouble(value).toArray();
    }
}
