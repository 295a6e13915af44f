package io.dynamoplanner.core.role;

import static io.dynamoplanner.core.role.Role.AGGREGATED;
import static io.dynamoplanner.core.role.Role.DECODE;
import static io.dynamoplanner.core.role.Role.PREFILL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class PerRoleTest {
    private static final Role ENCODER = new Role("encode");

    @Test
    void rolesComeInTheOrderARequestPassesThemHoweverTheyWereGiven() {
        PerRole<Integer> built = PerRole.build(List.of(ENCODER, AGGREGATED, DECODE, PREFILL), r -> 1);

        assertThat(built.roles()).containsExactly(PREFILL, DECODE, AGGREGATED, ENCODER);
        assertThat(PerRole.of(DECODE, 2, PREFILL, 1).values()).containsExactly(1, 2);
        assertThat(PerRole.of(PREFILL, 1, DECODE, 2)).isEqualTo(PerRole.of(DECODE, 2, PREFILL, 1));
    }

    @Test
    void rolesOfNoKnownStageAreOrderedByName() {
        assertThat(new Role("alpha")).isLessThan(new Role("beta")).isGreaterThan(AGGREGATED);
    }

    @Test
    void aRoleGivenTwiceIsRefused() {
        assertThatThrownBy(() -> PerRole.of(DECODE, 1, DECODE, 2)).hasMessageContaining("decode given twice");
    }

    @Test
    void aRoleWithoutANameIsRefused() {
        assertThatThrownBy(() -> new Role(" ")).hasMessageContaining("blank");
    }

    @Test
    void aMissingRoleIsNamedNextToTheOnesThatAreThere() {
        PerRole<Integer> one = PerRole.of(PREFILL, 1);

        assertThatThrownBy(() -> one.get(DECODE))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessageContaining("decode")
                .hasMessageContaining("prefill");
        assertThat(one.find(DECODE)).isEmpty();
        assertThat(one.has(DECODE)).isFalse();
        assertThat(one.getOr(DECODE, 9)).isEqualTo(9);
        assertThat(one.find(PREFILL)).contains(1);
        assertThat(one.has(PREFILL)).isTrue();
        assertThat(one.getOr(PREFILL, 9)).isEqualTo(1);
    }

    @Test
    void withReplacesOrAddsAndLeavesTheOriginalAsItWas() {
        PerRole<Integer> one = PerRole.of(DECODE, 1);

        assertThat(one.with(DECODE, 5)).isEqualTo(PerRole.of(DECODE, 5));
        assertThat(one.with(PREFILL, 7)).isEqualTo(PerRole.of(PREFILL, 7, DECODE, 1));
        assertThat(one).isEqualTo(PerRole.of(DECODE, 1));
    }

    @Test
    void mapSeesRoleAndValue() {
        PerRole<String> mapped = PerRole.of(PREFILL, 1, DECODE, 2).map((role, n) -> role + "=" + n);

        assertThat(mapped.values()).containsExactly("prefill=1", "decode=2");
    }

    @Test
    void iterationAndViewsShowEveryEntryOnce() {
        PerRole<Integer> two = PerRole.of(PREFILL, 1, DECODE, 2);
        var seen = new ArrayList<String>();
        two.forEach(e -> seen.add(e.role() + ":" + e.value()));

        assertThat(seen).containsExactly("prefill:1", "decode:2");
        assertThat(two.asMap()).isEqualTo(Map.of(PREFILL, 1, DECODE, 2));
        assertThat(two.size()).isEqualTo(2);
        assertThat(two.isEmpty()).isFalse();
        assertThat(PerRole.empty().isEmpty()).isTrue();
        assertThat(two).hasToString("{prefill=1, decode=2}");
        var end = PerRole.empty().iterator();
        assertThatThrownBy(end::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void equalContentsAreEqualValues() {
        PerRole<Integer> one = PerRole.of(PREFILL, 1000);

        assertThat(one).isEqualTo(PerRole.copyOf(Map.of(PREFILL, 1000))).hasSameHashCodeAs(PerRole.of(PREFILL, 1000));
        assertThat(one).isNotEqualTo(PerRole.of(PREFILL, 1001)).isNotEqualTo(PerRole.of(DECODE, 1000));
    }
}
