package io.dynamoplanner.testing.kube;

import io.dynamoplanner.testing.Await;
import io.dynamoplanner.testing.process.FreePort;
import io.dynamoplanner.testing.process.ScratchFolder;
import io.dynamoplanner.testing.process.ServerProcess;
import io.dynamoplanner.testing.tls.Pem;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/**
 * An API server and its etcd on this machine, with data that ends with them.
 *
 * <p>etcd listens on sockets in the scratch folder only, so it needs no port and nobody else can reach it. The API server
 * listens on a port of the loopback interface. Both are killed at the end: there is nothing to keep, and the API server
 * takes eight seconds to stop when asked.
 */
final class LocalApiServer implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(90);

    private final ScratchFolder folder;
    private final ServerProcess etcd;
    private final ServerProcess apiServer;
    private final Config admin;

    private LocalApiServer(ScratchFolder folder, ServerProcess etcd, ServerProcess apiServer, Config admin) {
        this.folder = folder;
        this.etcd = etcd;
        this.apiServer = apiServer;
        this.admin = admin;
    }

    /**
     * Starts both and waits until the server is ready.
     *
     * @param binaries the folder with {@code etcd} and {@code kube-apiserver}
     * @throws IllegalStateException with the end of the server's log, if it does not get ready
     */
    static LocalApiServer start(Path binaries) {
        ScratchFolder folder = ScratchFolder.create("kube-");
        ServerProcess etcd = startEtcd(binaries, folder);
        try {
            String token = writeCredentials(folder);
            return FreePort.with(port -> {
                ServerProcess apiServer = startApiServer(binaries, folder, port);
                try {
                    Config admin = awaitReady(apiServer, folder.path(), port, token);
                    return new LocalApiServer(folder, etcd, apiServer, admin);
                } catch (RuntimeException e) {
                    apiServer.close();
                    throw e;
                }
            });
        } catch (RuntimeException e) {
            etcd.close();
            folder.close();
            throw e;
        }
    }

    /** A connection that may do everything. */
    Config admin() {
        return admin;
    }

    /** What the server was asked for. */
    AuditLog audit() {
        return new AuditFile(folder.path().resolve("audit.log"));
    }

    /** Where its files are; other programs of the control plane may put theirs here too. */
    ScratchFolder folder() {
        return folder;
    }

    @Override
    public void close() {
        apiServer.close();
        etcd.close();
        folder.close();
    }

    private static ServerProcess startEtcd(Path binaries, ScratchFolder folder) {
        // The advertised addresses are only names: a cluster of one member dials nobody.
        return ServerProcess.start(
                "etcd",
                folder.path(),
                List.of(
                        binaries.resolve("etcd").toString(),
                        "--data-dir=etcd",
                        "--listen-client-urls=unix://" + folder.path().resolve("client.sock"),
                        "--listen-peer-urls=unix://" + folder.path().resolve("peer.sock"),
                        "--advertise-client-urls=http://localhost:2379",
                        "--initial-advertise-peer-urls=http://localhost:2380",
                        "--initial-cluster=default=http://localhost:2380",
                        "--unsafe-no-fsync"));
    }

    private static ServerProcess startApiServer(Path binaries, ScratchFolder folder, int port) {
        return ServerProcess.start(
                "kube-apiserver",
                folder.path(),
                List.of(
                        binaries.resolve("kube-apiserver").toString(),
                        "--etcd-servers=unix://" + folder.path().resolve("client.sock"),
                        "--bind-address=127.0.0.1",
                        "--secure-port=" + port,
                        // Without these two it looks for the default route of the machine.
                        "--advertise-address=192.0.2.1",
                        "--endpoint-reconciler-type=none",
                        "--service-cluster-ip-range=10.0.0.0/24",
                        "--cert-dir=certificates",
                        "--token-auth-file=tokens.csv",
                        "--authorization-mode=RBAC",
                        // It would want a service account for every pod, and nobody creates those here.
                        "--disable-admission-plugins=ServiceAccount",
                        "--service-account-issuer=https://kubernetes.default.svc",
                        "--service-account-key-file=accounts.pub",
                        "--service-account-signing-key-file=accounts.key",
                        "--audit-policy-file=audit-policy.yaml",
                        "--audit-log-path=" + folder.path().resolve("audit.log")));
    }

    private static String writeCredentials(ScratchFolder folder) {
        String token = UUID.randomUUID().toString();
        folder.write("tokens.csv", token + ",admin,admin,\"system:masters\"\n");
        KeyPair accounts = accountsKey();
        folder.write(
                "accounts.key", Pem.text("PRIVATE KEY", accounts.getPrivate().getEncoded()));
        folder.write("accounts.pub", Pem.text("PUBLIC KEY", accounts.getPublic().getEncoded()));
        folder.write("audit-policy.yaml", AuditFile.POLICY);
        return token;
    }

    private static KeyPair accountsKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has elliptic curves", e);
        }
    }

    private static Config awaitReady(ServerProcess server, Path folder, int port, String token) {
        // The key is written after the certificate, so both are complete once it is there.
        Path key = folder.resolve("certificates/apiserver.key");
        Path certificate = folder.resolve("certificates/apiserver.crt");
        Await.within(START, () -> !server.isAlive() || hasContent(key));
        requireAlive(server);
        Config admin = new ConfigBuilder(Config.empty())
                .withMasterUrl("https://127.0.0.1:" + port)
                .withCaCertData(base64(certificate))
                .withOauthToken(token)
                .build();
        Config impatient =
                new ConfigBuilder(admin).withRequestRetryBackoffLimit(0).build();
        try (KubernetesClient client =
                new KubernetesClientBuilder().withConfig(impatient).build()) {
            boolean ready = Await.within(START, () -> !server.isAlive() || isReady(client));
            requireAlive(server);
            if (!ready) {
                throw server.failure("is not ready after " + START.toSeconds() + " s");
            }
        }
        return admin;
    }

    private static boolean isReady(KubernetesClient client) {
        try {
            return "ok".equals(client.raw("/readyz"));
        } catch (KubernetesClientException e) {
            return false;
        }
    }

    private static void requireAlive(ServerProcess server) {
        if (server.isAlive()) {
            return;
        }
        IllegalStateException ended = server.failure("ended while it started");
        if (server.logTail().contains("address already in use")) {
            throw new FreePort.TakenException(ended);
        }
        throw ended;
    }

    private static boolean hasContent(Path file) {
        try {
            return Files.isRegularFile(file) && Files.size(file) > 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static String base64(Path file) {
        try {
            return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
