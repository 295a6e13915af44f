package io.dynamoplanner.power.api;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Authorities in a file that the kubelet replaces when they change. It is small, so it is read for each connection. */
final class AuthorityFile implements Tls {
    private final Path file;
    private byte[] read = {};
    private @Nullable SSLSocketFactory sockets;

    AuthorityFile(Path file) {
        this.file = file;
    }

    @Override
    public synchronized SSLSocketFactory sockets() throws IOException {
        byte[] now = Files.readAllBytes(file);
        SSLSocketFactory made = sockets;
        if (made == null || !Arrays.equals(now, read)) {
            if (now.length == 0) {
                throw new IOException(file + " is empty, so the API server cannot be told from others");
            }
            made = sockets(now);
            sockets = made;
            read = now;
        }
        return made;
    }

    static SSLSocketFactory sockets(byte[] authorities, KeyManager... ours) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(ours, authorities.length == 0 ? null : managers(authorities), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IOException("the authority of the API server cannot be used: " + e.getMessage(), e);
        }
    }

    private static TrustManager[] managers(byte[] authorities) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int count = 0;
        for (Certificate each :
                CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(authorities))) {
            store.setCertificateEntry("authority-" + count++, each);
        }
        if (count == 0) {
            throw new GeneralSecurityException("there is no certificate in it");
        }
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }
}
