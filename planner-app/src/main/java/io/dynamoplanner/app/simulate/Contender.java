package io.dynamoplanner.app.simulate;

import io.dynamoplanner.app.BadInput;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** What can be compared; the names are those of the command line. In the order in which results are shown. */
public enum Contender {
    PLANNER("planner", "ours"),
    REFERENCE("reference"),
    HPA_UTILIZATION("hpa-utilization"),
    HPA_QUEUE("hpa-queue"),
    STATIC_PEAK("static-peak", "static"),
    STATIC_MEAN("static-mean"),
    ORACLE("oracle");

    /** What runs when nobody says what. */
    public static final Set<Contender> USUAL = Set.of(PLANNER, REFERENCE, STATIC_PEAK, STATIC_MEAN);

    private final String name;
    private final String alias;

    Contender(String name) {
        this(name, name);
    }

    Contender(String name, String alias) {
        this.name = name;
        this.alias = alias;
    }

    /** The contender of a name of the command line, whatever its case. */
    public static Contender named(String name) {
        return Arrays.stream(values())
                .filter(contender -> name.equalsIgnoreCase(contender.name) || name.equalsIgnoreCase(contender.alias))
                .findFirst()
                .orElseThrow(() -> new BadInput("'" + name + "' is no policy; there are "
                        + Arrays.stream(values()).map(Contender::toString).collect(Collectors.joining(", "))));
    }

    @Override
    public String toString() {
        return name;
    }
}
