package io.dynamoplanner.testing.prometheus;

import io.dynamoplanner.testing.Checkout;
import io.dynamoplanner.testing.Missing;
import io.dynamoplanner.testing.process.Program;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds {@code prometheus} and {@code promtool}, and fetches them where they are not.
 *
 * <p>In this order: the folder that {@code PROMETHEUS_BIN_DIR} names, {@code PATH}, the cache that
 * {@code prometheus/fetch.sh} fills, and that script where there is apt.
 *
 * @param folder has both
 */
public record PrometheusPrograms(Path folder) {
    private static final String SCRIPT = "testing/servers/prometheus/fetch.sh";

    /**
     * The folder with both programs.
     *
     * @throws RuntimeException as {@link Missing} has it, if they are not here and cannot be fetched
     */
    public static PrometheusPrograms find() {
        String given = System.getenv("PROMETHEUS_BIN_DIR");
        if (given != null) {
            return new PrometheusPrograms(Path.of(given));
        }
        String home = System.getProperty("user.home");
        Path cache = Path.of(System.getenv().getOrDefault("XDG_CACHE_HOME", home + "/.cache"))
                .resolve("dynamo-planner-test/prometheus");
        return Stream.concat(searchPath(), Stream.of(cache))
                .filter(folder -> has(folder, "prometheus") && has(folder, "promtool"))
                .findFirst()
                .map(PrometheusPrograms::new)
                .orElseGet(PrometheusPrograms::fetch);
    }

    /** The server. */
    public String prometheus() {
        return folder.resolve("prometheus").toString();
    }

    /** The tool that makes blocks, checks metrics and tests rules. */
    public String promtool() {
        return folder.resolve("promtool").toString();
    }

    private static PrometheusPrograms fetch() {
        Optional<Path> script = Checkout.find(SCRIPT);
        boolean apt = searchPath().anyMatch(folder -> has(folder, "apt-get"));
        if (!apt || script.isEmpty()) {
            throw missing();
        }
        Program.Result fetched = Program.runTalking(List.of(script.get().toString()));
        if (fetched.exit() != 0) {
            throw missing();
        }
        return new PrometheusPrograms(Path.of(fetched.text().strip()));
    }

    private static RuntimeException missing() {
        return Missing.server("no Prometheus. Put prometheus and promtool on PATH or set PROMETHEUS_BIN_DIR to their"
                + " folder; on Debian and Ubuntu " + SCRIPT + " fetches them");
    }

    private static Stream<Path> searchPath() {
        String path = System.getenv().getOrDefault("PATH", "");
        return Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(path)
                .filter(folder -> !folder.isEmpty())
                .map(Path::of);
    }

    private static boolean has(Path folder, String program) {
        return Files.isExecutable(folder.resolve(program));
    }
}
