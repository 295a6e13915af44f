package io.dynamoplanner.testing.prometheus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamoplanner.testing.Await;
import io.dynamoplanner.testing.process.FreePort;
import io.dynamoplanner.testing.process.Program;
import io.dynamoplanner.testing.process.ScratchFolder;
import io.dynamoplanner.testing.process.ServerProcess;
import io.dynamoplanner.testing.tls.SelfSigned;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A real Prometheus on a port of the loopback interface, ready when its factory method returns.
 *
 * <p>Every server is its own process with its own data. It costs 0.3 s and 50 MiB, so a test class can have one.
 */
public final class PrometheusServer implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);

    private final ScratchFolder folder;
    private final ServerProcess process;
    private final String url;

    private PrometheusServer(ScratchFolder folder, ServerProcess process, String url) {
        this.folder = folder;
        this.process = process;
        this.url = url;
    }

    /**
     * A server that has these samples and collects none.
     *
     * @param openMetrics as {@link OpenMetricsText} makes it; times of today and times of years ago do, but not of the
     *     future
     * @throws org.opentest4j.TestAbortedException if there is no Prometheus here, so the test is skipped
     * @throws IllegalStateException with the words of {@code promtool}, if it does not accept the text
     */
    public static PrometheusServer start(String openMetrics) {
        return start(openMetrics, Optional.empty());
    }

    /** The same from a file. */
    public static PrometheusServer start(Path openMetrics) {
        return start(read(openMetrics));
    }

    /** The same behind TLS. */
    public static PrometheusServer startTls(String openMetrics, SelfSigned certificate) {
        return start(openMetrics, Optional.of(certificate));
    }

    /**
     * A server that collects from these targets. The first samples come about five seconds after the start, whatever the
     * interval: the server looks for new targets no more often.
     */
    public static PrometheusServer scraping(List<ScrapeTarget> targets, Duration interval) {
        String every = interval.toMillis() + "ms";
        List<Map<String, Object>> groups = targets.stream()
                .map(target -> Map.<String, Object>of("targets", List.of(target.address()), "labels", target.labels()))
                .toList();
        Map<String, Object> job = Map.of("job_name", "test", "static_configs", groups);
        Map<String, Object> global = Map.of("scrape_interval", every, "scrape_timeout", every);
        return start(Map.of("global", global, "scrape_configs", List.of(job)), "# EOF\n", Optional.empty());
    }

    /** Base URL, without a slash at its end. */
    public String url() {
        return url;
    }

    /** Kills the server and deletes its data. */
    @Override
    public void close() {
        process.close();
        folder.close();
    }

    private static PrometheusServer start(String openMetrics, Optional<SelfSigned> certificate) {
        return start(Map.of(), openMetrics, certificate);
    }

    private static PrometheusServer start(
            Map<String, Object> config, String openMetrics, Optional<SelfSigned> certificate) {
        PrometheusPrograms programs = PrometheusPrograms.find();
        ScratchFolder folder = ScratchFolder.create("prometheus-");
        try {
            // YAML is a superset of JSON.
            folder.write("prometheus.yml", json(config));
            certificate.ifPresent(tls -> folder.write("web.yml", json(webConfig(tls))));
            backfill(programs, folder, openMetrics);
            return FreePort.with(port -> start(programs, folder, port, certificate));
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    private static void backfill(PrometheusPrograms programs, ScratchFolder folder, String openMetrics) {
        folder.write("samples.txt", openMetrics);
        List<String> command = List.of(
                programs.promtool(), "tsdb", "create-blocks-from", "openmetrics", "--quiet", "samples.txt", "data");
        Program.run(folder.path(), command).orThrow("promtool tsdb create-blocks-from openmetrics");
    }

    private static PrometheusServer start(
            PrometheusPrograms programs, ScratchFolder folder, int port, Optional<SelfSigned> certificate) {
        String address = "127.0.0.1:" + port;
        var command = new ArrayList<>(List.of(
                programs.prometheus(),
                "--config.file=prometheus.yml",
                "--web.listen-address=" + address,
                "--storage.tsdb.path=data",
                // Or it deletes samples of last year as soon as it sees them.
                "--storage.tsdb.retention.time=100y"));
        if (certificate.isPresent()) {
            command.add("--web.config.file=web.yml");
        }
        ServerProcess process = ServerProcess.start("prometheus", folder.path(), command);
        try {
            String url = (certificate.isPresent() ? "https://" : "http://") + address;
            awaitReady(process, url, certificate);
            return new PrometheusServer(folder, process, url);
        } catch (RuntimeException e) {
            process.close();
            throw e;
        }
    }

    private static void awaitReady(ServerProcess process, String url, Optional<SelfSigned> certificate) {
        HttpClient client = certificate
                .map(tls -> HttpClient.newBuilder().sslContext(tls.context()))
                .orElseGet(HttpClient::newBuilder)
                .build();
        HttpRequest question = HttpRequest.newBuilder(URI.create(url + "/-/ready"))
                .timeout(START)
                .build();
        boolean ready = Await.within(START, () -> !process.isAlive() || isReady(client, question));
        if (process.isAlive() && ready) {
            return;
        }
        IllegalStateException failure = process.failure(ready ? "ended while it started" : "does not get ready");
        if (process.logTail().contains("address already in use")) {
            throw new FreePort.TakenException(failure);
        }
        throw failure;
    }

    private static boolean isReady(HttpClient client, HttpRequest question) {
        try {
            return client.send(question, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Prometheus started", e);
        }
    }

    private static Map<String, Object> webConfig(SelfSigned certificate) {
        return Map.of(
                "tls_server_config",
                Map.of(
                        "cert_file", certificate.certificate().toString(),
                        "key_file", certificate.key().toString()));
    }

    private static String json(Map<String, Object> tree) {
        try {
            return new ObjectMapper().writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
