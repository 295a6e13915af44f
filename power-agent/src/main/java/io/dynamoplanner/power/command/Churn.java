package io.dynamoplanner.power.command;

import io.dynamoplanner.power.pretend.PretendApi;
import io.dynamoplanner.power.pretend.PretendNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Pods of a full node that change, come and go at a steady rate. */
final class Churn {
    private static final double MILLIS = 1e6;
    private static final int SEED = 4711;
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(5);

    private final PretendNode node;
    private final PretendApi api;
    private final int gpus;
    private final int pods;
    private final int rate;
    private final Random random = new Random(SEED);

    /** The first pods have a board each, the others only keep the agent busy. */
    Churn(PretendNode node, PretendApi api, int gpus, int pods, int rate) {
        this.node = node;
        this.api = api;
        this.gpus = gpus;
        this.pods = pods;
        this.rate = rate;
        for (int i = 0; i < pods; i++) {
            annotate(i, 400);
        }
        for (int i = 0; i < gpus; i++) {
            node.start(name(i), i);
        }
    }

    /**
     * How long boards took to follow.
     *
     * @param nanos of each change that reached a board, the shortest first
     * @param missed boards that did not follow within seconds
     */
    record Result(List<Long> nanos, int changes, int missed) {
        private double quantile(double part) {
            return nanos.isEmpty()
                    ? Double.NaN
                    : nanos.get((int) Math.max(0, Math.ceil(part * nanos.size()) - 1)) / MILLIS;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "annotation to limit: median %.2f ms, 99 %% %.2f ms, longest %.2f ms, of %d;"
                            + " %d changes in all, %d missed",
                    quantile(0.5),
                    quantile(0.99),
                    quantile(1),
                    nanos.size(),
                    changes,
                    missed);
        }
    }

    @Override
    public String toString() {
        return gpus + " boards, " + pods + " pods, " + rate + " changes per second";
    }

    Result run(Duration time, Scraper scraper) throws InterruptedException {
        int changes = Math.toIntExact(rate * time.toSeconds());
        List<Long> nanos = new ArrayList<>();
        int missed = 0;
        long pause = TimeUnit.SECONDS.toNanos(1) / rate;
        long began = System.nanoTime();
        for (int i = 0; i < changes; i++) {
            TimeUnit.NANOSECONDS.sleep(Math.max(0, began + i * pause - System.nanoTime()));
            scraper.scrapeIfDue();
            if (i % 2 == 0) {
                long took = followed(i);
                missed += took >= PATIENCE ? 1 : 0;
                nanos.add(took);
            } else {
                other(i);
            }
        }
        Collections.sort(nanos);
        return new Result(nanos, changes, missed);
    }

    /** Changes the wish of a pod with a board. @return nanoseconds until the board follows */
    private long followed(int step) throws InterruptedException {
        int pod = random.nextInt(gpus);
        // far enough from the last one that it is no small change, and never the same
        int watts = 200 + (step / 2 % 2 == 0 ? 0 : 250) + random.nextInt(200);
        long changed = System.nanoTime();
        annotate(pod, watts);
        while (node.boards().limit(PretendNode.uuid(pod)) != watts * 1000L && System.nanoTime() - changed < PATIENCE) {
            TimeUnit.MICROSECONDS.sleep(200);
        }
        return System.nanoTime() - changed;
    }

    /** A pod without a board changes, or goes and comes back. */
    private void other(int step) {
        if (pods == gpus) {
            return;
        }
        int pod = gpus + random.nextInt(pods - gpus);
        if (step % 10 == 1) {
            api.delete(name(pod));
        }
        annotate(pod, 200 + random.nextInt(400));
    }

    private void annotate(int pod, int watts) {
        api.pod(name(pod), PretendNode.uid(name(pod)), Optional.of(Integer.toString(watts)));
    }

    private static String name(int pod) {
        return "pod-" + pod;
    }
}
