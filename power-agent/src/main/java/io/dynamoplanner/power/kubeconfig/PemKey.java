package io.dynamoplanner.power.kubeconfig;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Private keys in PEM. The JDK reads PKCS #8 only; kubeadm writes RSA keys and k3s writes EC keys in their own older forms,
 * which are put into the envelope of PKCS #8 here.
 */
final class PemKey {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ((?:RSA |EC )?PRIVATE KEY)-----([A-Za-z0-9+/=\\s]+)-----END");
    private static final byte[] VERSION_0 = {2, 1, 0};
    private static final byte[] RSA = {6, 9, 42, (byte) 134, 72, (byte) 134, (byte) 247, 13, 1, 1, 1, 5, 0};
    private static final byte[] EC = {6, 7, 42, (byte) 134, 72, (byte) 206, 61, 2, 1};
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 4;
    private static final int CURVE = 0xa0;
    private static final int LONG_FORM = 0x80;

    private PemKey() {}

    /** @param pem the first private key in it counts */
    static PrivateKey read(byte[] pem) throws GeneralSecurityException {
        Matcher block = BLOCK.matcher(new String(pem, StandardCharsets.US_ASCII));
        if (!block.find()) {
            throw new InvalidKeyException("there is no unencrypted private key in PEM");
        }
        byte[] key = Base64.getMimeDecoder().decode(block.group(2));
        return switch (block.group(1)) {
            case "RSA PRIVATE KEY" -> generate("RSA", envelope(RSA, key));
            case "EC PRIVATE KEY" -> generate("EC", envelope(join(EC, curve(key)), key));
            default -> anyOf(key);
        };
    }

    private static PrivateKey anyOf(byte[] key) throws GeneralSecurityException {
        try {
            return generate("RSA", key);
        } catch (GeneralSecurityException e) {
            try {
                return generate("EC", key);
            } catch (GeneralSecurityException neither) {
                return generate("EdDSA", key);
            }
        }
    }

    private static PrivateKey generate(String algorithm, byte[] key) throws GeneralSecurityException {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(key));
    }

    private static byte[] envelope(byte[] algorithm, byte[] key) {
        return tagged(SEQUENCE, join(VERSION_0, tagged(SEQUENCE, algorithm), tagged(OCTETS, key)));
    }

    /** The name of the curve, which stands inside of an EC key. */
    private static byte[] curve(byte[] key) throws InvalidKeyException {
        try {
            int at = contentAt(key, 0);
            while (at < key.length) {
                int content = contentAt(key, at);
                int end = content + length(key, at);
                if ((key[at] & 0xff) == CURVE) {
                    return Arrays.copyOfRange(key, content, end);
                }
                at = end;
            }
        } catch (IndexOutOfBoundsException e) {
            throw new InvalidKeyException("the EC key is cut off", e);
        }
        throw new InvalidKeyException("the EC key does not name its curve");
    }

    private static int length(byte[] der, int at) {
        int first = der[at + 1] & 0xff;
        if (first < LONG_FORM) {
            return first;
        }
        int length = 0;
        for (int i = 0; i < first - LONG_FORM; i++) {
            length = (length << 8) | (der[at + 2 + i] & 0xff);
        }
        return length;
    }

    private static int contentAt(byte[] der, int at) {
        int first = der[at + 1] & 0xff;
        return at + 2 + (first < LONG_FORM ? 0 : first - LONG_FORM);
    }

    private static byte[] tagged(int tag, byte[] content) {
        var all = new ByteArrayOutputStream(content.length + 4);
        all.write(tag);
        if (content.length < LONG_FORM) {
            all.write(content.length);
        } else {
            // private keys are shorter than 64 KB
            all.write(LONG_FORM + 2);
            all.write(content.length >> 8);
            all.write(content.length);
        }
        all.writeBytes(content);
        return all.toByteArray();
    }

    private static byte[] join(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
