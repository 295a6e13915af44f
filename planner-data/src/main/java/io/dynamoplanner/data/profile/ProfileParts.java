package io.dynamoplanner.data.profile;

import io.dynamoplanner.core.engine.EngineProfile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Names of the arrays of a profile, and the checks that every profile must pass wherever it comes from. */
final class ProfileParts {
    static final String ISL = "prefill_isl";
    static final String TTFT = "prefill_ttft";
    static final String PREFILL_THROUGHPUT = "prefill_thpt_per_gpu";
    static final String KV_USAGE = "x_kv_usage";
    static final String CONTEXT_LENGTH = "y_context_length";
    static final String ITL = "z_itl";
    static final String DECODE_THROUGHPUT = "z_thpt_per_gpu";
    static final String MAX_KV_TOKENS = "max_kv_tokens";

    private ProfileParts() {}

    static EngineProfile.Prefill prefill(ProfileArrays arrays) {
        double[] isl = column(arrays, ISL);
        double[] ttft = column(arrays, TTFT, isl.length, ISL);
        double[] throughput = column(arrays, PREFILL_THROUGHPUT, isl.length, ISL);
        var samples = new ArrayList<EngineProfile.PrefillSample>();
        for (int i = 0; i < isl.length; i++) {
            samples.add(new EngineProfile.PrefillSample(isl[i], ttft[i], throughput[i]));
        }
        return new EngineProfile.Prefill(samples);
    }

    static EngineProfile.Decode decode(ProfileArrays arrays) {
        double[] usage = column(arrays, KV_USAGE);
        double[] context = column(arrays, CONTEXT_LENGTH, usage.length, KV_USAGE);
        double[] itl = column(arrays, ITL, usage.length, KV_USAGE);
        double[] throughput = column(arrays, DECODE_THROUGHPUT, usage.length, KV_USAGE);
        double maxKvTokens = arrays.scalar(MAX_KV_TOKENS);
        if (!(maxKvTokens > 0) || Double.isInfinite(maxKvTokens)) {
            throw Faults.array(
                    arrays.file(),
                    MAX_KV_TOKENS,
                    "is " + maxKvTokens + "; the KV capacity of an engine in tokens, more than 0, is expected");
        }
        var samples = new ArrayList<EngineProfile.DecodeSample>();
        for (int i = 0; i < usage.length; i++) {
            samples.add(new EngineProfile.DecodeSample(usage[i], context[i], itl[i], throughput[i]));
        }
        return new EngineProfile.Decode(samples, maxKvTokens);
    }

    private static double[] column(ProfileArrays arrays, String name, int length, String lengthOf) {
        double[] values = column(arrays, name);
        if (values.length != length) {
            throw Faults.array(
                    arrays.file(),
                    name,
                    "has " + values.length + " values where " + lengthOf + " has " + length + "; profile again");
        }
        return values;
    }

    private static double[] column(ProfileArrays arrays, String name) {
        double[] values = arrays.vector(name);
        if (values.length == 0) {
            throw Faults.array(arrays.file(), name, "is empty; profile again");
        }
        for (int i = 0; i < values.length; i++) {
            if (!(values[i] >= 0 && values[i] < Double.POSITIVE_INFINITY)) {
                throw Faults.array(
                        arrays.file(),
                        name + "[" + i + "]",
                        "is " + values[i] + "; a finite number that is not negative is expected");
            }
        }
        return values;
    }

    /** The arrays of a part by name, as every layout writes them. */
    static Map<String, double[]> arrays(EngineProfile.Prefill prefill) {
        var samples = prefill.samples();
        var arrays = new LinkedHashMap<String, double[]>();
        arrays.put(ISL, column(samples, EngineProfile.PrefillSample::isl));
        arrays.put(TTFT, column(samples, EngineProfile.PrefillSample::ttftMs));
        arrays.put(PREFILL_THROUGHPUT, column(samples, EngineProfile.PrefillSample::throughputPerGpu));
        return arrays;
    }

    static Map<String, double[]> arrays(EngineProfile.Decode decode) {
        var samples = decode.samples();
        var arrays = new LinkedHashMap<String, double[]>();
        arrays.put(KV_USAGE, column(samples, EngineProfile.DecodeSample::kvUsage));
        arrays.put(CONTEXT_LENGTH, column(samples, EngineProfile.DecodeSample::contextLength));
        arrays.put(ITL, column(samples, EngineProfile.DecodeSample::itlMs));
        arrays.put(DECODE_THROUGHPUT, column(samples, EngineProfile.DecodeSample::throughputPerGpu));
        arrays.put(MAX_KV_TOKENS, new double[] {decode.maxKvTokens()});
        return arrays;
    }

    private static <S> double[] column(List<S> samples, ToDoubleFunction<S> value) {
        return samples.stream().mapToDouble(value).toArray();
    }
}
