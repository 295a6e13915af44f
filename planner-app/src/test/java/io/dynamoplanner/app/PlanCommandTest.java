package io.dynamoplanner.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanCommandTest {

    private static CommandLineRun plan(Object... more) {
        var words = new Object[more.length + 3];
        words[0] = "plan";
        words[1] = "--config";
        words[2] = CommandLineRun.EXAMPLES.resolve("planner.yaml");
        System.arraycopy(more, 0, words, 3, more.length);
        return CommandLineRun.of(words);
    }

    /** Worked numbers of the reference's release 1.0 on the measured H200 profile, one GPU per engine. */
    @ParameterizedTest
    @CsvSource({
        "18000, 3000, 150, 10, 180, 7, 4",
        "18000, 3000, 150, 4, 180, 7, 68",
        "12000, 350, 4, 50, 180, 2, 1",
        "10, 3000, 150, 10, 60, 1, 1",
        "5000, 3000, 150, 10, 60, 6, 3"
    })
    void theReferenceArithmeticGivesItsOwnNumbers(
            int requests, int isl, int osl, double itl, int interval, int prefill, int decode) {
        CommandLineRun run = plan(
                "--requests",
                requests,
                "--isl",
                isl,
                "--osl",
                osl,
                "--itl",
                itl,
                "--adjustment-interval",
                interval,
                "--compatibility",
                "1.0",
                "--max-gpu-budget",
                "-1");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .containsPattern("(?m)^prefill\\s+" + prefill + " replicas")
                .containsPattern("(?m)^decode\\s+" + decode + " replicas");
    }

    @Test
    void theDerivationLeadsFromDemandToCount() {
        CommandLineRun run = plan("--requests", 18000, "--isl", 3000, "--osl", 150, "--compatibility", "1.0");

        assertThat(run.out())
                .contains("prompt load = 18000 requests × 3000 tokens / 180 s × min(1, 1) = 300000 tokens/s")
                .contains("49481.1 tokens/s per GPU")
                .contains("replicas = ⌈6.0629⌉ = 7");
    }

    /** 100 requests per second: ISL, OSL, targets, and the counts of the reference's regression. */
    @ParameterizedTest
    @CsvSource({"3000, 150, 200, 10, 6, 5", "3000, 300, 100, 10, 7, 9", "12000, 500, 300, 20, 25, 28"})
    void countsByForwardPassesAreThoseOfRelease16(int isl, int osl, double ttft, double itl, int prefill, int decode) {
        CommandLineRun run = plan(
                "--requests",
                18_000,
                "--isl",
                isl,
                "--osl",
                osl,
                "--ttft",
                ttft,
                "--itl",
                itl,
                "--compatibility",
                "1.6",
                "--max-gpu-budget",
                "-1");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .containsPattern("(?m)^prefill\\s+" + prefill + " replicas")
                .containsPattern("(?m)^decode\\s+" + decode + " replicas")
                .contains("one engine = ");
    }

    @Test
    void anInfeasibleTargetIsSaidAndDoesNotExplode() {
        CommandLineRun run =
                plan("--requests", 18000, "--isl", 3000, "--osl", 150, "--itl", 4, "--max-gpu-budget", "-1");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("INFEASIBLE").contains("4.4");
        int decode = Integer.parseInt(run.out().replaceAll("(?s).*\ndecode\\s+(\\d+) replicas.*", "$1"));
        assertThat(decode).isLessThan(34);
    }

    @Test
    void theBudgetIsNamedWhenItBinds() {
        CommandLineRun run = plan("--requests", 18000, "--isl", 3000, "--osl", 150, "--max-gpu-budget", 6);

        assertThat(run.out()).contains("the budget of 6 GPUs binds");
    }

    @ParameterizedTest
    @CsvSource({"-1, 3000, 150, --requests", "10, 0, 150, --isl", "10, 3000, NaN, --osl", "1e30, 3000, 150, --requests"
    })
    void numbersOutOfRangeAreRefused(String requests, String isl, String osl, String named) {
        CommandLineRun run = plan("--requests", requests, "--isl", isl, "--osl", osl);

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err()).contains(named).hasLineCount(1);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void everyProblemOfTheConfigurationIsTold() {
        CommandLineRun run = CommandLineRun.of(
                "plan", "--config", "{\"ttft_ms\": -3, \"itl_mss\": 4}", "--requests", 1, "--isl", 1, "--osl", 1);

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err())
                .contains("ttft_ms")
                .contains("-3")
                .contains("itl_mss")
                .contains("itl_ms");
    }

    @Test
    void aMissingProfileIsNamed() {
        CommandLineRun run = plan("--requests", 1, "--isl", 1, "--osl", 1, "--profile", "no-such-profile");

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err())
                .contains("no-such-profile")
                .contains("does not exist")
                .hasLineCount(1);
    }
}
