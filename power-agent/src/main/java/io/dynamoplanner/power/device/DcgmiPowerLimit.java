package io.dynamoplanner.power.device;

import io.dynamoplanner.power.device.DeviceError.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Power limits through a stand-alone DCGM host engine, by its command {@code dcgmi}.
 *
 * <p>Where such an engine runs, it keeps a target for each board and sets it again after a reset; a limit written behind its
 * back would be overwritten. {@code config --set -P} gives the engine this one field and leaves the others alone, and
 * {@code --enforce}, which would set all of them again, is never used. Limits are read through the driver, because an engine
 * that has just started has no readings yet. Not thread safe.
 */
public final class DcgmiPowerLimit implements Actuator<PowerLimit> {
    private static final Logger LOG = LoggerFactory.getLogger(DcgmiPowerLimit.class);
    private static final long MILLI = 1000;
    /** For all groups together: the grace period of a pod ends, whether the engine answers or not. */
    private static final Duration AT_THE_END = Duration.ofSeconds(3);

    private static final Pattern GPU_ROW = Pattern.compile("^\\|\\s*(\\d+)\\s*\\|", Pattern.MULTILINE);
    private static final Pattern UUID = Pattern.compile("Device UUID:\\s*(\\S+)");
    private static final Pattern GROUP_ROW = Pattern.compile("Group ID\\s*\\|\\s*(\\d+)");
    private static final Pattern GROUP_NAME = Pattern.compile("Group Name\\s*\\|\\s*(\\S+)");
    private static final String GROUP_PREFIX = "dynamo-power-agent-";
    private static final Pattern GROUP_ID = Pattern.compile("group ID of (\\d+)");

    private final List<String> program;
    private final String host;
    private final Duration limit;
    private final Actuator<PowerLimit> driver;
    private final Map<String, String> groups = new HashMap<>();

    /**
     * @param program the command {@code dcgmi}, with words before it if need be
     * @param host of the engine, {@code name:port}; it has to be the engine of this node
     * @param limit how long one command may take
     * @param driver where limits are read
     */
    public DcgmiPowerLimit(List<String> program, String host, Duration limit, Actuator<PowerLimit> driver) {
        this.program = List.copyOf(program);
        this.host = host;
        this.limit = limit;
        this.driver = driver;
    }

    @Override
    public Outcome<PowerLimit> current(String uuid) {
        return driver.current(uuid);
    }

    /** {@inheritDoc} The engine counts in whole watts. */
    @Override
    public Outcome<PowerLimit> apply(String uuid, PowerLimit setting) {
        String watts = Long.toString(setting.milliwatts() / MILLI);
        Outcome<String> done = group(uuid).then(group -> set(group, watts));
        if (done.error().isPresent() && groups.remove(uuid) != null) {
            // an engine that was started again has forgotten our group
            done = group(uuid).then(group -> set(group, watts));
        }
        return done.then(said -> driver.current(uuid).mapError(DeviceError::afterWrite));
    }

    private Outcome<String> set(String group, String watts) {
        return run("config", "--host", host, "--set", "-g", group, "-P", watts);
    }

    private Outcome<String> group(String uuid) {
        String known = groups.get(uuid);
        if (known != null) {
            return Outcome.ok(known);
        }
        return run("discovery", "--host", host, "-l")
                .then(text -> gpuId(text, uuid))
                .then(gpu -> newGroup(gpu, uuid))
                .map(id -> {
                    groups.put(uuid, id);
                    return id;
                });
    }

    /**
     * A group of this one board, in the place of those that earlier processes have left: an engine takes a limited number of
     * groups and keeps them for as long as it runs.
     */
    private Outcome<String> newGroup(String gpu, String uuid) {
        String name = GROUP_PREFIX + uuid;
        return run("group", "--host", host, "-l").then(table -> {
            for (String left : groupsNamed(name, table)) {
                Outcome<String> deleted = run("group", "--host", host, "-d", left);
                if (deleted.error().isPresent()) {
                    return deleted;
                }
            }
            return run("group", "--host", host, "-c", name, "-a", gpu).then(text -> {
                Matcher matcher = GROUP_ID.matcher(text);
                return matcher.find() ? Outcome.ok(matcher.group(1)) : Outcome.failed(error("no group id in: " + text));
            });
        });
    }

