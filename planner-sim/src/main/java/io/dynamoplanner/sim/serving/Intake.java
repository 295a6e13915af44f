package io.dynamoplanner.sim.serving;

/** Something that takes requests: a stage, or the way to one. */
@FunctionalInterface
public interface Intake {
    /** Takes {@code request} at {@code now}, in seconds since the start of the run. */
    void accept(int request, double now);
}
