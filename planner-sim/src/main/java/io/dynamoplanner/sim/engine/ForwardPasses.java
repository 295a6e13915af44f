package io.dynamoplanner.sim.engine;

/** Takes the forward passes of a run, each engine's in order; a prefill when it starts, decode passes when they are over. */
@FunctionalInterface
public interface ForwardPasses {
    /** For runs whose passes nobody wants; it costs nothing. */
    ForwardPasses NONE = pass -> {};

    void take(ForwardPass pass);
}
