package io.dynamoplanner.power.agent;

/** Where the agent learns of pods. Answers from memory, never waits. */
public interface Cluster {
    ClusterView view();
}
