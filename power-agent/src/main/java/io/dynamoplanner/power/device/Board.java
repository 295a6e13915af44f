package io.dynamoplanner.power.device;

/**
 * A board that is there.
 *
 * @param index its place at present, for people and for the label {@code gpu}; it may change
 * @param uuid its identity
 */
public record Board(int index, String uuid) {}
