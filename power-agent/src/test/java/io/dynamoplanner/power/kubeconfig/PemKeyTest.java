package io.dynamoplanner.power.kubeconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamoplanner.testing.tls.Pem;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PemKeyTest {
    /** What PKCS #8 puts in front of an RSA key of 2048 bits. */
    private static final int ENVELOPE = 26;

    private static PrivateKey read(String type, byte[] der) throws GeneralSecurityException {
        return PemKey.read(("# a comment\n" + Pem.text(type, der)).getBytes(StandardCharsets.US_ASCII));
    }

    private static PrivateKey rsa() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair().getPrivate();
    }

    private static ECPrivateKey ec() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return (ECPrivateKey) generator.generateKeyPair().getPrivate();
    }

    @Test
    void keysOfTodayAreRead() throws GeneralSecurityException {
        PrivateKey rsa = rsa();
        PrivateKey ec = ec();
        PrivateKey edwards =
                KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate();

        for (PrivateKey key : new PrivateKey[] {rsa, ec, edwards}) {
            assertThat(read("PRIVATE KEY", key.getEncoded()).getEncoded()).isEqualTo(key.getEncoded());
        }
    }

    @Test
    void olderRsaKeysAreRead() throws GeneralSecurityException {
        PrivateKey key = rsa();
        byte[] older = Arrays.copyOfRange(key.getEncoded(), ENVELOPE, key.getEncoded().length);

        assertThat(read("RSA PRIVATE KEY", older)).isEqualTo(key);
    }

    @Test
    void olderEcKeysAreRead() throws GeneralSecurityException {
        ECPrivateKey key = ec();
        byte[] number = new byte[32];
        byte[] s = key.getS().toByteArray();
        int from = Math.max(0, s.length - 32);
        System.arraycopy(s, from, number, 32 - (s.length - from), s.length - from);
        var older = new ByteArrayOutputStream();
        older.writeBytes(new byte[] {0x30, 49, 2, 1, 1, 4, 32});
        older.writeBytes(number);
        older.writeBytes(new byte[] {(byte) 0xa0, 10, 6, 8, 42, (byte) 134, 72, (byte) 206, 61, 3, 1, 7});

        assertThat(((ECPrivateKey) read("EC PRIVATE KEY", older.toByteArray())).getS())
                .isEqualTo(key.getS());
        byte[] cut = Arrays.copyOf(older.toByteArray(), 39);
        assertThatThrownBy(() -> read("EC PRIVATE KEY", cut)).isInstanceOf(GeneralSecurityException.class);
    }

    @Test
    void whatIsNoKeyIsRefused() {
        assertThatThrownBy(() -> PemKey.read(new byte[0])).hasMessageContaining("no unencrypted private key");
        assertThatThrownBy(() -> read("ENCRYPTED PRIVATE KEY", new byte[10]))
                .hasMessageContaining("no unencrypted private key");
        assertThatThrownBy(() -> read("PRIVATE KEY", new byte[10])).isInstanceOf(GeneralSecurityException.class);
    }
}
