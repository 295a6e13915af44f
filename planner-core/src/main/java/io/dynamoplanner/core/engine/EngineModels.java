package io.dynamoplanner.core.engine;

import java.util.function.Supplier;

/** Engine models from a profile. */
public final class EngineModels {
    private EngineModels() {}

    /**
     * @throws ProfileException if the profile has no prefill part or the model cannot be built from it
     */
    public static PrefillPerformance prefill(EngineProfile profile, Interpolation interpolation) {
        EngineProfile.Prefill prefill = profile.prefill().orElseThrow(() -> missing(profile, "prefill"));
        return named(profile, () -> switch (interpolation) {
            case REFERENCE -> new PrefillSpline(prefill);
            case MONOTONE -> new MonotonePrefill(prefill);
        });
    }

    /**
     * @throws ProfileException if the profile has no decode part or the model cannot be built from it
     */
    public static DecodePerformance decode(EngineProfile profile, Interpolation interpolation) {
        EngineProfile.Decode decode = profile.decode().orElseThrow(() -> missing(profile, "decode"));
        return named(profile, () -> switch (interpolation) {
            case REFERENCE -> new DecodeGrid(decode);
            case MONOTONE -> new MonotoneDecode(decode);
        });
    }

    /** A model knows arrays and values; which profile they are of is added here. */
    private static <M> M named(EngineProfile profile, Supplier<M> model) {
        try {
            return model.get();
        } catch (ProfileException e) {
            throw new ProfileException("profile " + profile.name() + ": " + e.getMessage());
        }
    }

    private static ProfileException missing(EngineProfile profile, String part) {
        return new ProfileException("profile " + profile.name() + " has no " + part + " part: run the profiler for "
                + part + " engines, or name a profile that has it");
    }
}
