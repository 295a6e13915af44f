package io.dynamoplanner.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "simulate",
                "plan",
                "forecast",
                "explain",
                "replay",
                "config",
                "config check",
                "config show",
                "config schema",
                "config convert"
            })
    void everyCommandHasHelp(String command) {
        var words = new java.util.ArrayList<>(List.of(command.split(" ", -1)));
        words.add("--help");

        CommandLineRun run = CommandLineRun.of(words.toArray());

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("Usage: planner " + command);
    }

    @Test
    void anUnknownCommandIsAnErrorWithAHint() {
        CommandLineRun run = CommandLineRun.of("simulat");

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err()).contains("simulat").contains("Did you mean").contains("simulate");
    }
}
