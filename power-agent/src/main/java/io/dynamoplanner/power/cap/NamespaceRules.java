package io.dynamoplanner.power.cap;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whose annotations count, and between which bounds. Without rules everybody's do. A tenant that shares a board could
 * otherwise throttle its neighbour.
 */
public final class NamespaceRules {
    private static final Pattern RULE = Pattern.compile("([a-z0-9]([-a-z0-9]*[a-z0-9])?)(=([0-9]*)-([0-9]*))?");
    private static final int DIGITS = 7;

    private final Map<String, Bounds> rules;

    private NamespaceRules(Map<String, Bounds> rules) {
        this.rules = Map.copyOf(rules);
    }

    private record Bounds(int min, int max) {}

    /** Everybody's annotations count. */
    public static NamespaceRules everybody() {
        return new NamespaceRules(Map.of());
    }

    /**
     * Rules as they are written: {@code team-a}, {@code team-b=300-600}, {@code team-c=-500}.
     *
     * @throws IllegalArgumentException if one cannot be read; names it and says how to write it
     */
    public static NamespaceRules parse(Collection<String> texts) {
        var rules = new LinkedHashMap<String, Bounds>();
        for (String text : texts) {
            Matcher matcher = RULE.matcher(text);
            if (!matcher.matches()) {
                throw wrong(text);
            }
            boolean bounded = matcher.group(3) != null;
            int min = bounded ? bound(text, matcher.group(4), 1) : 1;
            int max = bounded ? bound(text, matcher.group(5), Integer.MAX_VALUE) : Integer.MAX_VALUE;
            if (min > max) {
                throw wrong(text);
            }
            rules.put(matcher.group(1), new Bounds(min, max));
        }
        return new NamespaceRules(rules);
    }

    private static int bound(String rule, String digits, int absent) {
        if (digits.length() > DIGITS) {
            throw wrong(rule);
        }
        return digits.isEmpty() ? absent : Integer.parseInt(digits);
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException(
                "\"" + text + "\" is no rule for a namespace; write its name, or its name and"
                        + " bounds in watts, for example team-b=300-600");
    }

    /** Whether annotations in this namespace count. */
    public boolean allow(String namespace) {
        return rules.isEmpty() || rules.containsKey(namespace);
    }

    /** A wish inside the bounds of its namespace. */
    public int bounded(String namespace, int watts) {
        return Optional.ofNullable(rules.get(namespace))
                .map(bounds -> Math.min(bounds.max, Math.max(bounds.min, watts)))
                .orElse(watts);
    }
}
