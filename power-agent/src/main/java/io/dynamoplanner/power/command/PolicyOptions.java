package io.dynamoplanner.power.command;

import io.dynamoplanner.power.BadInput;
import io.dynamoplanner.power.cap.CapPolicy;
import io.dynamoplanner.power.cap.ConflictPolicy;
import io.dynamoplanner.power.cap.MigPolicy;
import io.dynamoplanner.power.cap.NamespaceRules;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** Options of how wishes become limits. */
final class PolicyOptions {
    @Option(
            names = "--safe-default-watts",
            defaultValue = "${env:SAFE_DEFAULT_WATTS:-}",
            paramLabel = "WATTS",
            description = "For boards whose pods do not agree or have an unusable value; required. About 70 %% of the"
                    + " nominal power is usual (H200: 500, H100: 490, A100: 280). Variable SAFE_DEFAULT_WATTS.")
    private String safeDefault = "";

    @Option(
            names = "--emergency-watts",
            defaultValue = "0",
            paramLabel = "WATTS",
            description = "For an emergency that names no number. Default: the safe default.")
    private int emergency;

    @Option(
            names = "--conflict-policy",
            defaultValue = "safe_default",
            paramLabel = "safe_default|min|max",
            description = "What a board gets whose pods do not agree. Default: ${DEFAULT-VALUE}.")
    private ConflictPolicy conflict = ConflictPolicy.SAFE_DEFAULT;

    @Option(
            names = "--mig-policy",
            defaultValue = "board_agree",
            paramLabel = "board_agree|sum|ignore",
            description =
                    "What wishes on instances of a board (MIG) mean; sum is experimental. Default: ${DEFAULT-VALUE}.")
    private MigPolicy mig = MigPolicy.BOARD_AGREE;

    @Option(
            names = "--allow-namespace",
            paramLabel = "RULE",
            split = ",",
            description = "Only annotations in these namespaces count: team-a, or with bounds in watts team-b=300-600."
                    + " May be repeated. Default: all namespaces.")
    private List<String> namespaces = List.of();

    @Option(
            names = "--dead-band-watts",
            defaultValue = "5",
            paramLabel = "WATTS",
            description = "Changes smaller than this are not made. Default: ${DEFAULT-VALUE}.")
    private int deadBandWatts;

    @Option(
            names = "--dead-band-percent",
            defaultValue = "2",
            paramLabel = "PERCENT",
            description = "Nor are changes smaller than this part of the limit. Default: ${DEFAULT-VALUE}.")
    private int deadBandPercent;

    @Option(
            names = "--raise-dwell",
            defaultValue = "30",
            paramLabel = "SECONDS",
            description =
                    "How long a limit stands before it is raised; it is lowered at once. Default: ${DEFAULT-VALUE}.")
    private int raiseDwell;

    @Option(
            names = "--repair-pause",
            defaultValue = "5",
            paramLabel = "SECONDS",
            description = "How long after a write the change of another tool is let stand. Default: ${DEFAULT-VALUE}.")
    private int repairPause;

    @Option(
            names = "--node-limit-watts",
            defaultValue = "0",
            paramLabel = "WATTS",
            description = "What the limits of all boards may add up to. Default: no bound.")
    private int nodeLimit;

    /** @throws BadInput if a number is missing or out of range */
    CapPolicy policy() {
        int watts = safeDefaultWatts();
        notNegative("--emergency-watts", emergency);
        notNegative("--dead-band-watts", deadBandWatts);
        notNegative("--dead-band-percent", deadBandPercent);
        notNegative("--raise-dwell", raiseDwell);
        notNegative("--repair-pause", repairPause);
        notNegative("--node-limit-watts", nodeLimit);
        NamespaceRules rules;
        try {
            rules = NamespaceRules.parse(namespaces);
        } catch (IllegalArgumentException e) {
            throw new BadInput("--allow-namespace: " + e.getMessage());
        }
        return new CapPolicy(
                watts,
                emergency == 0 ? watts : emergency,
                conflict,
                mig,
                rules,
                deadBandWatts,
                deadBandPercent,
                Duration.ofSeconds(raiseDwell),
                Duration.ofSeconds(repairPause),
                nodeLimit == 0 ? OptionalInt.empty() : OptionalInt.of(nodeLimit));
    }

    /** The same for a look that changes nothing, where the number may be missing. */
    CapPolicy policyOr(int watts) {
        if (safeDefault.isBlank()) {
            safeDefault = Integer.toString(watts);
        }
        return policy();
    }

    private int safeDefaultWatts() {
        try {
            int watts = Integer.parseInt(safeDefault.strip());
            if (watts > 0) {
                return watts;
            }
        } catch (NumberFormatException e) {
            // told below, together with what is out of range
        }
        throw new BadInput("--safe-default-watts is "
                + (safeDefault.isBlank() ? "missing" : "\"" + safeDefault + "\"")
                + "; give whole watts above 0, for example --safe-default-watts=500 or SAFE_DEFAULT_WATTS=500");
    }

    private static void notNegative(String option, int value) {
        if (value < 0) {
            throw new BadInput(option + " is " + value + "; give 0 or more");
        }
    }
}
