package io.dynamoplanner.power.cap;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.power.cap.Wish.Basis;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VoteTest {
    private static final CapPolicy USUAL = CapPolicy.of(500);

    private static PodCap pod(String name, String value) {
        return new PodCap("uid-" + name, "serving", name, CapText.parse(value));
    }

    private static CapPolicy with(ConflictPolicy conflict, MigPolicy mig, NamespaceRules rules) {
        return new CapPolicy(
                500, 500, conflict, mig, rules, 5, 2, USUAL.raiseDwell(), USUAL.repairPause(), USUAL.nodeLimitWatts());
    }

    private static Wish wish(CapPolicy policy, boolean mig, PodCap... pods) {
        return new Vote(policy).wish(List.of(pods), mig).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "480,     ,    480, ANNOTATION",
        "0,       ,    500, UNUSABLE",
        "480,     480, 480, AGREE",
        "480,     300, 500, CONFLICT",
        "480,     x,   500, CONFLICT",
        "x,       y,   500, CONFLICT"
    })
    void oneWishIsMadeOfAll(String first, String second, int watts, Basis basis) {
        PodCap[] pods =
                second == null ? new PodCap[] {pod("a", first)} : new PodCap[] {pod("a", first), pod("b", second)};

        Wish wish = wish(USUAL, false, pods);

        assertThat(wish.watts()).isEqualTo(watts);
        assertThat(wish.basis()).isEqualTo(basis);
    }

    @Test
    void theReasonNamesThePodsAndTheirValues() {
        assertThat(wish(USUAL, false, pod("a", "480"), pod("b", "300")).why())
                .contains("serving/a 480 W", "serving/b 300 W", "do not agree");
        assertThat(wish(USUAL, false, pod("a", "300W")).why()).contains("serving/a", "300W");
    }

    @Test
    void nobodyWithTheAnnotationMeansNoWish() {
        assertThat(new Vote(USUAL).wish(List.of(), false)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"MIN,300", "MAX,480", "SAFE_DEFAULT,500"})
    void anotherPolicyDecidesAConflict(ConflictPolicy policy, int watts) {
        CapPolicy chosen = with(policy, MigPolicy.BOARD_AGREE, NamespaceRules.everybody());

        assertThat(wish(chosen, false, pod("a", "480"), pod("b", "300")).watts())
                .isEqualTo(watts);
    }

    @ParameterizedTest
    @CsvSource({"BOARD_AGREE,500", "SUM,300", "IGNORE,"})
    void podsOnInstancesOfABoard(MigPolicy policy, Integer watts) {
        CapPolicy chosen = with(ConflictPolicy.SAFE_DEFAULT, policy, NamespaceRules.everybody());
        List<PodCap> pods = List.of(pod("a", "100"), pod("b", "200"));

        assertThat(new Vote(chosen).wish(pods, true).map(Wish::watts)).isEqualTo(Optional.ofNullable(watts));
    }

    @Test
    void onlyNamespacesWithARuleAreHeardAndInsideTheirBounds() {
        var rules = NamespaceRules.parse(List.of("serving=350-600"));
        CapPolicy chosen = with(ConflictPolicy.SAFE_DEFAULT, MigPolicy.BOARD_AGREE, rules);
        var stranger = new PodCap("uid-s", "other", "s", CapText.parse("100"));

        assertThat(wish(chosen, false, pod("a", "300"), stranger))
                .satisfies(wish -> assertThat(wish.watts()).isEqualTo(350))
                .satisfies(wish -> assertThat(wish.why()).contains("bounds of its namespace"));
        assertThat(new Vote(chosen).wish(List.of(stranger), false)).isEmpty();
    }
}
