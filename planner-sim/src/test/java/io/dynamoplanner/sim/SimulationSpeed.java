package io.dynamoplanner.sim;

import io.dynamoplanner.core.policy.ScalingPolicy;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.run.RunRecord;
import io.dynamoplanner.core.traffic.Observation;
import io.dynamoplanner.core.traffic.Signal;
import io.dynamoplanner.core.traffic.TrafficWindow;
import io.dynamoplanner.sim.fleet.StartUp;
import io.dynamoplanner.sim.metrics.ScrapeSchedule;
import io.dynamoplanner.sim.request.Requests;
import io.dynamoplanner.sim.serving.KvTransfer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.zip.GZIPInputStream;

/**
 * How many requests are simulated per second, for a person to run by hand: with the path of a gzipped trace
 * ({@code timestamp_s,isl,osl}) or, without arguments, on Poisson traffic. The first run of the process is the cold one.
 */
public final class SimulationSpeed {
    private SimulationSpeed() {}

    public static void main(String[] args) throws IOException {
        boolean aggregated = Arrays.asList(args).contains("agg");
        if (args.length > 0 && args[0].endsWith(".gz")) {
            Requests trace = read(Path.of(args[0]));
            for (int run = 0; run < (args.length > 1 ? Integer.parseInt(args[1]) : 1); run++) {
                time(trace, aggregated);
            }
            return;
        }
        for (int size :
                new int[] {300_000, 300_000, 300_000, 300_000, 600_000, 1_200_000, 300_000, 600_000, 1_200_000}) {
            time(poisson(size, 20), aggregated);
        }
    }

    private static void time(Requests requests, boolean aggregated) {
        long start = System.nanoTime();
        RunRecord.PolicyRun run =
                Simulation.run(options(aggregated), requests, new Follower(aggregated), share -> true);
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                "%,d requests in %.3f s: %,.0f per second; %s%n",
                requests.size(), seconds, requests.size() / seconds, run.summary());
    }

    private static SimulationOptions options(boolean aggregated) {
        StartUp startUp = new StartUp(60, 90, 150);
        var engines = aggregated
                ? PerRole.of(
                        Role.AGGREGATED,
                        EngineOptions.aggregated(SimpleModels.typicalPrefill(), SimpleModels.typicalDecode(), 1)
                                .withStartUp(startUp))
                : PerRole.of(
                        Role.PREFILL,
                        EngineOptions.prefill(SimpleModels.typicalPrefill(), 1).withStartUp(startUp),
                        Role.DECODE,
                        EngineOptions.decode(SimpleModels.typicalDecode(), 1).withStartUp(startUp));
        return SimulationOptions.builder(engines, 500, 25)
                .transfer(new KvTransfer(2, 400_000))
                .scrapes(new ScrapeSchedule(5, 1))
                .gpuCeiling(64)
                .build();
    }

    private static Requests poisson(int size, double perSecond) {
        var random = new SplittableRandom(7);
        double[] arrivalS = new double[size];
        int[] isl = new int[size];
        int[] osl = new int[size];
        double now = 0;
        for (int i = 0; i < size; i++) {
            now -= Math.log(1 - random.nextDouble()) / perSecond;
            arrivalS[i] = now;
            isl[i] = 100 + random.nextInt(2600);
            osl[i] = 1 + random.nextInt(400);
        }
        return Requests.of(arrivalS, isl, osl);
    }

    private static Requests read(Path path) throws IOException {
        double[] arrivalS = new double[1 << 20];
        int[] isl = new int[1 << 20];
        int[] osl = new int[1 << 20];
        int n = 0;
        try (var in = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(path)), StandardCharsets.UTF_8))) {
            in.readLine();
            for (String line = in.readLine(); line != null; line = in.readLine(), n++) {
                int first = line.indexOf(',');
                int second = line.lastIndexOf(',');
                arrivalS[n] = Double.parseDouble(line.substring(0, first));
                isl[n] = Integer.parseInt(line, first + 1, second, 10);
                osl[n] = Integer.parseInt(line, second + 1, line.length(), 10);
            }
        }
        return Requests.of(Arrays.copyOf(arrivalS, n), Arrays.copyOf(isl, n), Arrays.copyOf(osl, n));
    }

    /** Scales with the last window's traffic, each minute. */
    private record Follower(boolean aggregated) implements ScalingPolicy {
        @Override
        public String key() {
            return "follower";
        }

        @Override
        public String label() {
            return "Follower";
        }

        @Override
        public String description() {
            return "As many engines as the last minute needed.";
        }

        @Override
        public PerRole<Integer> initialReplicas() {
            return aggregated ? PerRole.of(Role.AGGREGATED, 4) : PerRole.of(Role.PREFILL, 2, Role.DECODE, 2);
        }

        @Override
        public Duration window() {
            return Duration.ofMinutes(1);
        }

        @Override
        public Decision decide(Observation seen, Instant now) {
            Instant next = now.plus(window());
            if (seen.windows().isEmpty()) {
                return new Decision(PerRole.empty(), OptionalDouble.empty(), PerRole.empty(), List.of(), next);
            }
            TrafficWindow last = seen.windows().get(seen.windows().size() - 1);
            double rps = last.get(Signal.REQUESTS).value().orElse(0) / last.seconds();
            int replicas = 1 + (int) Math.ceil(rps / 6);
            return new Decision(
                    aggregated
                            ? PerRole.of(Role.AGGREGATED, replicas * 2)
                            : PerRole.of(Role.PREFILL, replicas, Role.DECODE, replicas),
                    OptionalDouble.of(rps),
                    PerRole.empty(),
                    List.of(),
                    next);
        }
    }
}
