package io.dynamoplanner.testing.kube;

import io.dynamoplanner.testing.Missing;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * The API server of this JVM, started when it is first asked for and stopped with the JVM.
 *
 * <p>It is the cluster of the file that {@code KUBE_TEST_KUBECONFIG} names, else one that a {@link ClusterSource} on the
 * class path starts, else an own API server with etcd.
 */
public final class KubeServers {
    /** One for the JVM, because a start takes seconds and 300 MiB; tests are kept apart by namespaces. */
    private static final KubeServers OF_THIS_JVM = new KubeServers();

    private @Nullable KubeServer server;
    private @Nullable RuntimeException failure;

    private KubeServers() {}

    /**
     * The one server of this JVM.
     *
     * @throws org.opentest4j.TestAbortedException if there is none and none can be built here; says how to get one
     * @throws IllegalStateException if it does not start, or if there is none and {@code REQUIRE_REAL_SERVERS=true}
     */
    public static KubeServer shared() {
        return OF_THIS_JVM.get();
    }

    private synchronized KubeServer get() {
        if (failure != null) {
            throw failure;
        }
        if (server == null) {
            try {
                server = connect();
            } catch (RuntimeException e) {
                failure = e;
                throw e;
            }
        }
        return server;
    }

    private static KubeServer connect() {
        String kubeconfig = System.getenv("KUBE_TEST_KUBECONFIG");
        if (kubeconfig != null) {
            return existing(read(Path.of(kubeconfig)));
        }
        for (ClusterSource source : ServiceLoader.load(ClusterSource.class)) {
            return existing(source.kubeconfig());
        }
        LocalApiServer local = LocalApiServer.start(ControlPlaneBinaries.find(ControlPlaneBinaries.Selection.CORE));
        Runtime.getRuntime().addShutdownHook(new Thread(local::close, "stop-kube"));
        AuditLog audit = local.audit();
        return ConnectedKube.to(local.admin(), () -> audit);
    }

    private static KubeServer existing(String kubeconfig) {
        ConnectedKube kube = ConnectedKube.to(Config.fromKubeconfig(kubeconfig), () -> {
            throw Missing.server("the audit log of a cluster that was started by others cannot be read");
        });
        Runtime.getRuntime().addShutdownHook(new Thread(kube::deleteNamespaces, "delete-namespaces"));
        return kube;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("KUBE_TEST_KUBECONFIG: cannot read " + file, e);
        }
    }
}
