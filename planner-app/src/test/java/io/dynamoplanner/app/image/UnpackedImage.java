package io.dynamoplanner.app.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the build put into the image, unpacked into a folder and started with the Java of the test. Paths inside the
 * image are replaced by those below the folder; all else is as a container would do it.
 *
 * @param root the root directory of the image, read-only
 * @param config the image's configuration
 * @param asNobody words that run a command as {@link #NOBODY}; empty where the test is not root or has no such command
 */
record UnpackedImage(Path root, JsonNode config, List<String> asNobody) {
    /** A user who owns no file. Root writes where it likes, so a test that is root steps down. */
    static final int NOBODY = 64_321;

    private static final String PROGRAM = "opt/planner";
    private static final String SCRIPT = "usr/local/bin/planner";

    /** One run: all that it wrote and how it ended. */
    record Run(int exitCode, String out, String err) {}

    static UnpackedImage of(Path tar, Path folder) throws IOException, InterruptedException {
        // JUnit's folder is closed to others, and the program runs as another user.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path archive = Files.createDirectory(folder.resolve("archive"));
        command(List.of("tar", "-xf", tar.toAbsolutePath().toString(), "-C", archive.toString()));
        var json = new ObjectMapper();
        JsonNode manifest =
                json.readTree(archive.resolve("manifest.json").toFile()).get(0);

        Path root = Files.createDirectory(folder.resolve("root"));
        for (JsonNode layer : manifest.get("Layers")) {
            String file = archive.resolve(layer.asText()).toString();
            // Of a base image nothing is needed.
            List<String> ours = command(List.of("tar", "-tzf", file))
                    .lines()
                    .filter(name -> !name.endsWith("/"))
                    .filter(name -> name.startsWith(PROGRAM + "/") || name.equals(SCRIPT))
                    .toList();
            if (!ours.isEmpty()) {
                var extract = new ArrayList<>(List.of("tar", "-xpzf", file, "-C", root.toString()));
                extract.addAll(ours);
                command(extract);
            }
        }
        JsonNode config =
                json.readTree(archive.resolve(manifest.get("Config").asText()).toFile());
        var image = new UnpackedImage(root, config, nobody());
        for (String text : List.of(PROGRAM + "/jib-classpath-file", SCRIPT)) {
            Path file = root.resolve(text);
            Files.writeString(file, image.placed(Files.readString(file)));
        }
        command(List.of("chmod", "-R", "a-w", root.toString()));
        return image;
    }

    /** Undoes what keeps JUnit from clearing up. */
    void unlock() throws IOException, InterruptedException {
        command(List.of("chmod", "-R", "u+w", root.toString()));
    }

    /** Every file of ours, relative to the root, sorted. */
    List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    List<String> words(String name) {
        var words = new ArrayList<String>();
        config.get("config").get(name).forEach(word -> words.add(word.asText()));
        return words;
    }

    /** Starts the image's entry point with these arguments. */
    Run start(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        words("Entrypoint").forEach(word -> command.add(placed(word)));
        command.addAll(List.of(arguments));
        return run(command);
    }

    /** Runs {@code planner}, as the command of a manifest or by kubectl exec. */
    Run planner(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(root.resolve(SCRIPT).toString());
        command.addAll(List.of(arguments));
        return run(command);
    }

    private Run run(List<String> command) throws IOException, InterruptedException {
        var all = new ArrayList<>(asNobody);
        all.addAll(command);
        Path out = root.resolveSibling("out");
        Path err = root.resolveSibling("err");
        var builder = new ProcessBuilder(all)
                .directory(root.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        Map<String, String> environment = builder.environment();
        environment.clear();
        words("Env").forEach(pair -> environment.put(pair.split("=", 2)[0], pair.split("=", 2)[1]));
        environment.put("PATH", java().getParent() + ":/usr/bin:/bin");
        int exitCode = builder.start().waitFor();
        return new Run(exitCode, Files.readString(out), Files.readString(err));
    }

    private static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    private static List<String> nobody() throws InterruptedException {
        var words = List.of(
                "setpriv",
                "--reuid=" + NOBODY,
                "--regid=" + NOBODY,
                "--clear-groups",
                "--inh-caps=-all",
                "--no-new-privs");
        if (!System.getProperty("user.name").equals("root")) {
            return List.of();
        }
        var probe = new ArrayList<>(words);
        probe.addAll(List.of(java().toString(), "-version"));
        try {
            Process works = new ProcessBuilder(probe)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return works.waitFor() == 0 ? words : List.of();
        } catch (IOException noSuchProgram) {
            return List.of();
        }
    }

    private String placed(String text) {
        return text.replace("/" + PROGRAM, root.resolve(PROGRAM).toString());
    }

    /** What the command wrote; warnings are part of it. */
    private static String command(List<String> words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exitCode = process.waitFor();
        if (exitCode != 0) {
            throw new IOException(words + " ended with " + exitCode + ": " + out);
        }
        return out;
    }
}
