package io.dynamoplanner.sim.fleet;

import io.dynamoplanner.core.role.Role;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Engines that are lost without a drain: a node fails, a process dies. The requests of a lost engine start again elsewhere
 * with the tokens that they have, and the cluster starts a replacement by itself, since the wanted count has not changed.
 *
 * @param losses losses at given times, in any order
 * @param perEngineHour losses at random: how often a ready engine is lost, per hour that it serves; 0 for never
 */
public record WorkerFaults(List<Loss> losses, double perEngineHour) {
    public static final WorkerFaults NONE = new WorkerFaults(List.of(), 0);

    public WorkerFaults {
        losses = losses.stream()
                .sorted((a, b) -> Double.compare(a.atS(), b.atS()))
                .toList();
        if (!(perEngineHour >= 0 && perEngineHour <= 3600)) {
            throw new IllegalArgumentException("perEngineHour must be between 0 and 3600, got " + perEngineHour);
        }
    }

    /** Seconds that an engine serves until it is lost; infinite for never. */
    double lifeS(SplittableRandom random) {
        return perEngineHour == 0
                ? Double.POSITIVE_INFINITY
                : -Math.log(1 - random.nextDouble()) * 3600 / perEngineHour;
    }

    /**
     * {@code engines} ready engines of a role are lost at once; as many as there are if there are fewer.
     *
     * @param atS seconds since the start of the run
     */
    public record Loss(double atS, Role role, int engines) {
        public Loss {
            if (!(atS >= 0 && atS < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("a loss must be at 0 s or later, got " + atS);
            }
            if (engines < 1) {
                throw new IllegalArgumentException("a loss takes at least one engine, got " + engines);
            }
        }
    }
}
