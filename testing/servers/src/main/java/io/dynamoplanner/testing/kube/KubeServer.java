package io.dynamoplanner.testing.kube;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;

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

    /**
     * Gives a service account rights in its namespace, in addition to those that it has. The server may take a moment to
     * see them; this waits until it does.
     *
     * @param group of the resources; empty for the core group
     * @param resources {@code pods} or {@code deployments/scale} for instance
     * @param verbs {@code get} for instance
     */
    void allow(String namespace, String serviceAccount, String group, List<String> resources, List<String> verbs);

    /**
     * The text of a kubeconfig file with the real token of a service account, for programs that read one; the account is
     * created if it does not exist.
     */
    String kubeconfig(String namespace, String serviceAccount);

    /**
     * What the server was asked for, from its audit log.
     *
     * @throws org.opentest4j.TestAbortedException if the log of this server cannot be read, so the test is skipped
     */
    AuditLog audit();
}