    /** The engine's numbers of groups, from a table in which the row with the name follows on the one with the number. */
    private static List<String> groupsNamed(String name, String table) {
        var found = new ArrayList<String>();
        String group = "";
        for (String line : table.split("\n", -1)) {
            Matcher id = GROUP_ROW.matcher(line);
            if (id.find()) {
                group = id.group(1);
            }
            Matcher called = GROUP_NAME.matcher(line);
            if (called.find() && called.group(1).equals(name) && !group.isEmpty()) {
                found.add(group);
            }
        }
        return found;
    }

    /** Deletes our groups; the engine keeps the targets, which belong to its boards. A group that stays is deleted by the next start. */
    @Override
    public void end() {
        List<String> ours = List.copyOf(groups.values());
        groups.clear();
        long end = System.nanoTime() + AT_THE_END.toNanos();
        for (String group : ours) {
            Duration left = Duration.ofNanos(end - System.nanoTime());
            if (left.toMillis() < 1) {
                LOG.info("group {} of the host engine is not deleted: no time is left", group);
                continue;
            }
            run(left.compareTo(limit) < 0 ? left : limit, "group", "--host", host, "-d", group)
                    .error()
                    .ifPresent(error -> LOG.info("group {} of the host engine is not deleted: {}", group, error));
        }
    }

    /** The engine's number of a board, from a table whose rows of one board follow on the one with its number. */
    private static Outcome<String> gpuId(String table, String uuid) {
        String gpu = "";
        for (String line : table.split("\n", -1)) {
            Matcher row = GPU_ROW.matcher(line);
            if (row.find()) {
                gpu = row.group(1);
            }
            Matcher id = UUID.matcher(line);
            if (id.find() && id.group(1).equals(uuid) && !gpu.isEmpty()) {
                return Outcome.ok(gpu);
            }
        }
        return Outcome.failed(
                error("the host engine does not list board " + uuid + "; is it the engine of this node?"));
    }

    private Outcome<String> run(String... words) {
        return run(limit, words);
    }

    private Outcome<String> run(Duration most, String... words) {
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of(words));
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            return Outcome.failed(error("dcgmi cannot be run: " + e.getMessage()));
        }
        try {
            process.getOutputStream().close();
            CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> text(process));
            // its output ends when the last process that holds it has ended
            String text = output.get(most.toMillis(), TimeUnit.MILLISECONDS);
            if (!process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS)) {
                return timedOut(words[0], most);
            }
            return process.exitValue() == 0
                    ? Outcome.ok(text)
                    : Outcome.failed(
                            new DeviceError(Kind.TRANSIENT, "dcgmi " + words[0], process.exitValue(), firstLine(text)));
        } catch (TimeoutException e) {
            return timedOut(words[0], most);
        } catch (IOException | ExecutionException e) {
            return Outcome.failed(error("dcgmi cannot be asked: " + e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Outcome.failed(error("interrupted"));
        } finally {
            // nothing that was begun outlives its time
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static Outcome<String> timedOut(String word, Duration most) {
        return Outcome.failed(
                new DeviceError(Kind.TIMED_OUT, "dcgmi " + word, 0, "no answer within " + most.toMillis() + " ms"));
    }

    private static String text(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    private static String firstLine(String text) {
        return Optional.of(text.strip())
                .filter(line -> !line.isEmpty())
                .map(line -> line.lines().findFirst().orElse(line))
                .orElse("no message");
    }

    private static DeviceError error(String text) {
        return new DeviceError(Kind.TRANSIENT, "dcgmi", 0, text);
    }
}
