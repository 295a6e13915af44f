package io.dynamoplanner.benchmarks.core;

import io.dynamoplanner.app.assembly.PlannerAssembly;
import io.dynamoplanner.app.assembly.PlannerSettings;
import io.dynamoplanner.app.assembly.SettingsFactory;
import io.dynamoplanner.core.engine.EngineProfile;
import io.dynamoplanner.core.fleet.Fleet;
import io.dynamoplanner.core.fleet.RoleFleet;
import io.dynamoplanner.core.reading.Reading;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.traffic.Observation;
import io.dynamoplanner.core.traffic.Signal;
import io.dynamoplanner.core.traffic.TrafficWindow;
import io.dynamoplanner.data.config.ConfigLoader;
import io.dynamoplanner.data.profile.ProfileReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the benchmarks measure on: the measured profile of an 8B model on one H200, and a busy window of traffic. */
final class Fixture {
    static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");
    static final Duration WINDOW = Duration.ofMinutes(3);

    private Fixture() {}

    /** The launcher says where the checkout is; without it, it is the working directory. */
    static EngineProfile profile() {
        String home = System.getenv().getOrDefault("PLANNER_HOME", ".");
        return ProfileReader.read(Path.of(home, "examples", "profiles", "h200_llama3.1-8b-fp8_tp1_measured"));
    }

    static PlannerAssembly planner(String compatibility) {
        return planner(compatibility, compatibility.equals("1.6") ? "forward_pass" : "profile");
    }

    static PlannerAssembly planner(String compatibility, String capacityModel) {
        String config = "{\"mode\": \"disagg\", \"optimization_target\": \"sla\", \"ttft_ms\": 200, \"itl_ms\": 10,"
                + " \"load_predictor\": \"kalman\", \"max_gpu_budget\": 64, \"compatibility\": \"" + compatibility
                + "\", \"capacity_model\": \"" + capacityModel + "\"}";
        PlannerSettings settings = SettingsFactory.of(ConfigLoader.load(Optional.of(config), Map.of(), Map.of()));
        return new PlannerAssembly(settings, profile());
    }

    /** Window {@code index}: a hundred requests per second, a little more or less each time. */
    static Observation window(long index) {
        Instant start = EPOCH.plus(WINDOW.multipliedBy(index));
        Instant end = start.plus(WINDOW);
        double swing = Math.floorMod(index * 37, 101);
        return new Observation(
                List.of(TrafficWindow.of(
                        start,
                        WINDOW,
                        Map.of(
                                Signal.REQUESTS, Reading.of(18_000 + 40 * swing, end),
                                Signal.ISL, Reading.of(3000 + swing, end),
                                Signal.OSL, Reading.of(150 + swing / 10, end),
                                Signal.TTFT, Reading.of(90 + swing / 5, end),
                                Signal.ITL, Reading.of(8 + swing / 100, end),
                                Signal.REQUEST_DURATION, Reading.of(2.4, end)))),
                new Fleet(PerRole.of(
                        Role.PREFILL, RoleFleet.settled(8, 1),
                        Role.DECODE, RoleFleet.settled(5, 1))));
    }
}
