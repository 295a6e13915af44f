package io.dynamoplanner.app.ledger;

import io.dynamoplanner.app.BadInput;
import io.dynamoplanner.app.assembly.LedgerHeaders;
import io.dynamoplanner.app.assembly.PlannerSettings;
import io.dynamoplanner.app.assembly.SettingsFactory;
import io.dynamoplanner.core.engine.EngineProfile;
import io.dynamoplanner.core.graph.GraphId;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.data.config.ConfigLoader;
import io.dynamoplanner.data.config.PlannerConfig;
import io.dynamoplanner.data.ledger.LedgerHeader;
import io.dynamoplanner.data.ledger.RecordedDecision;
import io.dynamoplanner.data.profile.ProfileReader;
import io.dynamoplanner.sim.SimulationOptions;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Stands in for the header of ledgers that have none. Those are of simulations of early releases: the configuration and
 * the profile have to be given, the rest is on the lines or was the same for all.
 *
 * @param config planner configuration, if the user named one
 * @param profile engine profile, if the user named one
 */
record Headers(Optional<String> config, Optional<Path> profile) {

    /**
     * @throws BadInput if configuration or profile are not given
     */
    LedgerHeader standIn(RecordedDecision first) {
        if (config.isEmpty() || profile.isEmpty()) {
            throw new BadInput(
                    first.where() + ": the ledger has no header that says what decided; give both --config and"
                            + " --profile as they were, or write the ledger again with planner simulate");
        }
        PlannerConfig loaded = ConfigLoader.load(config, Map.of(), Map.of());
        EngineProfile read = ProfileReader.read(profile.get(), Set.of());
        PerRole<Integer> widths = first.seen()
                .fleet()
                .roles()
                .map((role, fleet) -> fleet.gpusPerReplica().orElse(1));
        PlannerSettings settings = SettingsFactory.of(loaded).withGpusPerEngine(widths);
        return LedgerHeaders.of(
                new GraphId("simulation", "without a header"),
                first.at(),
                SimulationOptions.DEFAULT_EPOCH,
                loaded,
                read,
                settings);
    }
}
