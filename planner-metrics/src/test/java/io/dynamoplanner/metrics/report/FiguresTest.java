package io.dynamoplanner.metrics.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
    @ParameterizedTest
    @CsvSource({"1, 100.0", "0.999999, 99.9", "0.9996, 99.9", "0.9749, 97.5", "0.0000001, 0.1", "0, 0.0"})
    void onlyAFullShareReadsHundredAndOnlyAnEmptyOneReadsZero(double share, double percent) {
        assertThat(Figures.percent(share)).isEqualTo(percent);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0:00",
        "59.9, 0:59",
        "60, 1:00",
        "2400, 40:00",
        "3599, 59:59",
        "3600, 1:00:00",
        "90061, 25:01:01",
        "NaN, -",
        "-61, -1:01"
    })
    void timesAreMinutesAndFromAnHourOnHours(double seconds, String text) {
        assertThat(Figures.clock(seconds)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"-0.04, 1, 0.0", "2.25, 1, 2.3", "1234567.891, 2, 1234567.89", "NaN, 1, -", "Infinity, 0, -"})
    void numbersAreRoundedAndWhatIsNoneIsADash(double value, int decimals, String text) {
        assertThat(Figures.fixed(value, decimals)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"1234, 1234", "12345, 12_345", "1234567.25, 1_234_567.25", "-12345, -12_345", "-1234, -1234", "-, -"})
    void thousandsAreSetApart(String digits, String text) {
        assertThat(Figures.grouped(digits)).isEqualTo(text.replace('_', '\u202F'));
    }

    @ParameterizedTest
    @CsvSource({"0.1, 0.1", "2E-3, 0.002", "1.0E23, 1.0E23", "2.0E-322, 2.0E-322"})
    void numbersAreWrittenAsShortAsTheyReadBack(double value, String text) {
        assertThat(Figures.shortest(value)).isEqualTo(text);
    }
}
