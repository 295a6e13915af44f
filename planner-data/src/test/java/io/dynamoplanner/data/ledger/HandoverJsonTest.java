package io.dynamoplanner.data.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamoplanner.core.attainment.Headroom;
import io.dynamoplanner.core.constraint.RoleHistory;
import io.dynamoplanner.core.fleet.StartUpTimes;
import io.dynamoplanner.core.handover.Handover;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandoverJsonTest {
    private static final Instant AT = Instant.parse("2026-01-05T00:00:00.123456789Z");

    @Test
    void whatIsReadIsWhatWasWritten() {
        var history = new RoleHistory(
                List.of(
                        new RoleHistory.Wish(29_000_000, AT.minusSeconds(60), 7),
                        new RoleHistory.Wish(29_000_001, AT, 5)),
                -1,
                List.of(AT.minusSeconds(600)),
                29_000_001,
                7,
                6);
        var handover = new Handover(
                AT,
                PerRole.of(Role.PREFILL, 4),
                PerRole.of(Role.PREFILL, RoleHistory.NONE, Role.DECODE, history),
                PerRole.of(Role.PREFILL, 1.0, Role.DECODE, 1.0 / 3),
                PerRole.of(
                        Role.PREFILL,
                        StartUpTimes.NONE,
                        Role.DECODE,
                        new StartUpTimes(List.of(61.25, 200.0 / 3), Optional.empty())),
                PerRole.of(Role.PREFILL, Headroom.NONE, Role.DECODE, new Headroom(1.1 / 3, 75, 200.0 / 3, AT)));

        assertThat(HandoverJson.read(HandoverJson.write(handover))).isEqualTo(handover);
    }

    @Test
    void aHandoverOfAReleaseThatTimedNoStartsIsRead() {
        String text = "{\"version\":1,\"at\":\"2026-01-05T00:00:00Z\",\"pending\":{\"prefill\":4},\"history\":{},"
                + "\"corrections\":{\"prefill\":1.25}}";

        Handover handover = HandoverJson.read(text);

        assertThat(handover.pending()).isEqualTo(PerRole.of(Role.PREFILL, 4));
        assertThat(handover.startUps()).isEqualTo(PerRole.empty());
        assertThat(handover.headroom()).isEqualTo(PerRole.empty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "{}",
                "null",
                "[]",
                "{\"version\": 2}",
                "{\"version\": 1, \"at\": \"yesterday\"}",
                "{\"version\": 1}"
            })
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> HandoverJson.read(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("not a handover: ");
    }
}
