package io.dynamoplanner.app.assembly;

import io.dynamoplanner.app.PlannerVersion;
import io.dynamoplanner.core.engine.EngineProfile;
import io.dynamoplanner.core.graph.GraphId;
import io.dynamoplanner.data.config.PlannerConfig;
import io.dynamoplanner.data.ledger.LedgerHeader;
import java.time.Instant;

/** What a planner writes into its ledger about itself. */
public final class LedgerHeaders {
    private LedgerHeaders() {}

    /**
     * The header of a planner that was assembled from these.
     *
     * @param started when this planner was started
     * @param origin start of window 0 of its demand grid
     * @param config what the settings were made of
     * @param settings in which the engines have the widths that the cluster reports
     */
    public static LedgerHeader of(
            GraphId graph,
            Instant started,
            Instant origin,
            PlannerConfig config,
            EngineProfile profile,
            PlannerSettings settings) {
        return new LedgerHeader(
                PlannerVersion.text(),
                graph,
                started,
                origin,
                config,
                profile,
                settings.gpusPerEngine(),
                settings.grant());
    }
}
