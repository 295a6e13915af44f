package io.dynamoplanner.metrics.report;

import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.run.RunRecord;
import io.dynamoplanner.core.run.RunRecord.Change;
import io.dynamoplanner.core.run.RunRecord.Fact;
import io.dynamoplanner.core.run.RunRecord.Note;
import io.dynamoplanner.core.run.RunRecord.Percentiles;
import io.dynamoplanner.core.run.RunRecord.PolicyRun;
import io.dynamoplanner.core.run.RunRecord.RoleTimeline;
import io.dynamoplanner.core.run.RunRecord.Summary;
import io.dynamoplanner.core.run.RunRecord.Timeline;
import java.util.List;

/** Records to render: small ones with round numbers, one full of hostile text, and one that looks like a real run. */
final class SampleRuns {
    static final String HOSTILE = "</script><img src=x onerror=alert(1)>\u2028\"'&amp; {{data}} $1\u0000\u001B[31m";

    private SampleRuns() {}

    /** Two policies, four rows of 15 s, every number different. */
    static RunRecord small() {
        return new RunRecord(
                "Small run",
                List.of(new Fact("Trace", "four-rows"), new Fact("Seed", "7")),
                200,
                12.5,
                8,
                60,
                List.of(smallPlanner(), smallStatic()));
    }

    private static PolicyRun smallPlanner() {
        return new PolicyRun(
                "planner",
                "Planner",
                "Scales to the forecast.",
                new Summary(
                        12345,
                        12340,
                        0.98,
                        0.995,
                        0.9751,
                        new Percentiles(101, 180, 240),
                        new Percentiles(8.25, 11.5, 13),
                        3.45,
                        6,
                        2,
                        1,
                        0),
                new Timeline(
                        15,
                        List.of(2.0, 4.5, 6.0, 1.0),
                        List.of(Double.NaN, 4.0, 6.25, 2.0),
                        List.of(3000.0, 3100.0, 2900.0, Double.NaN),
                        List.of(150.0, 160.0, 140.0, Double.NaN),
                        List.of(90.0, 100.0, 110.0, Double.NaN),
                        List.of(150.0, 170.0, 210.0, Double.NaN),
                        List.of(8.0, 8.5, 9.0, Double.NaN),
                        List.of(11.0, 11.5, 12.0, Double.NaN),
                        List.of(1.0, 0.99, 0.95, Double.NaN),
                        List.of(2.0, 4.0, 6.0, 4.0),
                        List.of(0.01, 0.025, 0.05, 0.0666666666666667),
                        PerRole.of(
                                Role.PREFILL,
                                new RoleTimeline(
                                        List.of(1, 1, 2, 1),
                                        List.of(1, 1, 1, 1),
                                        List.of(0, 0, 1, 0),
                                        List.of(0, 0, 0, 1)),
                                Role.DECODE,
                                new RoleTimeline(
                                        List.of(1, 2, 2, 2),
                                        List.of(1, 1, 2, 2),
                                        List.of(0, 1, 0, 0),
                                        List.of(0, 0, 0, 0)))),
                List.of(
                        new Change(
                                30,
                                Role.PREFILL,
                                1,
                                2,
                                "Forecast of 6.25 requests/s needs 2 replicas.",
                                "demand",
                                List.of(
                                        "6.25 requests/s x 3000 tokens = 18750 tokens/s",
                                        "18750 / 10000 = 1.9, up to 2")),
                        new Change(
                                45, Role.PREFILL, 2, 1, "Load fell; kept for one window.", "stabilisation", List.of())),
                List.of(new Note(15, "No forecast yet: planned from the last window.")));
    }

