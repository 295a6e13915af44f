package io.dynamoplanner.power.kube;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Switches that nobody would hear of if they were thrown now. The agent goes on with what they were, so nothing else shows
 * that their watch is lost, for instance because a right was taken away.
 */
final class LostSwitches {
    private static final Logger LOG = LoggerFactory.getLogger(LostSwitches.class);
    /** A server that is started again is back by then. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Map<String, ListAndWatch> watches;
    private final Set<String> lost = ConcurrentHashMap.newKeySet();

    /** @param watches by what they watch, for people */
    LostSwitches(Map<String, ListAndWatch> watches) {
        this.watches = Map.copyOf(watches);
    }

    /** How many are lost for more than a minute; each is told in the log once. */
    int count() {
        watches.forEach((what, watch) -> {
            String why = watch.lost(PATIENCE);
            if (!why.isEmpty() && lost.add(what)) {
                LOG.warn(
                        "{} is not watched any more and stays as it was; throwing it now has no effect on this node: {}",
                        what,
                        why);
            } else if (why.isEmpty() && lost.remove(what)) {
                LOG.info("{} is watched again", what);
            }
        });
        return lost.size();
    }
}
