package io.dynamoplanner.core.role;

import java.util.Objects;

/**
 * What an engine does in a serving graph: prefill, decode, or both ({@link #AGGREGATED}).
 *
 * <p>A role is data, not a field name: per-role values are held in a {@link PerRole}, and code for one role serves all.
 * A further role (an encoder, say) is a new constant and nothing else.
 *
 * @param name lower-case name as it stands in configuration, metrics and reasons
 */
public record Role(String name) implements Comparable<Role> {
    public static final Role PREFILL = new Role("prefill");
    public static final Role DECODE = new Role("decode");
    public static final Role AGGREGATED = new Role("agg");

    public Role {
        Objects.requireNonNull(name, "name");
        if (name.isBlank()) {
            throw new IllegalArgumentException("role name is blank");
        }
    }

    /** Roles are ordered by the way a request passes them: prefill, decode, aggregated, then others by name. */
    @Override
    public int compareTo(Role other) {
        int byStage = Integer.compare(stage(), other.stage());
        return byStage != 0 ? byStage : name.compareTo(other.name);
    }

    private int stage() {
        return switch (name) {
            case "prefill" -> 0;
            case "decode" -> 1;
            case "agg" -> 2;
            default -> 3;
        };
    }

    @Override
    public String toString() {
        return name;
    }
}
