package io.dynamoplanner.data.config;

import io.dynamoplanner.data.config.type.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Splits command-line arguments into flags and their values, in the styles {@code --x v} and {@code --x=v}. */
public final class FlagArguments {
    private FlagArguments() {}

    /**
     * Value by flag, the empty text for a flag without one.
     *
     * @throws ConfigException for an argument that is neither a flag nor the value of one, and for a repeated flag
     */
    public static Map<String, String> parse(List<String> arguments) {
        Map<String, String> flags = new LinkedHashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (!argument.startsWith("--") || argument.length() == 2) {
                throw problem(argument, "is not a flag", "write --name value or --name=value");
            }
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument : argument.substring(0, equals);
            String value = equals < 0 ? "" : argument.substring(equals + 1);
            if (equals < 0 && i + 1 < arguments.size() && isValue(arguments.get(i + 1))) {
                i++;
                value = arguments.get(i);
            }
            if (flags.putIfAbsent(name, value) != null) {
                throw problem(name, "is given twice", "keep one of the two");
            }
        }
        return flags;
    }

    private static boolean isValue(String argument) {
        return !argument.startsWith("--");
    }

    private static ConfigException problem(String argument, String rule, String remedy) {
        return new ConfigException(
                List.of(new Problem(Problem.Kind.FIELD, "arguments", argument, Optional.empty(), rule, remedy)));
    }
}
