package io.dynamoplanner.sim;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.sim.metrics.MetricFaults;
import io.dynamoplanner.sim.metrics.ScrapeSchedule;
import io.dynamoplanner.sim.serving.KvTransfer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class SimulationOptionsTest {
    private static final EngineOptions PREFILL = EngineOptions.prefill(SimpleModels.typicalPrefill(), 1);
    private static final EngineOptions DECODE = EngineOptions.decode(SimpleModels.typicalDecode(), 1);

    static Stream<Arguments> wrong() {
        return Stream.of(
                refused("a run has agg, or prefill and decode", () -> options(PerRole.empty())),
                refused(
                        "given for [prefill, agg]",
                        () -> options(PerRole.of(Role.PREFILL, PREFILL, Role.AGGREGATED, PREFILL))),
                refused("the prefill engines need a prefill model", () -> options(PerRole.of(Role.PREFILL, DECODE))),
                refused("the agg engines need a decode model", () -> options(PerRole.of(Role.AGGREGATED, PREFILL))),
                refused(
                        "fixedReplicas has 2 for role decode",
                        () -> builder()
                                .fixedReplicas(PerRole.of(Role.DECODE, 2))
                                .build()),
                refused(
                        "fixedReplicas has 0 for role prefill",
                        () -> builder()
                                .fixedReplicas(PerRole.of(Role.PREFILL, 0))
                                .build()),
                refused(
                        "clusterGpus must not be negative, got -1",
                        () -> builder().clusterGpus(-1).build()),
                refused(
                        "maxDrainS must not be negative, got NaN",
                        () -> builder().maxDrainS(Double.NaN).build()),
                refused("speedFactor must be positive, got 0.0", () -> PREFILL.withSpeedFactor(0)),
                refused("maxBatch must be at least 1, got 0", () -> DECODE.withMaxBatch(0)),
                refused(
                        "gpusPerEngine must be at least 1, got 0",
                        () -> EngineOptions.prefill(SimpleModels.typicalPrefill(), 0)),
                refused("baseMs must not be negative, got -2.0", () -> new KvTransfer(-2, 1)),
                refused("tokensPerSecond must be positive, got 0.0", () -> new KvTransfer(2, 0)),
                refused("interval must be positive, got 0.0 s", () -> new ScrapeSchedule(0, 1)),
                refused("delay must not be negative, got -1.0 s", () -> new ScrapeSchedule(5, -1)),
                refused("must end after it starts, got 5.0 to 5.0", () -> new MetricFaults.Outage(5, 5)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    void aWrongOptionIsRefusedWithItsNameAndValue(String message, ThrowingCallable make) {
        assertThatThrownBy(make).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
    }

    private static Arguments refused(String message, ThrowingCallable make) {
        return Arguments.of(message, make);
    }

    private static void options(PerRole<EngineOptions> engines) {
        SimulationOptions.builder(engines, 1, 1).build();
    }

    private static SimulationOptions.Builder builder() {
        return SimulationOptions.builder(PerRole.of(Role.PREFILL, PREFILL), 1, 1);
    }
}
