package io.dynamoplanner.app.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamoplanner.data.config.ConfigLoader;
import io.dynamoplanner.data.config.MetricsFields;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

class LoggingTest {
    private static final Logger LOG = LoggerFactory.getLogger("io.dynamoplanner.test");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private void logged(Level level, LogSettings.Format format, Map<String, String> mdc, Runnable events) {
        Logging logging = Logging.start(new LogSettings(level, format, List.of()), out);
        mdc.forEach(MDC::put);
        try {
            events.run();
        } finally {
            MDC.clear();
            logging.close();
        }
    }

    private void logged(Level level, Runnable events) {
        logged(level, LogSettings.Format.JSON, Map.of(), events);
    }

    private List<String> lines() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private Map<String, Object> onlyLine() throws JsonProcessingException {
        assertThat(lines()).hasSize(1);
        return new ObjectMapper().readValue(lines().get(0), new TypeReference<>() {});
    }

    @Test
    void anEventIsOneLineOfJsonWithGraphDecisionAndItsOwnPairs() throws JsonProcessingException {
        logged(
                Level.INFO,
                LogSettings.Format.JSON,
                Map.of(Logging.GRAPH, "serving/chat", Logging.DECISION, "20261121T170000Z-7"),
                () -> {
                    LOG.atInfo()
                            .addKeyValue("role", "prefill")
                            .addKeyValue("replicas", 3)
                            .addKeyValue("advisory", false)
                            .addKeyValue("ttft_ms", Double.NaN)
                            .log("Scaled {}", "prefill");
                });

        Map<String, Object> event = onlyLine();
        assertThat(event)
                .contains(
                        entry("level", "INFO"),
                        entry("logger", "io.dynamoplanner.test"),
                        entry("message", "Scaled prefill"),
                        entry("graph", "serving/chat"),
                        entry("decision", "20261121T170000Z-7"),
                        entry("role", "prefill"),
                        entry("replicas", 3),
                        entry("advisory", false),
                        entry("ttft_ms", "NaN"));
        assertThat(Instant.parse((String) event.get("timestamp"))).isAfter(Instant.EPOCH);
        // People search their logs for the name as they know it.
        assertThat(lines().get(0)).contains("serving/chat");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "two\nlines",
                "a \"quote\" and a \\",
                "\r\n{\"level\":\"ERROR\",\"message\":\"forged\"}",
                "\u0000\u001b[31m\u2028",
                "half a pair \ud83d",
                "Grüße, 你好, \ud83d\ude80"
            })
    void whateverAMessageHoldsItStaysOneLineOfJson(String message) throws JsonProcessingException {
        logged(Level.INFO, () -> {
            LOG.atInfo().addKeyValue("answer", message).log(message);
        });

        assertThat(onlyLine()).containsEntry("level", "INFO").containsKeys("message", "answer");
        assertThat(String.valueOf(onlyLine().get("message")).replace('?', '\ud83d'))
                .isEqualTo(message.replace('?', '\ud83d'));
    }

    @Test
    void aFailureCarriesItsStackAndCause() throws JsonProcessingException {
        logged(Level.INFO, () -> {
            LOG.error("No answer", new IllegalStateException("outer", new IllegalArgumentException("inner\ncause")));
        });

        assertThat(String.valueOf(onlyLine().get("stack")))
                .contains(
                        "IllegalStateException: outer",
                        "Caused by: ",
                        "inner\ncause",
                        "at " + LoggingTest.class.getName());
    }

    @Test
    void aPairCannotReplaceWhatTheEventSaysItself() throws JsonProcessingException {
        logged(Level.INFO, () -> {
            LOG.atWarn()
                    .addKeyValue("level", "INFO")
                    .addKeyValue("message", "fine")
                    .log("broken");
        });

        assertThat(onlyLine()).containsEntry("level", "WARN").containsEntry("message", "broken");
    }

    @Test
    void textNamesTimeLevelGraphAndPairs() {
        logged(Level.INFO, LogSettings.Format.TEXT, Map.of(Logging.GRAPH, "serving/chat"), () -> {
            LOG.atInfo().addKeyValue("replicas", 3).log("Scaled\nnow");
        });

        assertThat(lines()).hasSize(1);
        assertThat(lines().get(0))
                .matches(
                        "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} INFO  test \\[serving/chat]: Scaled \\| now"
                                + " replicas=\"3\"");
    }

    @Test
    void textWithoutAGraphHasNoEmptyBrackets() {
        logged(Level.INFO, LogSettings.Format.TEXT, Map.of(), () -> {
            LOG.info("Started");
        });

        assertThat(lines().get(0)).contains(" INFO  test: Started").doesNotContain("[");
    }

    /** At finer levels the Kubernetes client writes out requests with their headers. */
    @ParameterizedTest
    @ValueSource(strings = {"io.fabric8.kubernetes.client.http", "io.javaoperatorsdk.operator.processing"})
    void librariesStayAtWarningsWhateverIsAskedFor(String logger) {
        Logger library = LoggerFactory.getLogger(logger);
        logged(Level.TRACE, () -> {
            library.trace("> Authorization: Bearer hunter2secret");
            library.debug("chatter");
            library.info("chatter");
            library.warn("Watch closed");
            LOG.trace("ours");
        });

        assertThat(lines()).hasSize(2);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("Watch closed", "ours")
                .doesNotContain("hunter2secret");
    }

    @Test
    void aQuietLevelHoldsForLibrariesToo() {
        logged(Level.ERROR, () -> {
            LoggerFactory.getLogger("io.fabric8.kubernetes.client").warn("Watch closed");
        });

        assertThat(lines()).isEmpty();
    }

    @Test
    void theTokenOfTheConfigurationIsNotLogged() {
        var config = ConfigLoader.load(
                Optional.empty(),
                Map.of(
                        "--metric-pulling-prometheus-token", "hunter2secret",
                        "--metric-pulling-prometheus-extra-query-params", "key=hunter2secret",
                        "--metric-pulling-prometheus-endpoint", "https://me:hunter2secret@prometheus:9090"),
                Map.of());

        logged(Level.TRACE, () -> {
            LOG.atInfo()
                    .addKeyValue("config", config)
                    .addKeyValue("token", config.get(MetricsFields.PROMETHEUS_TOKEN))
                    .log("Started with {}", config);
        });

        assertThat(lines()).hasSize(1);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("config").doesNotContain("hunter2secret");
    }

    @Test
    void whatCouldNotBeReadIsTheFirstLine() throws JsonProcessingException {
        Logging.start(LogSettings.of(Map.of("LOG_LEVEL", "loud"), false), out).close();

        assertThat(onlyLine()).containsEntry("level", "WARN");
        assertThat(String.valueOf(onlyLine().get("message"))).contains("LOG_LEVEL=loud");
    }

    @Test
    void nothingIsLoggedBeforeTheStartAndAfterTheEnd() {
        LOG.error("before");
        logged(Level.INFO, () -> {});
        LOG.error("after");

        assertThat(lines()).isEmpty();
    }

    @Test
    void theStreamIsFlushedAndLeftOpen() {
        var closed = new boolean[1];
        var buffered = new BufferedOutputStream(new OutputStream() {
            @Override
            public void write(int one) {
                out.write(one);
            }

            @Override
            public void close() {
                closed[0] = true;
            }
        });

        Logging logging = Logging.start(new LogSettings(Level.INFO, LogSettings.Format.JSON, List.of()), buffered);
        LOG.info("Started");
        List<String> flushed = lines();
        logging.close();

        assertThat(flushed).hasSize(1);
        assertThat(closed[0]).isFalse();
    }
}
