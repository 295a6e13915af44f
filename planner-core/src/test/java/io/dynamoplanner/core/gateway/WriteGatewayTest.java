package io.dynamoplanner.core.gateway;

import static io.dynamoplanner.core.role.Role.DECODE;
import static io.dynamoplanner.core.role.Role.PREFILL;
import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.core.plan.Effect;
import io.dynamoplanner.core.plan.Outcome;
import io.dynamoplanner.core.plan.Plan;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WriteGatewayTest {
    private static final Instant NOW = Instant.parse("2026-01-05T10:00:00Z");
    private static final Effect RELEASE = new Effect.SetReplicas(PREFILL, 4, 2);
    private static final Effect GROWTH = new Effect.SetReplicas(DECODE, 2, 5);
    private static final Plan PLAN = new Plan(NOW, PerRole.empty(), List.of(RELEASE, GROWTH), List.of(), NOW);

    @Test
    void anOpenGatewayWritesEveryEffectInItsOrder() {
        var reached = new ArrayList<Effect>();

        List<WriteGateway.Written> written = WriteGateway.apply(PLAN, GatewayConditions.OPEN, NOW, effect -> {
            reached.add(effect);
            return new Outcome.Applied();
        });

        assertThat(reached).containsExactly(RELEASE, GROWTH);
        assertThat(written)
                .containsExactly(
                        new WriteGateway.Written(RELEASE, new Outcome.Applied()),
                        new WriteGateway.Written(GROWTH, new Outcome.Applied()));
    }

    @Test
    void aFailedWriteDoesNotKeepTheOthersFromBeingWritten() {
        List<WriteGateway.Written> written = WriteGateway.apply(
                PLAN,
                GatewayConditions.OPEN,
                NOW,
                effect -> effect.role().equals(PREFILL) ? new Outcome.Failed("conflict") : new Outcome.Unchanged());

        assertThat(written)
                .extracting(WriteGateway.Written::outcome)
                .containsExactly(new Outcome.Failed("conflict"), new Outcome.Unchanged());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void aClosedGatewayRejectsEveryEffectAndReachesNobody(String reason, GatewayConditions closed) {
        var reached = new ArrayList<Role>();

        List<WriteGateway.Written> written = WriteGateway.apply(PLAN, closed, NOW, effect -> {
            reached.add(effect.role());
            return new Outcome.Applied();
        });

        assertThat(reached).isEmpty();
        assertThat(written).extracting(WriteGateway.Written::effect).containsExactly(RELEASE, GROWTH);
        assertThat(written)
                .allSatisfy(w -> assertThat(w.outcome())
                        .isInstanceOfSatisfying(
                                Outcome.Rejected.class, r -> assertThat(r.why()).contains(reason)));
    }

    static Stream<Arguments> aClosedGatewayRejectsEveryEffectAndReachesNobody() {
        return Stream.of(
                Arguments.of(
                        "advisory",
                        new GatewayConditions(true, Optional.of("audit"), NOW, List.of("no GPUs labelled"))),
                Arguments.of(
                        "paused: audit",
                        new GatewayConditions(false, Optional.of("audit"), NOW, List.of("no GPUs labelled"))),
                Arguments.of(
                        "not the leader: the lease ended at 2026-01-05T10:00:00Z",
                        new GatewayConditions(false, Optional.empty(), NOW, List.of("no GPUs labelled"))),
                Arguments.of(
                        "preflight: no GPUs labelled; no metrics",
                        new GatewayConditions(
                                false, Optional.empty(), Instant.MAX, List.of("no GPUs labelled", "no metrics"))));
    }

    @Test
    void theLeaseHoldsUntilItsLastMoment() {
        var conditions = new GatewayConditions(false, Optional.empty(), NOW.plusNanos(1), List.of());

        assertThat(WriteGateway.refusal(conditions, NOW)).isEmpty();
        assertThat(WriteGateway.refusal(conditions, NOW.plusNanos(1))).isPresent();
    }

    @Test
    void onlyAShrinkingEffectReleases() {
        assertThat(new Effect.SetReplicas(PREFILL, 4, 3).releases()).isTrue();
        assertThat(new Effect.SetReplicas(PREFILL, 4, 4).releases()).isFalse();
        assertThat(new Effect.SetReplicas(PREFILL, 4, 5).releases()).isFalse();
    }
}
