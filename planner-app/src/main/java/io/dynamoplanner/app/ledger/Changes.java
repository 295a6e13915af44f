package io.dynamoplanner.app.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamoplanner.app.BadInput;
import io.dynamoplanner.app.assembly.SettingsFactory;
import io.dynamoplanner.core.engine.EngineProfile;
import io.dynamoplanner.data.config.BudgetFields;
import io.dynamoplanner.data.config.ConfigField;
import io.dynamoplanner.data.config.ConfigFields;
import io.dynamoplanner.data.config.DeploymentFields;
import io.dynamoplanner.data.config.PacingFields;
import io.dynamoplanner.data.config.PlannerConfig;
import io.dynamoplanner.data.config.RecordedConfig;
import io.dynamoplanner.data.ledger.LedgerHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a "what if" changes.
 *
 * @param set new values by configuration field
 * @param profile another engine profile
 */
record Changes(Map<String, String> set, Optional<EngineProfile> profile) {
    /** Fields that a recording cannot be seen through, with the reason. */
    private static final Map<ConfigField<?>, String> FIXED = Map.of(
            PacingFields.THROUGHPUT_ADJUSTMENT_INTERVAL_SECONDS,
            "the traffic was read in windows of this length",
            DeploymentFields.MODE,
            "the fleet was seen with these roles",
            BudgetFields.PREFILL_ENGINE_NUM_GPU,
            "the engines had the widths that the cluster reported",
            BudgetFields.DECODE_ENGINE_NUM_GPU,
            "the engines had the widths that the cluster reported");

    Changes {
        set = Map.copyOf(set);
    }

    boolean isEmpty() {
        return set.isEmpty() && profile.isEmpty();
    }

    /**
     * The header of a planner with these changes.
     *
     * @throws io.dynamoplanner.data.config.ConfigException if a changed configuration is refused, naming the fields
     * @throws BadInput if a recording cannot be seen through the changed configuration
     */
    LedgerHeader apply(LedgerHeader header) {
        PlannerConfig config =
                RecordedConfig.read(RecordedConfig.write(header.config()), "configuration of the ledger", set);
        FIXED.forEach((field, reason) -> refuse(header.config(), config, field, reason));
        return new LedgerHeader(
                header.planner(),
                header.graph(),
                header.started(),
                header.origin(),
                config,
                profile.orElse(header.profile()),
                header.gpusPerEngine(),
                SettingsFactory.of(config).grant());
    }

    /** What the changes are, a line each: the value that a header has, and the new one. */
    List<String> described(LedgerHeader header, LedgerHeader changed) {
        var lines = new ArrayList<String>();
        for (ConfigField<?> field : ConfigFields.all()) {
            if (set.containsKey(field.name()) || field.aliases().stream().anyMatch(set::containsKey)) {
                lines.add(described(field, header.config(), changed.config()));
            }
        }
        profile.ifPresent(other -> lines.add("profile: " + header.profile().name() + " → " + other.name()));
        return lines;
    }

    private static <T> String described(ConfigField<T> field, PlannerConfig before, PlannerConfig after) {
        return field.name() + ": " + shown(field.show(before.get(field))) + " → " + shown(field.show(after.get(field)));
    }

    private static String shown(JsonNode value) {
        return value.isTextual() ? value.asText() : value.toString();
    }

    private static <T> void refuse(PlannerConfig before, PlannerConfig after, ConfigField<T> field, String reason) {
        if (!after.get(field).equals(before.get(field))) {
            throw new BadInput("--set " + field.name() + " = " + field.show(after.get(field)) + ": cannot be changed, "
                    + reason + "; leave it at " + field.show(before.get(field)) + " or use planner simulate");
        }
    }
}
