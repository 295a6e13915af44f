package io.dynamoplanner.power.device;

import java.util.Set;

/** Reads boards. Changes nothing. */
public interface Boards extends AutoCloseable {
    Outcome<Inventory> inventory();

    Outcome<BoardReading> read(Board board);

    /** Process ids on a board, of all kinds: compute, graphics, and clients of a shared context. */
    Outcome<Set<Long>> processes(Board board);

    @Override
    default void close() {}
}
