package io.dynamoplanner.k8s.state;

/** What became of reading a state. */
public sealed interface Load {

    record Loaded(Stored stored) implements Load {}

    /**
     * No state of this graph.
     *
     * @param stored what to save on top of: nothing, or the object of a deleted graph of the same name
     */
    record Absent(Stored stored) implements Load {}

    /** Not known whether there is one. Not the same as {@link Absent}: starting afresh would lose it. */
    record Failed(String why) implements Load {}
}
