package io.dynamoplanner.power.kubeconfig;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/** A certificate and its key, as the TLS of the JDK takes them. */
final class ClientCertificate {
    private static final char[] IN_MEMORY = "in memory only".toCharArray();

    private ClientCertificate() {}

    /** @param chain and key in PEM; if one is empty there is none */
    static KeyManager[] of(byte[] chain, byte[] key) throws IOException {
        if (chain.length == 0 || key.length == 0) {
            return new KeyManager[0];
        }
        try {
            Certificate[] certificates = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(chain))
                    .toArray(new Certificate[0]);
            PrivateKey secret = PemKey.read(key);
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("client", secret, IN_MEMORY, certificates);
            var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, IN_MEMORY);
            return factory.getKeyManagers();
        } catch (GeneralSecurityException e) {
            throw new IOException("the client certificate cannot be used: " + e.getMessage(), e);
        }
    }
}
