package io.dynamoplanner.app;

import io.dynamoplanner.data.config.ConfigField;
import io.dynamoplanner.data.config.ConfigFields;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;

/**
 * The planner's own flags on the command line. A command understands them beside its options, without knowing each; so
 * that the value of one is not taken for something else, it is joined to its flag.
 */
final class PlannerFlags {
    private PlannerFlags() {}

    /** The arguments with {@code --flag value} written as {@code --flag=value}, for flags of the planner that take one. */
    static String[] joined(String[] arguments) {
        Set<String> flags = withValue();
        var joined = new ArrayList<String>(arguments.length);
        for (int i = 0; i < arguments.length; i++) {
            boolean value =
                    flags.contains(arguments[i]) && i + 1 < arguments.length && !arguments[i + 1].startsWith("--");
            joined.add(value ? arguments[i] + "=" + arguments[++i] : arguments[i]);
        }
        return joined.toArray(new String[0]);
    }

    private static Set<String> withValue() {
        var names = new HashSet<String>();
        for (ConfigField<?> field : ConfigFields.all()) {
            for (ConfigField.Flag flag : field.flags()) {
                if (flag.implied().isEmpty()) {
                    names.add(flag.name());
                }
            }
        }
        return names;
    }
}
