package dev.muster.format.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.cose.CoseKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import org.junit.jupiter.api.Test;

class HssKeyTest {
    private static final byte[] MESSAGE = "a manifest".getBytes(StandardCharsets.US_ASCII);

    /** By the JDK, which has a verifier of its own. */
    private static boolean verifies(HssKey key, byte[] signature) throws Exception {
        byte[] spki = CoseKey.hssLms(key.publicKey()).verificationKey().key().getEncoded();
        PublicKey verifying = KeyFactory.getInstance("HSS/LMS", "SUN").generatePublic(new X509EncodedKeySpec(spki));
        Signature engine = Signature.getInstance("HSS/LMS", "SUN");
        engine.initVerify(verifying);
        engine.update(MESSAGE);
        return engine.verify(signature);
    }

    @Test
    void whatItSignsAnotherImplementationVerifies() throws Exception {
        HssKey key = HssKey.generate(5, new SecureRandom());
        assertThat(key.left()).isEqualTo(32);
        byte[] first = key.reserve().sign(MESSAGE);
        byte[] second = key.reserve().sign(MESSAGE);
        assertThat(verifies(key, first)).isTrue();
        assertThat(verifies(key, second)).isTrue();
        // RFC 8554 §6.2: four bytes of levels, then the index of the one-time key.
        assertThat(ByteBuffer.wrap(first).getInt(4)).isZero();
        assertThat(ByteBuffer.wrap(second).getInt(4)).isEqualTo(1);
        assertThat(key.left()).isEqualTo(30);
    }

    @Test
    void aStateGoesOnWhereItWasWritten() throws Exception {
        HssKey key = HssKey.generate(5, new SecureRandom());
        key.reserve();
        HssKey again = HssKey.parse(key.state());
        HssKey.OneTime next = again.reserve();
        assertThat(next.index()).isEqualTo(1);
        assertThat(again.publicKey()).isEqualTo(key.publicKey());
        assertThat(verifies(key, next.sign(MESSAGE))).isTrue();
    }

    @Test
    void whatWasReservedSignsOnce() {
        HssKey.OneTime once = HssKey.generate(5, new SecureRandom()).reserve();
        once.sign(MESSAGE);
        assertThatThrownBy(() -> once.sign(MESSAGE)).isInstanceOf(CryptoException.class);
    }

    @Test
    void itEnds() {
        HssKey key = HssKey.generate(5, new SecureRandom());
        for (int i = 0; i < 32; i++) {
            key.reserve();
        }
        assertThat(key.left()).isZero();
        assertThatThrownBy(key::reserve).isInstanceOf(CryptoException.class).hasMessageContaining("as often as it may");
        assertThatThrownBy(() -> HssKey.parse(key.state())).isInstanceOf(CryptoException.class);
    }

    @Test
    void bytesThatAreNoKeyAreRefused() {
        assertThatThrownBy(() -> HssKey.parse(new byte[0])).isInstanceOf(CryptoException.class);
        assertThatThrownBy(() -> HssKey.parse(new byte[100])).isInstanceOf(CryptoException.class);
        assertThatThrownBy(() -> HssKey.generate(6, new SecureRandom())).isInstanceOf(CryptoException.class);
    }
}
