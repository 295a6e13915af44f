package io.dynamoplanner.power.agent;

import io.dynamoplanner.power.cap.Decision;
import io.dynamoplanner.power.cap.Occupants;
import io.dynamoplanner.power.cap.Owned;
import io.dynamoplanner.power.device.Board;
import io.dynamoplanner.power.device.BoardReading;
import io.dynamoplanner.power.device.DeviceError;
import java.util.Objects;
import java.util.Optional;

/**
 * One board after a pass of the agent.
 *
 * @param reading the board as it was found, with the limit that it has after the pass; empty if it could not be read
 * @param error why it could not be read or written
 * @param disagreement of kubelet and processes; empty if there is none
 * @param owned what we changed about it, after the pass
 * @param foreign whether the limit was found changed by somebody else
 */
public record BoardReport(
        Board board,
        Optional<BoardReading> reading,
        Optional<DeviceError> error,
        Occupants occupants,
        String disagreement,
        Decision decision,
        Action action,
        Optional<Owned> owned,
        boolean foreign) {
    public BoardReport {
        Objects.requireNonNull(board, "board");
        Objects.requireNonNull(decision, "decision");
        Objects.requireNonNull(action, "action");
    }
}
