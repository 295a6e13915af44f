package io.dynamoplanner.data.config;

import io.dynamoplanner.data.config.type.BooleanType;
import io.dynamoplanner.data.config.type.DecimalType;
import io.dynamoplanner.data.config.type.FieldType;
import io.dynamoplanner.data.config.type.IntegerType;
import io.dynamoplanner.data.config.type.Member;
import io.dynamoplanner.data.config.type.ReadScope;
import io.dynamoplanner.data.config.type.RecordType;
import io.dynamoplanner.data.config.type.Struct;
import io.dynamoplanner.data.config.type.StructType;
import io.dynamoplanner.data.document.SourceNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How measured latencies correct those of the engine profile.
 *
 * @param enabled whether they do
 * @param min smallest factor
 * @param max largest factor
 * @param smoothing weight of the newest window in the running mean of the factor, above 0 to 1
 * @param minRequests windows with fewer requests do not change the factor
 */
public record Correction(boolean enabled, double min, double max, double smoothing, int minRequests) {
    /** The default. */
    public static final Correction STANDARD = new Correction(true, 0.5, 2.0, 0.3, 20);

    private static final Member<Boolean> ENABLED = Member.of(
            "enabled", new BooleanType(), STANDARD.enabled, "Whether measured latencies correct the profile.");
    private static final Member<Double> MIN =
            Member.of("min", DecimalType.above(0, 1), STANDARD.min, "Smallest factor.");
    private static final Member<Double> MAX =
            Member.of("max", DecimalType.between(1, 100), STANDARD.max, "Largest factor.");
    private static final Member<Double> SMOOTHING = Member.of(
            "smoothing",
            DecimalType.above(0, 1),
            STANDARD.smoothing,
            "Weight of the newest window in the running mean.");
    private static final Member<Integer> MIN_REQUESTS = Member.of(
            "min_requests",
            IntegerType.between(0, 1_000_000),
            STANDARD.minRequests,
            "Windows with fewer requests do not count.");

    static final FieldType<Correction> TYPE = new RecordType<>(
            StructType.of(ENABLED, MIN, MAX, SMOOTHING, MIN_REQUESTS), Correction::assemble, Correction::struct);

    private static Optional<Correction> assemble(Struct struct, SourceNode node, ReadScope scope) {
        return Optional.of(new Correction(
                struct.get(ENABLED),
                struct.get(MIN),
                struct.get(MAX),
                struct.get(SMOOTHING),
                struct.get(MIN_REQUESTS)));
    }

    private Struct struct() {
        return new Struct(
                Map.of("enabled", enabled, "min", min, "max", max, "smoothing", smoothing, "min_requests", minRequests),
                Set.of());
    }

    Correction switchedOff() {
        return new Correction(false, min, max, smoothing, minRequests);
    }
}
