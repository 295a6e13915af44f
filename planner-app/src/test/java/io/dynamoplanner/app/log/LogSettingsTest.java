package io.dynamoplanner.app.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogSettingsTest {

    @ParameterizedTest(name = "{0}={1} logs {2}")
    @CsvSource(delimiter = ' ', textBlock = """
            PLANNER_LOG_LEVEL debug DEBUG
            PLANNER_LOG_LEVEL OFF OFF
            DYN_LOG trace TRACE
            DYN_LOG info,dynamo_runtime::pipeline=trace INFO
            DYN_LOG dynamo_runtime=trace,error ERROR
            LOG_LEVEL WARNING WARN
            LOG_LEVEL critical ERROR
            """)
    void levelsAreReadInTheSpellingsOfTheGraphsOtherProcesses(String variable, String text, String level) {
        LogSettings settings = LogSettings.of(Map.of(variable, text), false);

        assertThat(settings.level()).hasToString(level);
        assertThat(settings.notes()).isEmpty();
    }

    @Test
    void thePlannersOwnVariableBeatsThoseOfTheGraph() {
        var environment = Map.of("PLANNER_LOG_LEVEL", "debug", "DYN_LOG", "error", "LOG_LEVEL", "warn");

        assertThat(LogSettings.of(environment, false).level()).hasToString("DEBUG");
    }

    @Test
    void anEmptyVariableCountsAsNotSet() {
        assertThat(LogSettings.of(Map.of("PLANNER_LOG_LEVEL", " ", "DYN_LOG", "warn"), false)
                        .level())
                .hasToString("WARN");
    }

    @Test
    void peopleGetTextAndCollectorsJsonUnlessSomebodySaysOtherwise() {
        assertThat(LogSettings.of(Map.of(), true).format()).isEqualTo(LogSettings.Format.TEXT);
        assertThat(LogSettings.of(Map.of(), false).format()).isEqualTo(LogSettings.Format.JSON);
        assertThat(LogSettings.of(Map.of("PLANNER_LOG_FORMAT", "text"), false).format())
                .isEqualTo(LogSettings.Format.TEXT);
        assertThat(LogSettings.of(Map.of("PLANNER_LOG_FORMAT", "JSON"), true).format())
                .isEqualTo(LogSettings.Format.JSON);
    }

    @Test
    void whatCannotBeReadIsNotedAndTheDefaultStands() {
        LogSettings settings = LogSettings.of(Map.of("PLANNER_LOG_LEVEL", "loud", "PLANNER_LOG_FORMAT", "xml"), false);

        assertThat(settings.level()).hasToString("INFO");
        assertThat(settings.format()).isEqualTo(LogSettings.Format.JSON);
        assertThat(settings.notes())
                .hasSize(2)
                .anySatisfy(note -> assertThat(note).contains("PLANNER_LOG_LEVEL=loud", "info"))
                .anySatisfy(note -> assertThat(note).contains("PLANNER_LOG_FORMAT=xml", "json or text"));
    }
}
