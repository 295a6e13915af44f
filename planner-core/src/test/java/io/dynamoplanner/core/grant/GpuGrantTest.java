package io.dynamoplanner.core.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class GpuGrantTest {
    private static final Instant END = Instant.parse("2026-01-05T10:00:00Z");

    @Test
    void anExpiredGrantLetsTheGraphKeepWhatItHoldsAndNoMore() {
        GpuGrant grant = new GpuGrant(-1, 32, END, "allocator");

        assertThat(grant.ceilingAt(END.minusNanos(1), 12)).isEqualTo(32);
        assertThat(grant.ceilingAt(END, 12)).isEqualTo(12);
    }

    @Test
    void aConfiguredBudgetNeverExpires() {
        assertThat(GpuGrant.fixed(2, 8).ceilingAt(Instant.parse("2999-01-01T00:00:00Z"), 0))
                .isEqualTo(8);
    }

    @Test
    void aFloorAboveTheCeilingIsRefused() {
        assertThatThrownBy(() -> GpuGrant.fixed(9, 8)).hasMessageContaining("9").hasMessageContaining("8");
        assertThat(GpuGrant.fixed(8, 8).floor()).isEqualTo(8);
        assertThat(GpuGrant.fixed(9, -1).floor()).isEqualTo(9);
        assertThat(GpuGrant.fixed(0, 0).floor()).isZero();
        assertThatThrownBy(() -> GpuGrant.fixed(1, 0)).hasMessageContaining("above");
    }
}
