package io.dynamoplanner.k8s.testing;

import io.dynamoplanner.testing.kube.AuditLog;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** One right: a verb on a resource. */
public record Rule(String group, String resource, String verb) implements Comparable<Rule> {
    /** All rights that writing takes. */
    public static final List<Rule> OF_WRITING = List.of(
            new Rule("nvidia.com", "dynamographdeploymentscalingadapters/scale", "patch"),
            new Rule("nvidia.com", "dynamographdeploymentscalingadapters", "get"),
            new Rule("nvidia.com", "dynamographdeployments", "get"),
            new Rule("nvidia.com", "dynamographdeployments", "patch"),
            new Rule("", "events", "create"),
            new Rule("", "events", "patch"),
            new Rule("", "configmaps", "get"),
            new Rule("", "configmaps", "create"),
            new Rule("", "configmaps", "patch"),
            new Rule("coordination.k8s.io", "leases", "get"),
            new Rule("coordination.k8s.io", "leases", "create"),
            new Rule("coordination.k8s.io", "leases", "patch"));

    /** The rights that the requests of a service account have taken. */
    public static Set<Rule> used(List<AuditLog.Request> requests, String namespace, String account) {
        var used = new TreeSet<Rule>();
        for (AuditLog.Request request : requests) {
            if (request.user().equals("system:serviceaccount:" + namespace + ":" + account)) {
                String part = request.subresource().isEmpty() ? "" : "/" + request.subresource();
                used.add(new Rule(request.group(), request.resource() + part, request.verb()));
            }
        }
        return used;
    }

    @Override
    public int compareTo(Rule other) {
        return toString().compareTo(other.toString());
    }
}
