package io.dynamoplanner.metrics.prometheus;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP client of an endpoint, with the trust that was asked for. It is made anew when the content of the CA bundle
 * changes. Its threads are daemons; it ends when nobody holds it any more.
 */
final class Connection {
    private final PrometheusEndpoint endpoint;
    private byte[] bundle = {};
    private @Nullable HttpClient client;

    Connection(PrometheusEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    synchronized HttpClient client() throws IOException, GeneralSecurityException {
        byte[] now = endpoint.caBundle().isPresent() ? read(endpoint.caBundle().get()) : new byte[0];
        HttpClient existing = client;
        if (existing != null && Arrays.equals(now, bundle)) {
            return existing;
        }
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                // A redirect to somewhere else must not receive the token.
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(endpoint.requestTimeout());
        if (endpoint.trustsEveryone()) {
            builder.sslContext(context(new TrustManager[] {new TrustEveryone()}));
        } else if (now.length > 0) {
            builder.sslContext(context(trusting(now)));
        }
        HttpClient made = builder.build();
        client = made;
        bundle = now;
        return made;
    }

    private static byte[] read(Path file) throws IOException {
        try {
            byte[] bytes = Files.readAllBytes(file);
            if (bytes.length == 0) {
                throw new IOException("CA bundle " + file + " is empty");
            }
            return bytes;
        } catch (FileSystemException e) {
            throw new IOException(
                    "CA bundle " + file + " cannot be read (" + e.getClass().getSimpleName() + ")", e);
        }
    }

    private static SSLContext context(TrustManager[] managers) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers, null);
        return context;
    }

    /** Trust in the authorities of the JDK and in those of a bundle. */
    private static TrustManager[] trusting(byte[] pem) throws IOException, GeneralSecurityException {
        Collection<? extends Certificate> added =
                CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem));
        if (added.isEmpty()) {
            throw new GeneralSecurityException("the CA bundle holds no certificate");
        }
        KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
        anchors.load(null, null);
        int n = 0;
        for (TrustManager manager : managers(null)) {
            if (manager instanceof X509TrustManager usual) {
                for (X509Certificate certificate : usual.getAcceptedIssuers()) {
                    anchors.setCertificateEntry("jdk-" + n++, certificate);
                }
            }
        }
        for (Certificate certificate : added) {
            anchors.setCertificateEntry("bundle-" + n++, certificate);
        }
        return managers(anchors);
    }

    private static TrustManager[] managers(@Nullable KeyStore anchors) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(anchors);
        return factory.getTrustManagers();
    }

    /** Checks nothing, not even the name: only for those who chose it. */
    private static final class TrustEveryone extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
