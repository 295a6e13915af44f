package io.dynamoplanner.power.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.power.agent.AgentSettings.Shutdown;
import io.dynamoplanner.power.cap.CapPolicy;
import io.dynamoplanner.power.metrics.AgentLog;
import io.dynamoplanner.power.metrics.AgentMetrics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever somebody writes into the annotation has one reaction, one number and one line in the log, however long it stands. */
class BadAnnotationTest {
    private static final Logger LOG = Logger.getLogger(AgentLog.class.getName());

    private final List<LogRecord> lines = new ArrayList<>();
    private final AgentMetrics metrics =
            new AgentMetrics("n1", CapPolicy.of(500).conflict(), uid -> OptionalLong.empty());
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord event) {
            lines.add(event);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @TempDir
    private Path folder;

    @BeforeEach
    void listen() {
        LOG.addHandler(handler);
    }

    @AfterEach
    void stop() {
        LOG.removeHandler(handler);
    }

    private Node passes(String value) {
        Node node = new Node(folder, 1).pod("a", value, 0);
        Agent agent = node.agent(Mode.ENFORCE, Shutdown.KEEP, CapPolicy.of(500), metrics, new AgentLog());
        for (int i = 0; i < 5; i++) {
            agent.pass();
            node.later(Duration.ofSeconds(15));
        }
        return node;
    }

    private List<LogRecord> ofTheBoard() {
        return lines.stream()
                .filter(line -> line.getMessage().startsWith("board 0"))
                .toList();
    }

    private static Stream<String> unusable() {
        return Stream.of("", "0", "-5", "1e3", "300W", "٤٨٠", "9\r\n\u001b[31m".repeat(512));
    }

    @ParameterizedTest
    @MethodSource("unusable")
    void anUnusableValueGivesTheSafeDefault(String value) {
        Node node = passes(value);

        assertThat(node.watts(0)).isEqualTo(500);
        assertThat(metrics.scrape())
                .contains("dynamo_power_agent_safe_default_applied_total{node=\"n1\"} 1.0")
                .contains("state=\"unusable\"");
        assertThat(ofTheBoard()).singleElement().satisfies(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.SEVERE);
            assertThat(line.getMessage()).contains("write digits only").hasSizeLessThan(700);
        });
    }

    @Test
    void aValueAboveTheRangeOfTheBoardGivesItsEnd() {
        Node node = passes("99999");

        assertThat(node.watts(0)).isEqualTo(700);
        assertThat(metrics.scrape()).contains("cap_clamped_total{direction=\"max\",node=\"n1\"} 1.0");
        assertThat(ofTheBoard()).hasSize(1);
    }
}
