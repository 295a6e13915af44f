package io.dynamoplanner.power.cap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CapTextTest {
    @ParameterizedTest
    @CsvSource({"480,480", "' 480 ',480", "'\t1\n',1", "9999999,9999999"})
    void digitsAreWatts(String text, int watts) {
        assertThat(CapText.parse(text)).isEqualTo(new CapText.Watts(watts));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "0",
                "-5",
                "+480",
                "4_80",
                "480.0",
                "480W",
                "300W",
                "1e3",
                "0x1e0",
                "abc",
                "٤٨٠",
                "99999999",
                "0480",
                "４８０",
                "480 W",
                "\u00a0480"
            })
    void anythingElseIsUnusableAndSaysHowToWriteIt(String text) {
        assertThat(CapText.parse(text))
                .isInstanceOfSatisfying(
                        CapText.Unusable.class,
                        unusable -> assertThat(unusable.why())
                                .contains("write digits only")
                                .isPrintable());
    }

    @Test
    void longOrBrokenTextDoesNotFloodTheLog() {
        String text = "9\r\n\u001b[31m".repeat(1000);

        assertThat(CapText.parse(text))
                .isInstanceOfSatisfying(
                        CapText.Unusable.class,
                        unusable -> assertThat(unusable.why())
                                .hasSizeLessThan(400)
                                .contains("(more than 40 characters)")
                                .doesNotContain("\n", "\u001b"));
    }
}
