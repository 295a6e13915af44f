package io.dynamoplanner.data.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.dynamoplanner.data.config.type.Problem;
import io.dynamoplanner.data.document.DocumentException;
import io.dynamoplanner.data.document.DocumentReader;
import io.dynamoplanner.data.document.SourceNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class ConfigFuzzTest {
    private static final String VALID = """
            environment: virtual
            mode: disagg
            optimization_target: sla
            compatibility: 1.0
            ttft_ms: 300
            itl_ms: 20.5
            max_gpu_budget: 32
            min_endpoint: 1
            prefill_min_endpoint: 2
            correction: {enabled: true, min: 0.7, max: 1.5, smoothing: 0.5, min_requests: 10}
            freeze_windows:
              - {start: "22:00", end: 06:30, days: [mon, tue], allow: none}
            unknown_readings:
              isl: {policy: fallback, value: 512}
              requests: {policy: last_good, max_age_seconds: 60}
            scheduling:
              scale_interval_seconds: 5
              gateway: {enabled: false}
              external_plugins:
                - {plugin_id: p, plugin_type: predict, priority: 1, endpoint: "grpc://x:1", hold_policy: 1}
            ais_perf_model: &m {roles: {prefill: {tp: 1}, decode: {x: [1, null]}}}
            """;
    private static final List<String> PIECES = List.of(
            "null",
            "~",
            "[]",
            "{}",
            "[[[[",
            "}",
            ": ",
            "\n",
            "  ",
            "\t",
            "*m",
            "&m ",
            "<<: ",
            "!!binary ",
            "\"",
            "'",
            "#",
            "|",
            ">",
            "-1",
            "1e999",
            "9".repeat(60),
            ".nan",
            ".inf",
            "010",
            "1:30",
            "true",
            "\uD83D\uDE00",
            "\0",
            "\u0085",
            "%YAML 9.9\n",
            "---\n",
            "...\n",
            "? ",
            "- ",
            "ttft: 5\n",
            "\uFEFF",
            "0x7f",
            "1_0",
            "=",
            "@");

    @Test
    void theValidDocumentIsValid() {
        assertThat(load(DocumentReader.parseYaml("f.yaml", VALID)).get(TargetFields.TTFT_MS))
                .isEqualTo(300);
    }

    @Test
    void brokenDocumentsEndInNothingButTypedErrorsWithOneLineEach() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(20261121);
        int accepted = 0;
        int refused = 0;
        int unreadable = 0;
        for (int i = 0; i < 2000; i++) {
            String text = mutated(random);
            try {
                load(DocumentReader.parseYaml("f.yaml", text));
                accepted++;
            } catch (ConfigException problems) {
                refused++;
                for (Problem problem : problems.problems()) {
                    assertThat(problem.toString()).doesNotContain("\n").contains(". Remedy: ");
                }
            } catch (DocumentException broken) {
                unreadable++;
                assertThat(String.valueOf(broken.getMessage()))
                        .doesNotContain("\n")
                        .contains(". Remedy: ");
            } catch (RuntimeException | StackOverflowError wrong) {
                fail("mutation " + i + " ended in " + wrong + ":\n" + text, wrong);
            }
        }
        // All three outcomes must be common, or the mutations test nothing.
        assertThat(List.of(accepted, refused, unreadable)).allMatch(count -> count > 100);
    }

    @Test
    void brokenJsonEndsInNothingButTypedErrors() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
        String json = ConfigReport.json(load(DocumentReader.parseYaml("f.yaml", VALID)));
        for (int i = 0; i < 1000; i++) {
            StringBuilder text = new StringBuilder(json);
            int at = random.nextInt(text.length());
            text.replace(at, Math.min(text.length(), at + random.nextInt(4)), piece(random));
            try {
                load(DocumentReader.parseJson("f.json", text.toString()));
            } catch (ConfigException | DocumentException typed) {
                assertThat(String.valueOf(typed.getMessage())).contains("Remedy: ");
            }
        }
    }

    private static PlannerConfig load(SourceNode document) {
        return ConfigLoader.loadDocument(Optional.of(document), Map.of(), Map.of());
    }

    private static String mutated(RandomGenerator random) {
        StringBuilder text = new StringBuilder(VALID);
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            int at = random.nextInt(text.length());
            int end = Math.min(text.length(), at + random.nextInt(random.nextInt(10) == 0 ? 40 : 4));
            switch (random.nextInt(5)) {
                case 0 -> text.delete(at, end);
                case 1 -> text.insert(at, piece(random));
                case 2 -> text.setCharAt(at, (char) (32 + random.nextInt(95)));
                case 3 -> text.insert(at, text.substring(at, end));
                default -> replaceValue(text, piece(random), random);
            }
        }
        return text.toString();
    }

    /** Puts something else behind a random colon. */
    private static void replaceValue(StringBuilder text, String piece, RandomGenerator random) {
        int colon = text.indexOf(": ", random.nextInt(text.length()));
        if (colon >= 0) {
            int end = colon + 2;
            while (end < text.length() && ",}]\n".indexOf(text.charAt(end)) < 0) {
                end++;
            }
            text.replace(colon + 2, end, piece);
        }
    }

    private static String piece(RandomGenerator random) {
        return PIECES.get(random.nextInt(PIECES.size()));
    }
}
