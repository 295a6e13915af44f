package io.dynamoplanner.app.assembly;

import io.dynamoplanner.app.assembly.Strategies.SizingRule;
import io.dynamoplanner.core.capacity.AggregatedCapacity;
import io.dynamoplanner.core.capacity.BatchSearch;
import io.dynamoplanner.core.capacity.DecodeCapacity;
import io.dynamoplanner.core.capacity.EngineCapacity;
import io.dynamoplanner.core.capacity.EngineLimits;
import io.dynamoplanner.core.capacity.ForwardPassPrefill;
import io.dynamoplanner.core.capacity.LargestBatchCapacity;
import io.dynamoplanner.core.capacity.NoCapacity;
import io.dynamoplanner.core.capacity.PrefillCapacity;
import io.dynamoplanner.core.capacity.SinglePromptCapacity;
import io.dynamoplanner.core.capacity.SteppedAggregatedCapacity;
import io.dynamoplanner.core.engine.EngineProfile;
import io.dynamoplanner.core.engine.ProfileFinding;
import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.forwardpass.OrdinaryRegression;
import io.dynamoplanner.core.forwardpass.PassModel;
import io.dynamoplanner.core.forwardpass.PassRegression;
import io.dynamoplanner.core.forwardpass.PassTime;
import io.dynamoplanner.core.forwardpass.ProfilePasses;
import io.dynamoplanner.core.forwardpass.RobustRegression;
import io.dynamoplanner.core.forwardpass.SegmentedRegression;
import io.dynamoplanner.core.forwardpass.Workload;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.sizing.ByEngineCapacity;
import io.dynamoplanner.core.sizing.PrefillByWaiting;
import io.dynamoplanner.core.sizing.RoleSizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sizers that count with how long the forward passes of an engine take. A role without a model stays as it is. */
final class ForwardPassSizers {
    /** KV tokens of an engine whose profile does not tell. */
    private static final long DEFAULT_KV_TOKENS = 2_000_000;

    private final PlannerSettings settings;
    private final SizingRule rule;
    private final List<ProfileFinding> odd;
    private final PassModel model;
    private final EngineLimits limits;

    ForwardPassSizers(PlannerSettings settings, EngineProfile profile, SizingRule rule) {
        this.settings = settings;
        this.rule = rule;
        PlannerSettings.Engine engine = settings.engine();
        ProfilePasses passes = ProfilePasses.of(profile);
        this.odd = passes.findings();
        this.model = PassModel.learn(
                regression(rule, engine.minPasses()),
                new PassModel.Retention(engine.passes(), engine.cells()),
                passes.passes());
        double kvTokens =
                profile.decode().map(EngineProfile.Decode::maxKvTokens).orElse(0.0);
        this.limits = new EngineLimits(
                engine.tokensPerPass(), engine.sequences(), kvTokens >= 1 ? (long) kvTokens : DEFAULT_KV_TOKENS);
    }

    private static PassRegression regression(SizingRule rule, int minPasses) {
        return switch (rule) {
            case FIRST_CAPACITY -> new OrdinaryRegression(minPasses);
            case CAPACITY -> new SegmentedRegression(minPasses);
            case LATENCY, THROUGHPUT -> new RobustRegression(minPasses);
        };
    }

    /** @param attainment share of the requests to keep inside the targets */
    RoleSizer sizer(Role role, double attainment) {
        Workload workload = workload(role);
        Optional<PassTime> time = model.time(workload);
        if (time.isEmpty()) {
            return new ByEngineCapacity(new NoCapacity(role, why(workload)), 0, 0);
        }
        boolean ours = rule == SizingRule.LATENCY;
        return ours && role.equals(Role.PREFILL) && settings.sizing().queueing()
                ? new PrefillByWaiting(
                        new ForwardPassPrefill(
                                time.get(),
                                limits.tokensPerPass(),
                                settings.gpusPerEngine().getOr(role, 1)),
                        settings.ttftMs(),
                        attainment)
                : new ByEngineCapacity(
                        capacity(role, time.get()),
                        ours && !role.equals(Role.PREFILL) ? StandardNormal.quantile(attainment) : 0,
                        settings.engine().draftTokens());
    }

    private EngineCapacity capacity(Role role, PassTime time) {
        double ttftMs = settings.ttftMs();
        double itlMs = settings.itlMs();
        boolean first = rule == SizingRule.FIRST_CAPACITY;
        BatchSearch search = rule == SizingRule.CAPACITY ? BatchSearch.REFERENCE : BatchSearch.OURS;
        if (role.equals(Role.PREFILL)) {
            return first
                    ? new SinglePromptCapacity(time, limits, ttftMs)
                    : new PrefillCapacity(time, limits, ttftMs, search);
        }
        if (role.equals(Role.DECODE)) {
            return first
                    ? new LargestBatchCapacity(time, limits, itlMs)
                    : new DecodeCapacity(time, limits, itlMs, search);
        }
        return first
                ? new SteppedAggregatedCapacity(time, limits, ttftMs, itlMs)
                : new AggregatedCapacity(time, limits, ttftMs, itlMs, search);
    }

    private static Workload workload(Role role) {
        if (role.equals(Role.PREFILL)) {
            return Workload.PREFILL;
        }
        return role.equals(Role.DECODE) ? Workload.DECODE : Workload.MIXED;
    }

    private String why(Workload workload) {
        return model.whyNot(workload).orElse("the passes of its engines were never seen");
    }

    /** Roles without a model, and points of the profile that taught nothing. */
    List<Finding> findings() {
        var findings = new ArrayList<Finding>();
        for (Role role : settings.roles()) {
            Workload workload = workload(role);
            if (model.time(workload).isEmpty()) {
                findings.add(Finding.warning(
                        "no-engine-model",
                        role.name(),
                        "no model of its forward passes: " + why(workload) + "; the role stays as it is",
                        "measure more points of the profile, lower load_min_observations, or use capacity_model:"
                                + " profile"));
            }
        }
        if (!odd.isEmpty()) {
            findings.add(Finding.warning(
                    "profile-points-unused",
                    "profile_results_dir",
                    odd.size() + " points taught nothing: " + odd.get(0).message(),
                    "remove those points from the profile, or measure them again"));
        }
        return findings;
    }
}
