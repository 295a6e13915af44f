package io.dynamoplanner.testing.kube;

import io.fabric8.kubernetes.client.KubernetesClient;

/** A real Kubernetes API server with its etcd; one for all tests of a JVM, isolated from each other by namespaces. */
public interface KubeServer {
    /** Base URL. */
    String url();

    /** A client that may do everything; not closed by tests. */
    KubernetesClient admin();

    /** A new namespace; the name starts with the prefix. */
    String newNamespace(String prefix);

    /** A client with the real token of a service account, which is created if it does not exist. The caller closes it. */
    KubernetesClient as(String namespace, String serviceAccount);

    /** What the server was asked for, from its audit log. */
    AuditLog audit();
}
