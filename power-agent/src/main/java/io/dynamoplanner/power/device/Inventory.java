package io.dynamoplanner.power.device;

import java.util.List;

/**
 * The boards of a node.
 *
 * @param complete whether every board could be identified; if not, a board that is not listed may be there all the same
 */
public record Inventory(List<Board> boards, boolean complete) {
    public Inventory {
        boards = List.copyOf(boards);
    }
}