    private static PolicyRun smallStatic() {
        return new PolicyRun(
                "static-peak",
                "Static peak",
                "Holds what the peak needs.",
                new Summary(
                        12345,
                        12345,
                        0.9996,
                        0.991,
                        0.9904,
                        new Percentiles(80, 120, 130),
                        new Percentiles(8.25, 12, 14),
                        5,
                        8,
                        0,
                        0,
                        0),
                new Timeline(
                        15,
                        List.of(2.0, 4.5, 6.0, 1.0),
                        List.of(Double.NaN, Double.NaN, Double.NaN, Double.NaN),
                        List.of(3000.0, 3100.0, 2900.0, Double.NaN),
                        List.of(150.0, 160.0, 140.0, Double.NaN),
                        List.of(70.0, 80.0, 85.0, Double.NaN),
                        List.of(100.0, 110.0, 120.0, Double.NaN),
                        List.of(8.0, 8.5, 9.0, Double.NaN),
                        List.of(11.0, 11.5, 12.0, Double.NaN),
                        List.of(1.0, 1.0, 0.99, Double.NaN),
                        List.of(8.0, 8.0, 8.0, 8.0),
                        List.of(0.03, 0.06, 0.09, 0.12),
                        PerRole.of(
                                Role.PREFILL,
                                new RoleTimeline(
                                        List.of(4, 4, 4, 4),
                                        List.of(4, 4, 4, 4),
                                        List.of(0, 0, 0, 0),
                                        List.of(0, 0, 0, 0)),
                                Role.DECODE,
                                new RoleTimeline(
                                        List.of(4, 4, 4, 4),
                                        List.of(4, 4, 4, 4),
                                        List.of(0, 0, 0, 0),
                                        List.of(0, 0, 0, 0)))),
                List.of(),
                List.of());
    }

    /** The small run with hostile text at every place that holds text. */
    static RunRecord hostile() {
        PolicyRun good = smallPlanner();
        var role = new Role(HOSTILE);
        Timeline t = good.timeline();
        var timeline = new Timeline(
                t.stepS(),
                t.offeredRps(),
                t.forecastRps(),
                t.isl(),
                t.osl(),
                t.ttftP50Ms(),
                t.ttftP95Ms(),
                t.itlP50Ms(),
                t.itlP95Ms(),
                t.inside(),
                t.gpus(),
                t.gpuHours(),
                PerRole.of(role, t.roles().get(Role.DECODE)));
        var policy = new PolicyRun(
                "../" + HOSTILE,
                HOSTILE,
                HOSTILE,
                good.summary(),
                timeline,
                List.of(new Change(30, role, 1, 2, HOSTILE, HOSTILE, List.of(HOSTILE))),
                List.of(new Note(1, HOSTILE)));
        return new RunRecord(
                HOSTILE, List.of(new Fact(HOSTILE, HOSTILE)), 200, 12.5, -1, 60, List.of(policy, smallStatic()));
    }

    /** Nothing happened: one policy without a row, a request or a target that could be judged. */
    static RunRecord empty() {
        var none = new Percentiles(Double.NaN, Double.NaN, Double.NaN);
        var timeline = new Timeline(
                5,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                PerRole.empty());
        var policy = new PolicyRun(
                "planner",
                "Planner",
                "",
                new Summary(0, 0, Double.NaN, Double.NaN, Double.NaN, none, none, 0, 0, 0, 0, 0),
                timeline,
                List.of(),
                List.of());
        return new RunRecord("Empty run", List.of(), 200, 12.5, -1, 0, List.of(policy));
    }

    /** Four policies over forty minutes with two ramps, 480 rows each, as a simulation would give them. */
    static RunRecord fortyMinutes() {
        return new RunRecord(
                "Two ramps, 40 minutes, Llama 3.1 70B on H200",
                List.of(
                        new Fact("Trace", "two-ramps.jsonl, sha256 5f1c0a9e"),
                        new Fact("Profile", "h200-llama-70b-tp4"),
                        new Fact("Configuration", "planner.yaml, adjustment interval 60 s, predictor arima"),
                        new Fact("Replica start-up", "75 s"),
                        new Fact("Seed", "20261121")),
                400,
                25,
                72,
                FluidFleet.ROWS * FluidFleet.STEP_S,
                List.of(
                        FluidFleet.run(
                                "planner",
                                "Planner",
                                "Scales ahead of the forecast, GPU and step limits kept.",
                                1.25,
                                22,
                                60),
                        FluidFleet.run(
                                "reference-1.0",
                                "Reference 1.0",
                                "The reference planner's release 1.0: scales to the last window.",
                                1.3,
                                0,
                                120),
                        FluidFleet.run(
                                "static-peak",
                                "Static peak",
                                "Holds what the highest load needs, all the time.",
                                0,
                                0,
                                0),
                        FluidFleet.run(
                                "static-mean",
                                "Static mean",
                                "Holds what the mean load needs, all the time.",
                                -1,
                                0,
                                0)));
    }
}
