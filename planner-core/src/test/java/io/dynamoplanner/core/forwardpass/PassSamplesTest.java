package io.dynamoplanner.core.forwardpass;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PassSamplesTest {
    @Test
    void aLongBusyTimeDoesNotPushOutTheQuietOne() {
        PassSamples samples = PassSamples.none(Workload.PREFILL, 8, 4)
                .with(ForwardPass.prefill(10, 1))
                .with(ForwardPass.prefill(20, 2));
        for (int i = 0; i < 100; i++) {
            samples = samples.with(ForwardPass.prefill(900 + i, 50));
        }

        assertThat(samples.passes()).hasSize(8);
        assertThat(samples.passes()).contains(ForwardPass.prefill(10, 1), ForwardPass.prefill(20, 2));
        assertThat(samples.passes().get(7)).isEqualTo(ForwardPass.prefill(999, 50));
    }

    @Test
    void ofCellsThatAreEquallyFullTheOneWithTheOldestPassLosesIt() {
        PassSamples samples = PassSamples.none(Workload.PREFILL, 4, 2)
                .with(ForwardPass.prefill(100, 1))
                .with(ForwardPass.prefill(1, 2))
                .with(ForwardPass.prefill(99, 3))
                .with(ForwardPass.prefill(2, 4))
                .with(ForwardPass.prefill(98, 5))
                .with(ForwardPass.prefill(3, 6));

        assertThat(samples.passes().stream().map(ForwardPass::wallMs)).containsExactly(3.0, 4.0, 5.0, 6.0);
    }

    @Test
    void heartbeatsOtherWorkloadsAndBrokenNumbersAreNotKept() {
        PassSamples samples = PassSamples.none(Workload.DECODE, 4, 4)
                .with(ForwardPass.decode(0, 0, 5))
                .with(ForwardPass.decode(1, 100, 0))
                .with(ForwardPass.decode(1, Double.NaN, 5))
                .with(ForwardPass.decode(1, 100, Double.POSITIVE_INFINITY))
                .with(ForwardPass.prefill(100, 5))
                .with(ForwardPass.mixed(100, 1, 100, 5));

        assertThat(samples.passes()).isEmpty();
    }
}
