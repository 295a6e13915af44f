package io.dynamoplanner.power.api;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/** Whom to believe that it is the API server, and what to show it. */
public interface Tls {
    /** Makes sockets; asked for each connection. */
    SSLSocketFactory sockets() throws IOException;

    /** Loads what TLS is made of. It takes a while, so a start does it beside something else; without it the first use does. */
    static void prepare() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[0], new TrustManager[0], null);
            SSLEngine engine = context.createSSLEngine();
            engine.setUseClientMode(true);
            engine.beginHandshake();
        } catch (GeneralSecurityException | SSLException e) {
            // whoever needs it will be told why it does not work
        }
    }

    /** For an address without TLS. */
    static Tls none() {
        return () -> {
            throw new IOException("no authority is known for the API server");
        };
    }

    /** Trusts the authorities in a file of PEM certificates, also after it was replaced. */
    static Tls trusting(Path file) {
        return new AuthorityFile(file);
    }

    /**
     * Trusts these authorities and shows certificates of ours.
     *
     * @param authorities PEM certificates; empty for those of the JVM
     * @param ours none for a client that shows none
     */
    static Tls trusting(byte[] authorities, KeyManager... ours) throws IOException {
        SSLSocketFactory sockets = AuthorityFile.sockets(authorities, ours);
        return () -> sockets;
    }
}
