package io.dynamoplanner.power.cap;

import io.dynamoplanner.power.cap.Decision.Target;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Lowers targets until the limits of all boards of a node fit under one number of watts.
 *
 * <p>Boards without a target count with the limit that they have or get back, and are not touched. Each target gives up the
 * same share of what it has above the minimum of its board:
 *
 * <pre>
 *   room   = limit - boards without a target - minima of the others
 *   share  = room / sum of (target - minimum), at most 1, at least 0
 *   target = minimum + share * (target - minimum)
 * </pre>
 *
 * At a share of 0 all targets are at their minimum and the limit may still be exceeded; more is not possible.
 */
final class NodeLimit {
    private static final long MILLI = 1000;

    private final OptionalInt watts;

    NodeLimit(OptionalInt watts) {
        this.watts = watts;
    }

    Map<String, Target> fit(List<BoardSight> boards, Map<String, Target> targets) {
        if (watts.isEmpty()) {
            return targets;
        }
        long room = watts.getAsInt() * MILLI;
        long above = 0;
        for (BoardSight board : boards) {
            Target target = targets.get(board.uuid());
            if (target == null) {
                room -= left(board);
            } else {
                long minimum = minimum(board, target);
                room -= minimum;
                above += target.milliwatts() - minimum;
            }
        }
        if (above <= room) {
            return targets;
        }
        double share = Math.max(0, room) / (double) above;
        var fitting = new LinkedHashMap<String, Target>();
        for (BoardSight board : boards) {
            Target target = targets.get(board.uuid());
            if (target != null) {
                long minimum = minimum(board, target);
                // whole watts, rounded down, so that the sum fits
                long fitted = minimum + (long) (share * (target.milliwatts() - minimum)) / MILLI * MILLI;
                fitting.put(board.uuid(), new Target(fitted, target.clamp(), target.emergency(), true, target.wish()));
            }
        }
        return fitting;
    }

    private static long left(BoardSight board) {
        boolean known = !(board.occupants() instanceof Occupants.Unknown);
        return board.owned().isPresent() && known
                ? board.owned().get().priorMilliwatts().orElse(board.limitMilliwatts())
                : board.limitMilliwatts();
    }

    private static long minimum(BoardSight board, Target target) {
        return Math.min(
                target.milliwatts(),
                board.range().map(range -> range.minWatts() * MILLI).orElse(target.milliwatts()));
    }
}
