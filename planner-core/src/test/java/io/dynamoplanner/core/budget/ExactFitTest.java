package io.dynamoplanner.core.budget;

import static io.dynamoplanner.core.budget.Requests.a;
import static io.dynamoplanner.core.budget.Requests.roles;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExactFitTest {
    private static final BudgetFit FIT = new ExactFit();

    @ParameterizedTest
    @CsvSource({
        // wish, widths, ceiling, result
        "7, 3, 1, 1, 8,    5, 3",
        "5, 5, 2, 2, 5,    1, 1",
        "3, 3, 1, 1, 5,    3, 2",
        "10, 1, 1, 1, 8,   7, 1",
        "1, 20, 1, 4, 8,   1, 1",
        "10, 5, 2, 4, 32,  8, 4",
        "3, 1, 3, 1, 8,    2, 1",
        "3, 1, 3, 1, -1,   3, 1",
        "3, 1, 3, 1, 10,   3, 1",
    })
    void aWishAboveTheCeilingKeepsTheWorstServedRoleAsHighAsItCan(
            int p, int d, int gp, int gd, int ceiling, int np, int nd) {
        var result = FIT.fit(Requests.of(a(1, 1), a(p, d), a(gp, gd), a(1, 1), -1, ceiling));

        assertThat(result.targets()).isEqualTo(roles(np, nd));
        boolean changed = np != p || nd != d;
        assertThat(result.note().isPresent()).isEqualTo(changed);
    }

    /** The reference's release 1.6 answers (10,2), then (16,2) and stays there: a share of 2/40. */
    @Test
    void theRoleWithWideReplicasIsNotStarved() {
        var result = FIT.fit(Requests.of(a(2, 2), a(40, 40), a(1, 8), a(1, 1), -1, 32));

        assertThat(result.targets()).isEqualTo(roles(8, 3));
        assertThat(result.note()).contains(BudgetNote.CLAMPED);
    }

    @Test
    void aNeedBelowTheWishDecidesWhoIsCutFirst() {
        // Prefill asks for 12 only because a reduction is held back; it needs 3.
        var request = new BudgetRequest(roles(12, 4), roles(12, 8), roles(1, 1), roles(1, 1), needs(3.0, 7.6), -1, 12);

        assertThat(FIT.fit(request).targets()).isEqualTo(roles(4, 8));
    }

    @Test
    void whereNothingIsNeededTheWishIsCutEvenly() {
        var request =
                new BudgetRequest(roles(40, 20), roles(40, 20), roles(1, 1), roles(0, 0), needs(0.0, 0.0), -1, 30);

        assertThat(FIT.fit(request).targets()).isEqualTo(roles(20, 10));
    }

    @ParameterizedTest
    @CsvSource({
        // current, wanted, floor, ceiling, result
        "8, 8, 1, 1, 12, 64,   6, 6",
        "9, 3, 1, 1, 8, -1,    6, 2",
        "4, 0, 4, 9, 12, 64,   4, 9",
        "2, 1, 1, 1, 12, 64,   2, 1",
        "2, 2, 4, 4, 12, 64,   4, 4",
        "8, 8, 1, 1, -1, -1,   1, 1",
        "4, 4, 1, 6, 12, 64,   4, 6",
    })
    void theGpuFloorStopsReductionsAndInventsNoGrowth(
            int cp, int cd, int wp, int wd, int gpuFloor, int ceiling, int np, int nd) {
        var result = FIT.fit(Requests.of(a(cp, cd), a(wp, wd), a(1, 1), a(0, 0), gpuFloor, ceiling));

        assertThat(result.targets()).isEqualTo(roles(np, nd));
        boolean raised = np > wp || nd > wd;
        assertThat(result.note().filter(BudgetNote.FLOOR_HELD::equals).isPresent())
                .isEqualTo(raised);
    }

    @Test
    void theCeilingComesBeforeTheGpuFloor() {
        var result = FIT.fit(Requests.of(a(3), a(1), a(4), a(1), 9, 10));

        assertThat(result.targets()).isEqualTo(roles(2));
    }

    @Test
    void floorsThatDoNotFitLeaveAFleetThatFitsAsItIs() {
        var result = FIT.fit(Requests.of(a(2, 1), a(5, 5), a(2, 4), a(3, 3), -1, 8));

        assertThat(result).isEqualTo(BudgetResult.of(roles(2, 1), BudgetNote.INFEASIBLE));
    }

    @Test
    void floorsThatDoNotFitShrinkAFleetThatIsTooLargeToTheBestThatFits() {
        var result = FIT.fit(Requests.of(a(4, 4), a(6, 6), a(1, 2), a(3, 3), -1, 8));

        assertThat(result).isEqualTo(BudgetResult.of(roles(4, 2), BudgetNote.INFEASIBLE));
    }

    @Test
    void aServingFleetIsNeverSilentlyTakenToZero() {
        var result = FIT.fit(Requests.of(a(1, 1), a(1, 1), a(4, 4), a(1, 1), -1, 4));
        var larger = FIT.fit(Requests.of(a(5, 3), a(5, 3), a(4, 4), a(1, 1), -1, 4));

        assertThat(result).isEqualTo(BudgetResult.of(roles(1, 1), BudgetNote.INFEASIBLE));
        assertThat(larger).isEqualTo(BudgetResult.of(roles(1, 1), BudgetNote.INFEASIBLE));
    }

    @Test
    void aRoleWithoutGpusCostsNothing() {
        var result = FIT.fit(Requests.of(a(1, 1), a(9, 9), a(0, 2), a(1, 1), -1, 7));

        assertThat(result.targets()).isEqualTo(roles(9, 3));
    }

    @Test
    void threeRolesShareACeiling() {
        var result = FIT.fit(Requests.of(a(1, 1, 1), a(10, 20, 10), a(1, 2, 8), a(1, 1, 1), -1, 40));

        // Two replicas of the widest role are a share of 2/10; the others get it too, and then what is left.
        assertThat(result.targets()).isEqualTo(roles(4, 6, 3));
    }

    @Test
    void absurdNumbersNeitherOverflowNorHang() {
        int huge = Integer.MAX_VALUE;
        var requests = List.of(
                Requests.of(a(huge, huge), a(huge, huge), a(1, 1), a(0, 0), -1, huge),
                Requests.of(a(huge, huge), a(huge, huge), a(huge, huge), a(1, 1), huge, huge),
                Requests.of(a(0, huge), a(huge, 1), a(8, 1), a(1, 1), huge, huge),
                Requests.of(a(huge, huge), a(0, 0), a(1, 3), a(0, 0), huge - 1, huge),
                Requests.of(a(huge, huge, huge), a(huge, huge, huge), a(1, 4, 8), a(1, 1, 1), -1, huge),
                new BudgetRequest(
                        roles(1, 1),
                        roles(huge, huge),
                        roles(1, 8),
                        roles(1, 1),
                        needs(Double.POSITIVE_INFINITY, 1e300),
                        -1,
                        huge));
        for (var request : requests) {
            var result = Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> FIT.fit(request));

            if (result.note().filter(BudgetNote.INFEASIBLE::equals).isEmpty()) {
                assertThat(request.gpus(result.targets())).isBetween(1L, (long) huge);
            }
        }
    }

    @Test
    void aRequestNamesTheFieldThatIsWrong() {
        assertThatThrownBy(() -> Requests.of(a(1, 1), a(1, -2), a(1, 1), a(1, 1), -1, 8))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("wanted of role decode")
                .hasMessageContaining("-2");
        assertThatThrownBy(() -> Requests.of(a(1), a(1, 2), a(1, 1), a(1, 1), -1, 8))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("current has roles [prefill]");
        assertThatThrownBy(() -> new BudgetRequest(
                        roles(1), roles(1), roles(1), roles(1), PerRole.of(Role.PREFILL, Double.NaN), -1, 8))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("need of role prefill is NaN");
    }

    private static PerRole<Double> needs(double prefill, double decode) {
        return PerRole.of(Role.PREFILL, prefill, Role.DECODE, decode);
    }
}
