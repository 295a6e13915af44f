package io.dynamoplanner.core.correction;

import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import java.util.Objects;

/**
 * The correction factors of a graph between two windows.
 *
 * @param factors observed over promised latency, role by role; finite
 */
public record Correction(PerRole<Double> factors) {
    public Correction {
        Objects.requireNonNull(factors, "factors");
        for (var entry : factors) {
            if (!Double.isFinite(entry.value())) {
                throw new IllegalArgumentException(
                        "correction factor of role " + entry.role() + " must be finite, got " + entry.value());
            }
        }
    }

    /** Factor 1 for each of the given roles. */
    public static Correction none(Iterable<Role> roles) {
        return new Correction(PerRole.build(roles, role -> 1.0));
    }

    /** The factor of a role, 1 if it has none. */
    public double factor(Role role) {
        return factors.getOr(role, 1.0);
    }

    /** The factors after one more window; a role without an observation keeps its factor. */
    public Correction after(PerRole<LatencySample> window, CorrectionRule rule) {
        return new Correction(factors.map((role, factor) -> window.find(role)
                .map(seen -> rule.next(factor, seen.observedMs(), seen.expectedMs(), seen.requests()))
                .orElse(factor)));
    }

    /**
     * Latency of one role in one window.
     *
     * @param observedMs mean seen, ms
     * @param expectedMs what the profile gives for the same load, ms
     * @param requests requests that the mean stands on
     */
    public record LatencySample(double observedMs, double expectedMs, double requests) {}
}
