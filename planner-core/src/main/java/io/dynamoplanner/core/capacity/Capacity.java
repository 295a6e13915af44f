package io.dynamoplanner.core.capacity;

/** What one engine serves, or why nobody can tell. */
public sealed interface Capacity {

    /** The best way to run the engine; it may miss the targets, see {@link OperatingPoint#eligible}. */
    record Found(OperatingPoint point) implements Capacity {}

    /** No number: no model, a request that no engine can hold, lengths that are not of this world. */
    record None(String why) implements Capacity {}
}
