package io.dynamoplanner.core.engine;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One array of a profile under the name that it has in the profile's files, so that an error can point at the number
 * to mend.
 */
record ProfileArray(String name, List<Double> values) {

    static <T> ProfileArray of(String name, List<T> samples, ToDoubleFunction<T> field) {
        return new ProfileArray(name, samples.stream().map(field::applyAsDouble).toList());
    }

    static ProfileArray isl(EngineProfile.Prefill prefill) {
        return of("prefill_isl", prefill.samples(), EngineProfile.PrefillSample::isl);
    }

    static ProfileArray ttft(EngineProfile.Prefill prefill) {
        return of("prefill_ttft", prefill.samples(), EngineProfile.PrefillSample::ttftMs);
    }

    static ProfileArray prefillThroughput(EngineProfile.Prefill prefill) {
        return of("prefill_thpt_per_gpu", prefill.samples(), EngineProfile.PrefillSample::throughputPerGpu);
    }

    static ProfileArray kvUsage(EngineProfile.Decode decode) {
        return of("x_kv_usage", decode.samples(), EngineProfile.DecodeSample::kvUsage);
    }

    static ProfileArray contextLength(EngineProfile.Decode decode) {
        return of("y_context_length", decode.samples(), EngineProfile.DecodeSample::contextLength);
    }

    static ProfileArray itl(EngineProfile.Decode decode) {
        return of("z_itl", decode.samples(), EngineProfile.DecodeSample::itlMs);
    }

    static ProfileArray decodeThroughput(EngineProfile.Decode decode) {
        return of("z_thpt_per_gpu", decode.samples(), EngineProfile.DecodeSample::throughputPerGpu);
    }

    static ProfileArray maxKvTokens(EngineProfile.Decode decode) {
        return new ProfileArray("max_kv_tokens", List.of(decode.maxKvTokens()));
    }

    ProfileArray requireFinite() {
        for (int i = 0; i < values.size(); i++) {
            if (!Double.isFinite(values.get(i))) {
                throw bad(i, "is not a finite number", "remove the point or measure it again");
            }
        }
        return this;
    }

    ProfileArray requirePositive() {
        requireFinite();
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i) <= 0) {
                throw bad(i, "is not above 0", "remove the point or measure it again");
            }
        }
        return this;
    }

    ProfileArray requireSize(int least, String model) {
        if (values.size() < least) {
            throw new ProfileException(name + " has " + values.size() + " points, but " + model + " needs " + least
                    + " or more: measure more points or choose the interpolation MONOTONE, which needs fewer");
        }
        return this;
    }

    ProfileException bad(int index, String what, String remedy) {
        return new ProfileException(name + "[" + index + "] = " + values.get(index) + " " + what + ": " + remedy);
    }

    double[] toArray() {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
