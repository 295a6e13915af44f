package io.dynamoplanner.data.profile;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/** Arrays as JSON text, one array per line. */
final class ProfileJson {
    private ProfileJson() {}

    /**
     * @param scalars arrays of one value that are written as a plain number
     */
    static byte[] of(Map<String, double[]> arrays, Set<String> scalars) {
        var members = new StringJoiner(",\n ", "{\n ", "\n}\n");
        arrays.forEach((name, values) ->
                members.add("\"" + name + "\": " + (scalars.contains(name) ? number(values[0]) : list(values))));
        return members.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String list(double[] values) {
        var list = new StringJoiner(", ", "[", "]");
        for (double value : values) {
            list.add(number(value));
        }
        return list.toString();
    }

    private static String number(double value) {
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1L << 53;
        return whole ? Long.toString((long) value) : Double.toString(value);
    }
}
