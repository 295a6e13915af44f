package io.dynamoplanner.power.agent;

import io.dynamoplanner.power.attribution.Allocations;
import io.dynamoplanner.power.attribution.Attribution;
import io.dynamoplanner.power.attribution.NodePods;
import io.dynamoplanner.power.attribution.ProcFolder;
import io.dynamoplanner.power.cap.BoardSight;
import io.dynamoplanner.power.cap.Occupants;
import io.dynamoplanner.power.cap.Owned;
import io.dynamoplanner.power.device.Board;
import io.dynamoplanner.power.device.BoardReading;
import io.dynamoplanner.power.device.Boards;
import io.dynamoplanner.power.device.DeviceError;
import io.dynamoplanner.power.device.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Looks at all boards once. One that cannot be read does not hide the others. */
final class Sighting {
    private final Boards boards;
    private final ProcFolder proc;
    private final Attribution attribution;
    private final Allocations allocations;

    Sighting(Boards boards, ProcFolder proc, Allocations allocations) {
        this.boards = boards;
        this.proc = proc;
        this.attribution = new Attribution(proc);
        this.allocations = allocations;
    }

    /** A board as it was found; reading or error is there. */
    record Seen(Board board, Optional<BoardReading> reading, Optional<DeviceError> error, Attribution.Use use) {
        /** For a decision; empty if there is nothing to decide on. */
        Optional<BoardSight> sight(Optional<Owned> owned) {
            return reading.map(read -> new BoardSight(
                    board.uuid(), read.limitMilliwatts(), read.range(), read.mig(), use.occupants(), owned));
        }
    }

    /** @param stale why the pods are not known; empty if they are */
    List<Seen> of(List<Board> inventory, NodePods pods, String stale) {
        Allocations.Reading given = allocations.read();
        var all = new ArrayList<Seen>();
        for (Board board : inventory) {
            Outcome<BoardReading> reading = boards.read(board);
            all.add(new Seen(board, reading.value(), reading.error(), use(board, reading.error(), given, pods, stale)));
        }
        return all;
    }

    private Attribution.Use use(
            Board board, Optional<DeviceError> error, Allocations.Reading given, NodePods pods, String stale) {
        if (error.isPresent()) {
            return new Attribution.Use(new Occupants.Unknown(error.get().toString()), "");
        }
        if (!stale.isEmpty()) {
            return new Attribution.Use(new Occupants.Unknown(stale), "");
        }
        OptionalDouble before = proc.uptime();
        Outcome<Set<Long>> processes = boards.processes(board);
        return attribution.of(board.uuid(), processes, before, given, pods);
    }
}
