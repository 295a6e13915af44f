package io.dynamoplanner.app.assembly;

import io.dynamoplanner.app.BadInput;
import io.dynamoplanner.core.engine.DecodePerformance;
import io.dynamoplanner.core.engine.EngineModels;
import io.dynamoplanner.core.engine.EngineProfile;
import io.dynamoplanner.core.engine.Interpolation;
import io.dynamoplanner.core.engine.PrefillPerformance;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.sizing.AggregatedByInterleaving;
import io.dynamoplanner.core.sizing.DecodeByConcurrency;
import io.dynamoplanner.core.sizing.DecodeByThroughput;
import io.dynamoplanner.core.sizing.PrefillByThroughput;
import io.dynamoplanner.core.sizing.PrefillByWaiting;
import io.dynamoplanner.core.sizing.RoleSizer;

/** Sizers that read latencies and throughputs between the points of the profile. */
final class ProfileSizers {
    private final PlannerSettings settings;
    private final EngineProfile profile;
    private final boolean latency;

    /**
     * @param latency whether engines are counted by latency, else by throughput
     */
    ProfileSizers(PlannerSettings settings, EngineProfile profile, boolean latency) {
        this.settings = settings;
        this.profile = profile;
        this.latency = latency;
    }

    /** @param attainment share of the requests to keep inside the targets */
    RoleSizer sizer(Role role, double attainment) {
        int gpus = settings.gpusPerEngine().getOr(role, 1);
        if (role.equals(Role.PREFILL)) {
            return latency && settings.sizing().queueing()
                    ? new PrefillByWaiting(prefill(), settings.ttftMs(), attainment)
                    : new PrefillByThroughput(prefill(), gpus);
        }
        if (role.equals(Role.DECODE)) {
            return latency
                    ? new DecodeByConcurrency(decode(), settings.itlMs(), StandardNormal.quantile(attainment))
                    : new DecodeByThroughput(decode(), gpus, settings.itlMs());
        }
        if (role.equals(Role.AGGREGATED) && latency) {
            return new AggregatedByInterleaving(prefill(), decode(), settings.ttftMs(), settings.itlMs());
        }
        throw new BadInput("mode: role " + role + " cannot be sized with compatibility "
                + settings.compatibility().spelling() + "; use compatibility none, or mode disagg, prefill or decode");
    }

    private PrefillPerformance prefill() {
        return EngineModels.prefill(profile, interpolation());
    }

    private DecodePerformance decode() {
        return EngineModels.decode(profile, interpolation());
    }

    private Interpolation interpolation() {
        return settings.sizing().referenceInterpolation() ? Interpolation.REFERENCE : Interpolation.MONOTONE;
    }
}
