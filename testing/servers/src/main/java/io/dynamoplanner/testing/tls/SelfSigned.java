package io.dynamoplanner.testing.tls;

import io.dynamoplanner.testing.process.Program;
import io.dynamoplanner.testing.process.ScratchFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate for {@code 127.0.0.1} and {@code localhost} that is trusted by whoever has it, made when asked for. */
public final class SelfSigned implements AutoCloseable {
    private static final String PASSWORD = "changeit";
    private static final String ALIAS = "server";

    private final ScratchFolder folder;
    private final Path certificate;
    private final Path key;
    private final SSLContext context;

    private SelfSigned(ScratchFolder folder, Path certificate, Path key, SSLContext context) {
        this.folder = folder;
        this.certificate = certificate;
        this.key = key;
        this.context = context;
    }

    /** Makes one that is valid for a day. */
    public static SelfSigned create() {
        ScratchFolder folder = ScratchFolder.create("tls-");
        try {
            KeyStore store = keyStore(folder.path());
            Path certificate = folder.write(
                    "server.crt",
                    Pem.text("CERTIFICATE", store.getCertificate(ALIAS).getEncoded()));
            Path key = folder.write(
                    "server.key",
                    Pem.text(
                            "PRIVATE KEY",
                            store.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded()));
            return new SelfSigned(folder, certificate, key, context(store));
        } catch (GeneralSecurityException | IOException e) {
            folder.close();
            throw new IllegalStateException("cannot make a certificate", e);
        }
    }

    /** File with the certificate, PEM; also the bundle of authorities with which a client trusts it. */
    public Path certificate() {
        return certificate;
    }

    /** File with the private key, PEM. */
    public Path key() {
        return key;
    }

    /** For servers that show this certificate and for clients that trust it and nothing else. */
    public SSLContext context() {
        return context;
    }

    /** Deletes the files. */
    @Override
    public void close() {
        folder.close();
    }

    private static KeyStore keyStore(Path folder) throws GeneralSecurityException, IOException {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Program.run(
                        folder,
                        List.of(
                                keytool,
                                "-genkeypair",
                                "-keyalg",
                                "EC",
                                "-validity",
                                "1",
                                "-alias",
                                ALIAS,
                                "-dname",
                                "CN=localhost",
                                "-ext",
                                "san=ip:127.0.0.1,dns:localhost",
                                "-storetype",
                                "PKCS12",
                                "-storepass",
                                PASSWORD,
                                "-keystore",
                                "server.p12"))
                .orThrow("keytool");
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream bytes = Files.newInputStream(folder.resolve("server.p12"))) {
            store.load(bytes, PASSWORD.toCharArray());
        }
        return store;
    }

    private static SSLContext context(KeyStore store) throws GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        try {
            trusted.load(null, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        trusted.setCertificateEntry(ALIAS, store.getCertificate(ALIAS));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
