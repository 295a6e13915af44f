package io.dynamoplanner.core.policy;

import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.traffic.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Something that decides replica counts over time: our planner, the reference's arithmetic, a static fleet.
 * A policy keeps its own state between calls; one instance serves one run.
 */
public interface ScalingPolicy {

    /** Short stable name, for files and keys. */
    String key();

    /** Name for people. */
    String label();

    /** One sentence: how it decides. */
    String description();

    /** Replicas at the start of a run. */
    PerRole<Integer> initialReplicas();

    /** Length of the traffic windows that it wants to see; the first one starts with the run. */
    Duration window();

    /** Decides at {@code now}. Windows in {@code seen} are those that completed since the last call. */
    Decision decide(Observation seen, Instant now);

    /**
     * What to do now and when to ask again.
     *
     * @param writes absolute replica counts to write now, role by role; a role that is absent stays as it is
     * @param forecastRps requests per second expected for the next window, if it has a forecast
     * @param explanations why, for each role in {@code writes}
     * @param notes things worth telling that are not writes
     * @param nextWakeUp when to call again
     */
    record Decision(
            PerRole<Integer> writes,
            OptionalDouble forecastRps,
            PerRole<Explanation> explanations,
            List<String> notes,
            Instant nextWakeUp) {
        public Decision {
            notes = List.copyOf(notes);
        }
    }

    /** Why a role gets its count; see {@link io.dynamoplanner.core.run.RunRecord.Change}. */
    record Explanation(String reason, String binding, List<String> derivation) {
        public Explanation {
            derivation = List.copyOf(derivation);
        }
    }
}
