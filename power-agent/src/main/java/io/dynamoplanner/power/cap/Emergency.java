package io.dynamoplanner.power.cap;

import java.util.Locale;
import java.util.OptionalInt;

/**
 * The switch that lowers all managed boards at once.
 *
 * @param on whether it is thrown
 * @param watts the limit that it names; empty for that of the policy
 * @param why who threw it, for people
 */
public record Emergency(boolean on, OptionalInt watts, String why) {
    /** The annotation of a node, and the key of the config map, that holds the switch. */
    public static final String ANNOTATION = "dynamo.nvidia.com/gpu-power-emergency";

    /** It is not thrown. */
    public static Emergency off() {
        return new Emergency(false, OptionalInt.empty(), "");
    }

    /**
     * The switch as it is written: empty, {@code off} or {@code false} is off, a number is the limit in watts, and anything
     * else is on. In doubt it is on: whoever writes there wants less power, and fast.
     *
     * @param where who holds the text, for people
     */
    public static Emergency parse(String text, String where) {
        String plain = text.strip().toLowerCase(Locale.ROOT);
        if (plain.isEmpty() || plain.equals("off") || plain.equals("false")) {
            return off();
        }
        String why = "emergency, by " + where;
        return CapText.parse(text) instanceof CapText.Watts watts
                ? new Emergency(true, OptionalInt.of(watts.watts()), why)
                : new Emergency(true, OptionalInt.empty(), why);
    }

    /** Both switches together: on if one is, with the lower limit. */
    public Emergency and(Emergency other, int unnamed) {
        if (!on || !other.on) {
            return on ? this : other;
        }
        return watts.orElse(unnamed) <= other.watts.orElse(unnamed) ? this : other;
    }
}
