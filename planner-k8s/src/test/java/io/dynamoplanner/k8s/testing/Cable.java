package io.dynamoplanner.k8s.testing;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A connection to an API server that can be cut: a relay of bytes on this machine. */
public final class Cable implements AutoCloseable {
    private final Config server;
    private final ServerSocket listener;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile boolean cut;

    public Cable(KubernetesClient server) {
        this.server = server.getConfiguration();
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    /** A client at the end of this cable; the caller closes it. */
    public KubernetesClient client() {
        Config config = new ConfigBuilder(server)
                .withMasterUrl("https://127.0.0.1:" + listener.getLocalPort())
                .withTrustCerts(true)
                .withDisableHostnameVerification(true)
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    public void cut() {
        cut = true;
        sockets.forEach(Cable::quietly);
    }

    public void mend() {
        cut = false;
    }

    private void accept() {
        URI target = URI.create(server.getMasterUrl());
        try {
            while (true) {
                Socket near = listener.accept();
                if (cut) {
                    quietly(near);
                } else {
                    var far = new Socket(target.getHost(), target.getPort());
                    sockets.add(near);
                    sockets.add(far);
                    threads.execute(() -> pump(near, far));
                    threads.execute(() -> pump(far, near));
                }
            }
        } catch (IOException e) {
            // The listener is closed.
        }
    }

    private void pump(Socket from, Socket to) {
        try (from;
                to;
                InputStream in = from.getInputStream()) {
            in.transferTo(to.getOutputStream());
        } catch (IOException e) {
            // One of the two is closed, and with it the other.
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private static void quietly(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            // Closed is all that it has to be.
        }
    }

    @Override
    public void close() {
        quietly(listener);
        cut();
        threads.shutdown();
    }
}
