package io.dynamoplanner.sim.policy;

/**
 * What the engines of one role export about themselves, averaged over the last scrapes.
 *
 * @param busy share of the time that a ready engine was busy with a prefill
 * @param kvUsage share of the KV cache of a ready engine that is in use
 * @param waiting requests of the role that no engine had taken on
 * @param running requests of the role that engines worked on
 */
public record EngineLoad(double busy, double kvUsage, double waiting, double running) {}
