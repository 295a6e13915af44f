package io.dynamoplanner.data.config;

import io.dynamoplanner.core.traffic.Signal;
import io.dynamoplanner.data.config.type.Choice;
import io.dynamoplanner.data.config.type.ChoiceType;
import io.dynamoplanner.data.config.type.DecimalType;
import io.dynamoplanner.data.config.type.FieldType;
import io.dynamoplanner.data.config.type.IntegerType;
import io.dynamoplanner.data.config.type.Member;
import io.dynamoplanner.data.config.type.ReadScope;
import io.dynamoplanner.data.config.type.RecordType;
import io.dynamoplanner.data.config.type.Struct;
import io.dynamoplanner.data.config.type.StructType;
import io.dynamoplanner.data.document.SourceNode;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What to do while a signal is unknown.
 *
 * @param kind which of the four ways
 * @param value what to assume, in the unit of the signal; present for {@link Kind#FALLBACK}
 * @param floor replicas to keep; present for {@link Kind#FLOOR}
 * @param maxAgeSeconds how old the last good value may be; counts for {@link Kind#LAST_GOOD}
 */
public record UnknownReadingPolicy(Kind kind, Optional<Double> value, Optional<Integer> floor, double maxAgeSeconds) {

    /** The four ways. */
    public enum Kind implements Choice {
        /** Leave the replicas as they are. */
        HOLD,
        /** Keep at least a number of replicas. */
        FLOOR,
        /** Assume a value. */
        FALLBACK,
        /** Use the last good value while it is young enough, then hold. */
        LAST_GOOD
    }

    private static final double DEFAULT_MAX_AGE_SECONDS = 900;

    private static final Member<Kind> POLICY =
            Member.required("policy", ChoiceType.of(Kind.class), "one of hold, floor, fallback, last_good");
    private static final Member<Optional<Double>> VALUE =
            Member.optional("value", DecimalType.between(0, 1e12), "Value to assume, for fallback.");
    private static final Member<Optional<Integer>> FLOOR =
            Member.optional("floor", IntegerType.between(0, 100_000).in("replicas"), "Replicas to keep, for floor.");
    private static final Member<Optional<Double>> MAX_AGE = Member.optional(
            "max_age_seconds",
            DecimalType.above(0, 604_800).in("s"),
            "Oldest usable value, for last_good; null: 900 s.");

    private static final FieldType<UnknownReadingPolicy> ONE = new RecordType<>(
            StructType.of(POLICY, VALUE, FLOOR, MAX_AGE), UnknownReadingPolicy::assemble, UnknownReadingPolicy::struct);

    private static final List<Signal> SIGNALS =
            List.of(Signal.REQUESTS, Signal.ISL, Signal.OSL, Signal.TTFT, Signal.ITL, Signal.REQUEST_DURATION);

    private static final StructType ALL = new StructType(
            SIGNALS.stream().<Member<?>>map(UnknownReadingPolicy::member).toList());

    static final FieldType<Map<Signal, UnknownReadingPolicy>> TYPE =
            new RecordType<>(ALL, (written, node, scope) -> Optional.of(bySignal(written)), policies -> {
                Map<String, Object> members = new HashMap<>();
                policies.forEach((signal, policy) -> members.put(signal.key(), policy));
                return new Struct(members, Set.of());
            });

    static Map<Signal, UnknownReadingPolicy> standard() {
        return bySignal(ALL.defaults());
    }

    /** Old traffic is a usable guess of traffic; an old latency says nothing about the present fleet. */
    private static UnknownReadingPolicy standard(Signal signal) {
        boolean latency = switch (signal) {
            case TTFT, ITL, REQUEST_DURATION -> true;
            default -> false;
        };
        return new UnknownReadingPolicy(
                latency ? Kind.HOLD : Kind.LAST_GOOD, Optional.empty(), Optional.empty(), DEFAULT_MAX_AGE_SECONDS);
    }

    private static Member<UnknownReadingPolicy> member(Signal signal) {
        return Member.of(signal.key(), ONE, standard(signal), "While " + signal.key() + " is unknown.");
    }

    private static Map<Signal, UnknownReadingPolicy> bySignal(Struct struct) {
        Map<Signal, UnknownReadingPolicy> policies = new EnumMap<>(Signal.class);
        SIGNALS.forEach(signal -> policies.put(signal, struct.get(member(signal))));
        return Collections.unmodifiableMap(policies);
    }

    private static Optional<UnknownReadingPolicy> assemble(Struct struct, SourceNode node, ReadScope scope) {
        Kind kind = struct.get(POLICY);
        int before = scope.problemCount();
        onlyFor(Kind.FALLBACK, "value", kind, struct.get(VALUE).isPresent(), node, scope);
        onlyFor(Kind.FLOOR, "floor", kind, struct.get(FLOOR).isPresent(), node, scope);
        if (kind != Kind.LAST_GOOD && struct.get(MAX_AGE).isPresent()) {
            scope.conflict(node, "has 'max_age_seconds', which " + kind.spelling() + " does not use", "remove it");
        }
        if (scope.problemCount() > before) {
            return Optional.empty();
        }
        double maxAge = struct.get(MAX_AGE).orElse(DEFAULT_MAX_AGE_SECONDS);
        return Optional.of(new UnknownReadingPolicy(kind, struct.get(VALUE), struct.get(FLOOR), maxAge));
    }

    private static void onlyFor(
            Kind needs, String member, Kind kind, boolean present, SourceNode node, ReadScope scope) {
        if (kind == needs && !present) {
            scope.conflict(node, "policy " + kind.spelling() + " needs '" + member + "'", "add it");
        } else if (kind != needs && present) {
            scope.conflict(node, "has '" + member + "', which " + kind.spelling() + " does not use", "remove it");
        }
    }

    private Struct struct() {
        Optional<Double> maxAge = kind == Kind.LAST_GOOD ? Optional.of(maxAgeSeconds) : Optional.empty();
        return new Struct(Map.of("policy", kind, "value", value, "floor", floor, "max_age_seconds", maxAge), Set.of());
    }
}
