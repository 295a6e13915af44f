package io.dynamoplanner.core.engine;

/** Engine models from a profile. */
public final class EngineModels {
    private EngineModels() {}

    /**
     * @throws ProfileException if the profile has no prefill part or the model cannot be built from it
     */
    public static PrefillPerformance prefill(EngineProfile profile, Interpolation interpolation) {
        EngineProfile.Prefill prefill = profile.prefill().orElseThrow(() -> missing(profile, "prefill"));
        return switch (interpolation) {
            case REFERENCE -> new PrefillSpline(prefill);
            case MONOTONE -> new MonotonePrefill(prefill);
        };
    }

    /**
     * @throws ProfileException if the profile has no decode part or the model cannot be built from it
     */
    public static DecodePerformance decode(EngineProfile profile, Interpolation interpolation) {
        EngineProfile.Decode decode = profile.decode().orElseThrow(() -> missing(profile, "decode"));
        return switch (interpolation) {
            case REFERENCE -> new DecodeGrid(decode);
            case MONOTONE -> new MonotoneDecode(decode);
        };
    }

    private static ProfileException missing(EngineProfile profile, String part) {
        return new ProfileException("profile " + profile.name() + " has no " + part + " part: run the profiler for "
                + part + " engines, or name a profile that has it");
    }
}
