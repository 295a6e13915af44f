package io.dynamoplanner.core.proposal;

import static io.dynamoplanner.core.role.Role.DECODE;
import static io.dynamoplanner.core.role.Role.PREFILL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamoplanner.core.proposal.Proposal.Bound;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MergeTest {
    private static final Instant NOW = Instant.parse("2026-01-05T10:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(60);
    private static final PerRole<Integer> BASELINE = PerRole.of(PREFILL, 5, DECODE, 3);

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void proposalsAndBaselineOfFiveAndThreeComeTo(String inputs, List<Proposal> proposals, int prefill, int decode) {
        assertThat(Merge.of(proposals, BASELINE, NOW).targets())
                .isEqualTo(PerRole.of(PREFILL, prefill, DECODE, decode));
    }

    static Stream<Arguments> proposalsAndBaselineOfFiveAndThreeComeTo() {
        return Stream.of(
                Arguments.of("nobody speaks", List.of(), 5, 3),
                Arguments.of("one exact count", List.of(set(PREFILL, 8, 100)), 8, 3),
                Arguments.of("smaller priority wins", List.of(set(PREFILL, 8, 100), set(PREFILL, 10, 50)), 10, 3),
                Arguments.of("in either order", List.of(set(PREFILL, 10, 50), set(PREFILL, 8, 100)), 10, 3),
                Arguments.of("a tie goes to the first", List.of(set(PREFILL, 8, 50), set(PREFILL, 10, 50)), 8, 3),
                Arguments.of("floor above", List.of(set(PREFILL, 4, 100), atLeast(PREFILL, 6)), 6, 3),
                Arguments.of("floor below", List.of(set(PREFILL, 8, 100), atLeast(PREFILL, 6)), 8, 3),
                Arguments.of("ceiling below", List.of(set(PREFILL, 12, 100), atMost(PREFILL, 8)), 8, 3),
                Arguments.of("ceiling above", List.of(set(PREFILL, 7, 100), atMost(PREFILL, 8)), 7, 3),
                Arguments.of("role by role", List.of(set(PREFILL, 8, 100), set(DECODE, 4, 100)), 8, 4),
                Arguments.of(
                        "a ceiling on one role beside an exact count",
                        List.of(set(PREFILL, 8, 100), atMost(DECODE, 6), set(DECODE, 10, 50)),
                        8,
                        6),
                Arguments.of(
                        "a decisive count beats priority and ceiling",
                        List.of(decisive(PREFILL, Bound.EXACTLY, 8, 100), set(PREFILL, 10, 50), atMost(PREFILL, 4)),
                        8,
                        3),
                Arguments.of(
                        "the most important decisive one",
                        List.of(decisive(PREFILL, Bound.EXACTLY, 8, 100), decisive(PREFILL, Bound.EXACTLY, 9, 10)),
                        9,
                        3),
                Arguments.of(
                        "a decisive floor is taken as a count",
                        List.of(decisive(PREFILL, Bound.AT_LEAST, 4, 100)),
                        4,
                        3),
                Arguments.of(
                        "beside a decisive count other roles stay",
                        List.of(decisive(PREFILL, Bound.EXACTLY, 8, 100), set(DECODE, 10, 50)),
                        8,
                        3),
                Arguments.of("far below the floor", List.of(set(PREFILL, 1, 100), atLeast(PREFILL, 5)), 5, 3),
                Arguments.of("far above the ceiling", List.of(set(PREFILL, 10, 100), atMost(PREFILL, 3)), 3, 3),
                Arguments.of("a floor beats a ceiling", List.of(atLeast(PREFILL, 7), atMost(PREFILL, 3)), 7, 3),
                Arguments.of("in any order", List.of(atMost(PREFILL, 3), atLeast(PREFILL, 7)), 7, 3),
                Arguments.of(
                        "the largest floor",
                        List.of(atLeast(PREFILL, 7), atLeast(PREFILL, 9), atLeast(PREFILL, 8)),
                        9,
                        3),
                Arguments.of(
                        "the smallest ceiling",
                        List.of(atMost(PREFILL, 3), atMost(PREFILL, 1), atMost(PREFILL, 2)),
                        1,
                        3),
                Arguments.of("a role that is not managed", List.of(set(Role.AGGREGATED, 8, 1)), 5, 3),
                Arguments.of(
                        "a rejection beats a decisive count",
                        List.of(decisive(PREFILL, Bound.EXACTLY, 8, 1), reject(LATER)),
                        5,
                        3),
                Arguments.of("an expired rejection", List.of(set(PREFILL, 8, 1), reject(NOW)), 8, 3),
                Arguments.of("an expired count", List.of(until(set(PREFILL, 8, 1), NOW)), 5, 3),
                Arguments.of(
                        "an expired decisive count",
                        List.of(until(decisive(PREFILL, Bound.EXACTLY, 8, 1), NOW), set(DECODE, 9, 1)),
                        5,
                        9),
                Arguments.of(
                        "expired bounds",
                        List.of(until(atLeast(PREFILL, 9), NOW), until(atMost(PREFILL, 1), NOW)),
                        5,
                        3));
    }

    @Test
    void theWishNamesTheProposalThatDecided() {
        Proposal exact = set(PREFILL, 10, 50);
        Proposal ceiling = atMost(PREFILL, 8);
        Proposal floor = atLeast(PREFILL, 9);

        assertThat(Merge.of(List.of(exact), BASELINE, NOW).decidedBy()).isEqualTo(PerRole.of(PREFILL, exact));
        assertThat(Merge.of(List.of(exact, ceiling), BASELINE, NOW).decidedBy())
                .isEqualTo(PerRole.of(PREFILL, ceiling));
        assertThat(Merge.of(List.of(exact, ceiling, floor), BASELINE, NOW).decidedBy())
                .isEqualTo(PerRole.of(PREFILL, floor));
    }

    @Test
    void boundsThatChangeNothingDecideNothing() {
        Proposal exact = set(PREFILL, 7, 50);

        Merge.Wish wish = Merge.of(
                List.of(exact, atMost(PREFILL, 7), atLeast(PREFILL, 7), atLeast(DECODE, 3), atMost(DECODE, 3)),
                BASELINE,
                NOW);

        assertThat(wish.decidedBy()).isEqualTo(PerRole.of(PREFILL, exact));
    }

    @Test
    void ofEqualBoundsTheFirstDecides() {
        Proposal first = atLeast(PREFILL, 8);
        Proposal second = new Proposal(PREFILL, Bound.AT_LEAST, 8, "also", "second", 1, false, LATER);
        assertThat(Merge.of(List.of(first, second), BASELINE, NOW).decidedBy().get(PREFILL))
                .isEqualTo(first);

        Proposal low = atMost(PREFILL, 2);
        Proposal alsoLow = new Proposal(PREFILL, Bound.AT_MOST, 2, "also", "second", 1, false, LATER);
        assertThat(Merge.of(List.of(low, alsoLow), BASELINE, NOW).decidedBy().get(PREFILL))
                .isEqualTo(low);
    }

    @Test
    void aRejectionNamesItsAuthorAndNothingElseDecides() {
        Merge.Wish wish = Merge.of(List.of(set(PREFILL, 8, 1), reject(LATER)), BASELINE, NOW);

        assertThat(wish.rejectedBy()).map(Proposal::by).contains("operator");
        assertThat(wish.decidedBy().isEmpty()).isTrue();
        assertThat(Merge.of(List.of(set(PREFILL, 8, 1)), BASELINE, NOW).rejectedBy())
                .isEmpty();
    }

    @Test
    void withoutDecisiveProposalsTheResultIsTheClampedExactCount() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(11);
        for (int i = 0; i < 2000; i++) {
            int exact = random.nextInt(20);
            int floor = random.nextInt(20);
            int ceiling = random.nextInt(20);
            List<Proposal> proposals =
                    List.of(atMost(PREFILL, ceiling), set(PREFILL, exact, 1), atLeast(PREFILL, floor));

            assertThat(Merge.of(proposals, BASELINE, NOW).targets().get(PREFILL))
                    .isEqualTo(Math.max(floor, Math.min(ceiling, exact)));
        }
    }

    @Test
    void aProposalStandsUntilItExpiresAndNoLonger() {
        Proposal proposal = until(set(PREFILL, 1, 1), LATER);

        assertThat(proposal.standsAt(LATER.minusNanos(1))).isTrue();
        assertThat(proposal.standsAt(LATER)).isFalse();
    }

    @Test
    void aNegativeCountIsRefusedAndItsAuthorNamed() {
        assertThatThrownBy(() -> Proposal.exactly(DECODE, -1, "why", "plugin-a", 1, LATER))
                .hasMessageContaining("plugin-a")
                .hasMessageContaining("-1")
                .hasMessageContaining("decode");
    }

    private static Proposal set(Role role, int replicas, int priority) {
        return Proposal.exactly(role, replicas, "set", "a", priority, LATER);
    }

    private static Proposal atLeast(Role role, int replicas) {
        return Proposal.atLeast(role, replicas, "floor", "b", 50, LATER);
    }

    private static Proposal atMost(Role role, int replicas) {
        return Proposal.atMost(role, replicas, "ceiling", "c", 30, LATER);
    }

    private static Proposal decisive(Role role, Bound bound, int replicas, int priority) {
        return new Proposal(role, bound, replicas, "final", "d", priority, true, LATER);
    }

    private static Proposal reject(Instant expires) {
        return new Proposal(PREFILL, Bound.REJECT, 0, "maintenance", "operator", 1, false, expires);
    }

    private static Proposal until(Proposal p, Instant expires) {
        return new Proposal(p.role(), p.bound(), p.replicas(), p.reason(), p.by(), p.priority(), p.decisive(), expires);
    }
}
