package io.dynamoplanner.app.simulate;

import io.dynamoplanner.sim.ProgressListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.DoubleConsumer;

/** Runs independent simulations, a few at a time. Results come in the order of the jobs, whichever is done first. */
public final class ParallelRuns {
    /** More at a time would need more memory than they save time. */
    public static final int USUAL_THREADS = Math.min(2, Runtime.getRuntime().availableProcessors());

    private ParallelRuns() {}

    /** Something to run in one thread, that says how far it is. */
    @FunctionalInterface
    public interface Job<T> {
        T run(ProgressListener listener);
    }

    /**
     * Runs the jobs.
     *
     * @param progress told the share that is done, below 1; from several threads, one at a time
     * @throws CancellationException if the caller is interrupted
     */
    public static <T> List<T> run(List<Job<T>> jobs, int threads, DoubleConsumer progress) {
        if (jobs.isEmpty()) {
            return List.of();
        }
        double[] done = new double[jobs.size()];
        ExecutorService pool = Executors.newFixedThreadPool(Math.min(threads, jobs.size()), task -> {
            var thread = new Thread(task, "simulation");
            thread.setDaemon(true);
            return thread;
        });
        try {
            var running = new ArrayList<Future<T>>();
            for (int i = 0; i < jobs.size(); i++) {
                int index = i;
                ProgressListener listener = share -> {
                    tell(done, index, share, progress);
                    return !Thread.currentThread().isInterrupted();
                };
                running.add(pool.submit(() -> {
                    T result = jobs.get(index).run(listener);
                    tell(done, index, 1, progress);
                    return result;
                }));
            }
            var results = new ArrayList<T>();
            for (Future<T> one : running) {
                results.add(join(one));
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }

    private static void tell(double[] done, int index, double share, DoubleConsumer progress) {
        synchronized (done) {
            done[index] = share;
            double sum = 0;
            for (double one : done) {
                sum += one;
            }
            progress.accept(Math.min(0.999, sum / done.length));
        }
    }

    private static <T> T join(Future<T> running) {
        try {
            return running.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
