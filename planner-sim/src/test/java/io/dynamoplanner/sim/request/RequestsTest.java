package io.dynamoplanner.sim.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class RequestsTest {
    @Test
    void aRunLastsToTheFullSecondAfterTheLastArrivalUnlessSaidOtherwise() {
        assertThat(Requests.of(new double[] {0, 4.2}, new int[2], new int[2]).durationS())
                .isEqualTo(5);
        assertThat(Requests.of(new double[0], new int[0], new int[0]).durationS())
                .isEqualTo(1);
    }

    @Test
    void badTrafficIsRefusedWithPositionAndValue() {
        assertThatThrownBy(() -> Requests.of(new double[] {0, 2, 1}, new int[3], new int[3]))
                .hasMessageContaining("arrivalS[2] = 1.0 comes before 2.0");
        assertThatThrownBy(() -> Requests.of(new double[] {Double.NaN}, new int[1], new int[1]))
                .hasMessageContaining("arrivalS[0] = NaN");
        assertThatThrownBy(() -> Requests.of(new double[2], new int[2], new int[] {3, -1}))
                .hasMessageContaining("request 1 has a negative length: isl 0, osl -1");
        assertThatThrownBy(() -> Requests.of(new double[2], new int[1], new int[2]))
                .hasMessageContaining("equally long, got 2, 1 and 2");
        assertThatThrownBy(() -> Requests.of(new double[] {9}, new int[1], new int[1], 8))
                .hasMessageContaining("durationS = 8.0");
    }
}
