package io.dynamoplanner.sim;

/** Follows a run, about once per percent of simulated time. */
@FunctionalInterface
public interface ProgressListener {
    /** Hears nothing and never stops the run. */
    ProgressListener SILENT = share -> true;

    /**
     * The run has come to {@code share} of its simulated time, 0 to 1; 1 while the last requests finish.
     *
     * @return whether to go on; if not, the run ends with a {@link java.util.concurrent.CancellationException}
     */
    boolean progressed(double share);
}
