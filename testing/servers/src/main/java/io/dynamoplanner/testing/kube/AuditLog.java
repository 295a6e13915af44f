package io.dynamoplanner.testing.kube;

import java.time.Instant;
import java.util.List;

/** The requests that an API server has answered. A watch counts once, when it has begun. */
public interface AuditLog {
    /** All requests since a moment, oldest first; waits until the log has caught up with requests that have been answered. */
    List<Request> since(Instant from);

    /**
     * One request.
     *
     * @param at when it arrived
     * @param user {@code system:serviceaccount:ns:name} for instance
     * @param verb as RBAC knows it: {@code get} or {@code watch} for instance
     * @param group of the resource; empty for the core group
     * @param resource {@code pods} for instance; empty for paths that are no resource
     * @param subresource {@code scale} for instance; empty if none
     * @param namespace empty for cluster-wide requests
     * @param name empty for requests about many objects
     * @param path with its query
     * @param status HTTP status of the answer
     */
    record Request(
            Instant at,
            String user,
            String verb,
            String group,
            String resource,
            String subresource,
            String namespace,
            String name,
            String path,
            int status) {}
}
