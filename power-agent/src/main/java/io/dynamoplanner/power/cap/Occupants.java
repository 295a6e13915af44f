package io.dynamoplanner.power.cap;

import java.util.List;

/** Who uses a board. Not to know is no reason to change anything, so it is a case of its own. */
public sealed interface Occupants {
    /** It could not be found out. */
    record Unknown(String why) implements Occupants {}

    /** Nobody runs on the board and nobody has been given it. */
    record Nobody() implements Occupants {}

    /**
     * Somebody uses it.
     *
     * @param pods those that carry the annotation, each once
     * @param others how many pods and processes without it use the board as well
     */
    record Somebody(List<PodCap> pods, int others) implements Occupants {
        public Somebody {
            pods = List.copyOf(pods);
        }
    }
}
