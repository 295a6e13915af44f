package io.dynamoplanner.data.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamoplanner.core.demand.DemandForecaster;
import io.dynamoplanner.core.demand.DemandState;
import io.dynamoplanner.core.demand.IdleRule;
import io.dynamoplanner.core.demand.Quantile;
import io.dynamoplanner.core.demand.Silence;
import io.dynamoplanner.core.traffic.TrafficSample;
import io.dynamoplanner.core.traffic.WindowGrid;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DemandJsonTest {
    /** A state in the second window of an outage. */
    private static DemandState silent() {
        return new DemandForecaster(
                        new WindowGrid(SmallPlanner.START, Duration.ofMinutes(1)),
                        SmallPlanner.LAST_VALUE,
                        new DemandForecaster.Settings(
                                Duration.ZERO, new Quantile(0.9, 1.2816), IdleRule.DEMAND_ZERO, Map.of()))
                .warmUp(List.of(new TrafficSample(100, 1000, 100), TrafficSample.IDLE, TrafficSample.IDLE));
    }

    @Test
    void anOutageIsRemembered() {
        DemandState state = silent();

        DemandState read = DemandJson.state(DemandJson.write(state), SmallPlanner.LAST_VALUE);

        assertThat(read.calibrated().orElseThrow().silence()).isEqualTo(new Silence(2, 0.02));
        assertThat(read).isEqualTo(state);
    }

    @Test
    void aStateOfBeforeOutagesWereRememberedCanBeRead() {
        ObjectNode earlier = DemandJson.write(silent());
        ((ObjectNode) earlier.required("calibrated")).remove("silence");

        DemandState read = DemandJson.state(earlier, SmallPlanner.LAST_VALUE);

        assertThat(read.calibrated().orElseThrow().silence()).isEqualTo(new Silence(0, 0));
    }
}
