package io.dynamoplanner.testing.kube;

import io.dynamoplanner.testing.Checkout;
import io.dynamoplanner.testing.Missing;
import io.dynamoplanner.testing.process.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds the programs of a Kubernetes control plane, and builds them where they are not.
 *
 * <p>In this order: the folder that {@code KUBE_TEST_BIN} names (system property or environment), the cache that
 * {@code control-plane/build.sh} fills, a build with the Go on {@code PATH}.
 */
final class ControlPlaneBinaries {
    /**
     * Which programs.
     *
     * @param argument of {@code build.sh}
     * @param buildTime on two cores with nothing cached, as text
     */
    record Selection(String argument, String buildTime, List<String> files) {
        /** The API server and its database. */
        static final Selection CORE = new Selection("core", "about 5 minutes", List.of("etcd", "kube-apiserver"));

        /** With what makes pods of a deployment and lets them run on nodes that do not exist. */
        static final Selection FULL = new Selection(
                "full",
                "about 10 minutes",
                List.of(
                        "etcd",
                        "kube-apiserver",
                        "kube-controller-manager",
                        "kube-scheduler",
                        "kwok",
                        "kwok-stages.yaml"));
    }

    private static final String SCRIPTS = "testing/servers/control-plane";
    private static final Pattern GO_VERSION = Pattern.compile("go ?(\\d+)\\.(\\d+)");
    private static final int KEY_CHARS = 12;

    private ControlPlaneBinaries() {}

    /**
     * The folder with the programs.
     *
     * @throws RuntimeException as {@link Missing} has it, if they are not here and cannot be built
     */
    static Path find(Selection selection) {
        String given = System.getProperty("KUBE_TEST_BIN", System.getenv().getOrDefault("KUBE_TEST_BIN", ""));
        if (!given.isEmpty()) {
            return given(Path.of(given), selection);
        }
        Path scripts = Checkout.find(SCRIPTS)
                .orElseThrow(() -> Missing.server("no " + SCRIPTS
                        + " above the working directory; set KUBE_TEST_BIN to a" + " folder with " + selection.files));
        return cached(scripts, selection).orElseGet(() -> build(scripts, selection));
    }

    private static Path given(Path folder, Selection selection) {
        if (!complete(folder, selection)) {
            throw new IllegalStateException("KUBE_TEST_BIN=" + folder + " needs the files " + selection.files);
        }
        return folder;
    }

    private static Optional<Path> cached(Path scripts, Selection selection) {
        Path cache = Path.of(
                        System.getenv().getOrDefault("XDG_CACHE_HOME", System.getProperty("user.home") + "/.cache"))
                .resolve("kube-test");
        if (!Files.isDirectory(cache)) {
            return Optional.empty();
        }
        String key = "-" + sourcesKey(scripts) + "-";
        String architecture = System.getProperty("os.arch").equals("aarch64") ? "-arm64" : "-amd64";
        try (Stream<Path> folders = Files.list(cache)) {
            return folders.filter(folder -> folder.getFileName().toString().contains(key))
                    .filter(folder -> folder.getFileName().toString().endsWith(architecture))
                    .filter(folder -> complete(folder, selection))
                    .sorted()
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + cache, e);
        }
    }

    private static boolean complete(Path folder, Selection selection) {
        return selection.files.stream().allMatch(file -> Files.isRegularFile(folder.resolve(file)));
    }

    /** The part of the folder's name that {@code build.sh} makes from the module files and from itself. */
    private static String sourcesKey(Path scripts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String file : List.of("core/go.mod", "core/go.sum", "kwok/go.mod", "kwok/go.sum", "build.sh")) {
                digest.update(Files.readAllBytes(scripts.resolve(file)));
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, KEY_CHARS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + scripts, e);
        }
    }

    private static Path build(Path scripts, Selection selection) {
        String needed = goVersion(read(scripts.resolve("core/go.mod"))).orElse("1.26");
        Optional<String> found = goOnPath();
        if (found.isEmpty() || compare(found.get(), needed) < 0) {
            throw Missing.server("no Kubernetes API server. Put Go " + needed + " or newer on PATH (here: "
                    + found.orElse("none") + ") and it is built once, or set KUBE_TEST_BIN to a folder with "
                    + selection.files);
        }
        System.err.println("[servers] building " + selection.files + " once, " + selection.buildTime);
        List<String> command = List.of(scripts.resolve("build.sh").toString(), selection.argument);
        return Path.of(Program.runTalking(command).orThrow(command.get(0)));
    }

    private static Optional<String> goOnPath() {
        try {
            return goVersion(
                    Program.runTalking(List.of("go", "env", "GOVERSION")).text());
        } catch (UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** The first Go version in a text, like {@code 1.26}. */
    private static Optional<String> goVersion(String text) {
        Matcher version = GO_VERSION.matcher(text);
        return version.find() ? Optional.of(version.group(1) + "." + version.group(2)) : Optional.empty();
    }

    private static int compare(String version, String other) {
        return Runtime.Version.parse(version).compareTo(Runtime.Version.parse(other));
    }
}
