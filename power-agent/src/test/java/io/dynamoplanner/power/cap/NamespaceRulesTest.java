package io.dynamoplanner.power.cap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamespaceRulesTest {
    @Test
    void boundsMayBeOpen() {
        var rules = NamespaceRules.parse(List.of("a", "b=300-600", "c=-500", "d=300-"));

        assertThat(rules.bounded("a", 9)).isEqualTo(9);
        assertThat(rules.bounded("b", 9)).isEqualTo(300);
        assertThat(rules.bounded("c", 900)).isEqualTo(500);
        assertThat(rules.bounded("d", 900)).isEqualTo(900);
        assertThat(rules.allow("e")).isFalse();
        assertThat(NamespaceRules.everybody().allow("e")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "a=", "a=5", "a=600-300", "a=300-99999999", "a b"})
    void aRuleThatCannotBeReadIsNamed(String rule) {
        assertThatThrownBy(() -> NamespaceRules.parse(List.of(rule)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + rule + "\"")
                .hasMessageContaining("team-b=300-600");
    }
}
