package io.dynamoplanner.testing.kube;

/** Starts a cluster for the tests of this JVM; found through {@link java.util.ServiceLoader}. */
public interface ClusterSource {
    /** Starts the cluster, waits until it answers, and returns the text of an administrator's kubeconfig file. */
    String kubeconfig();
}
