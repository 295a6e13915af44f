package io.dynamoplanner.power.attribution;

import java.util.Map;
import java.util.Set;

/** What the kubelet has given to whom. It knows before the first process runs on a board. */
public interface Allocations extends AutoCloseable {
    Reading read();

    @Override
    default void close() {}

    /** An answer. */
    sealed interface Reading {
        /**
         * Boards and their pods.
         *
         * @param podsByDevice names of pods, {@code namespace/name}, by the UUID of a board; a board that nobody has been given is
         *     not listed
         */
        record Known(Map<String, Set<String>> podsByDevice) implements Reading {
            public Known {
                podsByDevice = Map.copyOf(podsByDevice);
            }
        }

        /** The kubelet was not asked or did not answer. */
        record NotAvailable(String why) implements Reading {}
    }

    /** Where the kubelet is not asked. */
    static Allocations none() {
        return () -> new Reading.NotAvailable("no socket of the kubelet is configured (--podresources-socket)");
    }
}
