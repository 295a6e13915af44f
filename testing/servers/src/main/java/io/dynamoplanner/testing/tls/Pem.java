package io.dynamoplanner.testing.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Base64;

/** The text form of keys and certificates. */
public final class Pem {
    private static final int LINE_CHARS = 64;
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(LINE_CHARS, "\n".getBytes(US_ASCII));

    private Pem() {}

    /**
     * One block.
     *
     * @param label {@code CERTIFICATE}, {@code PRIVATE KEY} (PKCS 8) or {@code PUBLIC KEY} (X.509)
     */
    public static String text(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + LINES.encodeToString(der) + "\n-----END " + label + "-----\n";
    }
}
