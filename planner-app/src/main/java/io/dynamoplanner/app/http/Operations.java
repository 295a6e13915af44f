package io.dynamoplanner.app.http;

import io.dynamoplanner.metrics.exporter.Exposition;
import java.util.List;

/**
 * What the operations ports show. Called on threads of their own, several at a time. Every answer comes from memory: none
 * waits for Kubernetes, for Prometheus, or for a lock that somebody holds who waits for them.
 */
public interface Operations {
    /** @param accept value of the header Accept; empty for none */
    Exposition metrics(String accept);

    /** The last sign of life of the loop, of the slowest one if there are many. */
    Progress progress();

    Readiness readiness();

    /**
     * The newest lines of the ledger, oldest first; each is a JSON object.
     *
     * @param last how many at most; 1 or more
     */
    List<String> decisions(int last);
}
