package io.dynamoplanner.data.config;

import io.dynamoplanner.data.config.type.Problem;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Flags of old releases that set no field. */
final class RetiredFlags {
    private static final RetiredFlag INFORMATIVE = new RetiredFlag(true, "it never had an effect on a decision");
    private static final RetiredFlag DELEGATION =
            new RetiredFlag(false, "use --environment global-planner with --global-planner-namespace");
    private static final RetiredFlag DRY_RUN = new RetiredFlag(false, "use 'planner simulate' with a scenario file");

    private static final Map<String, RetiredFlag> FLAGS = Map.of(
            "--isl", INFORMATIVE,
            "--osl", INFORMATIVE,
            "--planner-mode", DELEGATION,
            "--global-planner-component", DELEGATION,
            "--dry-run", DRY_RUN,
            "--dataset", DRY_RUN,
            "--start-num-p", DRY_RUN,
            "--start-num-d", DRY_RUN,
            "--output-plot", DRY_RUN);

    private RetiredFlags() {}

    /** All of them by name, sorted. */
    static SortedMap<String, RetiredFlag> all() {
        return new TreeMap<>(FLAGS);
    }

    static Optional<RetiredFlag> find(String flag) {
        return Optional.ofNullable(FLAGS.get(flag));
    }

    /**
     * One such flag.
     *
     * @param harmless whether it can be ignored
     */
    record RetiredFlag(boolean harmless, String advice) {

        void meet(String flag, Draft draft) {
            if (harmless) {
                Origin origin = new Origin(Origin.Kind.FLAG, "flag " + flag);
                draft.finding(new Finding(Finding.Severity.INFO, flag, origin, "ignored: " + advice));
            } else {
                draft.problem(new Problem(
                        Problem.Kind.FIELD, "flag " + flag, flag, Optional.empty(), "does not exist any more", advice));
            }
        }
    }
}
