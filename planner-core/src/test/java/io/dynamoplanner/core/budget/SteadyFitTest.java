package io.dynamoplanner.core.budget;

import static io.dynamoplanner.core.role.Role.DECODE;
import static io.dynamoplanner.core.role.Role.PREFILL;
import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.core.role.PerRole;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class SteadyFitTest {
    private final BudgetFit steady = new SteadyFit(new ExactFit());

    private static BudgetRequest request(int p, int d, int wantP, int wantD, int ceiling) {
        return new BudgetRequest(
                PerRole.of(PREFILL, p, DECODE, d),
                PerRole.of(PREFILL, wantP, DECODE, wantD),
                PerRole.of(PREFILL, 1, DECODE, 1),
                PerRole.of(PREFILL, 1, DECODE, 1),
                PerRole.of(PREFILL, (double) wantP, DECODE, (double) wantD),
                -1,
                ceiling);
    }

    @Test
    void atTheCeilingASmallGainIsNotWorthATrade() {
        assertThat(new ExactFit().fit(request(10, 10, 23, 17, 20)).targets())
                .isEqualTo(PerRole.of(PREFILL, 11, DECODE, 9));
        assertThat(steady.fit(request(11, 9, 21, 19, 20)).targets()).isEqualTo(PerRole.of(PREFILL, 11, DECODE, 9));
        assertThat(steady.fit(request(10, 10, 21, 19, 20)).targets()).isEqualTo(PerRole.of(PREFILL, 10, DECODE, 10));
    }

    @Test
    void aStarvedRoleStillGetsItsEngines() {
        assertThat(steady.fit(request(18, 2, 20, 20, 20)).targets()).isEqualTo(PerRole.of(PREFILL, 10, DECODE, 10));
    }

    @Test
    void whoNeedsLessGivesItUp() {
        assertThat(steady.fit(request(15, 5, 10, 20, 20)).targets().get(PREFILL))
                .isLessThanOrEqualTo(10);
    }

    @Test
    void itNeverPassesTheCeilingAndNeverServesMuchWorse() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(11);
        for (int i = 0; i < 5000; i++) {
            int ceiling = 2 + random.nextInt(40);
            BudgetRequest request = request(
                    random.nextInt(25), random.nextInt(25), 1 + random.nextInt(30), 1 + random.nextInt(30), ceiling);
            PerRole<Integer> targets = steady.fit(request).targets();
            PerRole<Integer> best = new ExactFit().fit(request).targets();

            assertThat(request.gpus(targets)).isLessThanOrEqualTo(ceiling);
            assertThat(share(request, targets)).isGreaterThanOrEqualTo(0.9 * share(request, best) - 1e-12);
        }
    }

    private static double share(BudgetRequest request, PerRole<Integer> targets) {
        return Math.min(
                1,
                Math.min(
                        targets.get(PREFILL) / request.need().get(PREFILL),
                        targets.get(DECODE) / request.need().get(DECODE)));
    }
}
