package dev.muster.format.attest.tpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.crypto.Crypto;
import dev.muster.format.crypto.Curve;
import dev.muster.format.crypto.HashName;
import dev.muster.format.crypto.SignatureScheme;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Signatures as TPMs of different makers and years write them. */
class TpmSignaturesTest {
    private static final byte[] MESSAGE = "what was quoted".getBytes(StandardCharsets.US_ASCII);

    private static byte[] rsa(int scheme, int hash, byte[] value) {
        return ByteBuffer.allocate(6 + value.length)
                .putShort((short) scheme)
                .putShort((short) hash)
                .putShort((short) value.length)
                .put(value)
                .array();
    }

    private static byte[] ecdsa(int hash, byte[] r, byte[] s) {
        return ByteBuffer.allocate(8 + r.length + s.length)
                .putShort((short) 0x0018)
                .putShort((short) hash)
                .putShort((short) r.length)
                .put(r)
                .putShort((short) s.length)
                .put(s)
                .array();
    }

    private static byte[] pss(KeyPair pair, String hash, int salt) throws Exception {
        Signature engine = Signature.getInstance("RSASSA-PSS");
        engine.setParameter(new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), salt, 1));
        engine.initSign(pair.getPrivate());
        engine.update(MESSAGE);
        return engine.sign();
    }

    @Test
    void pssIsSaltedByTheHashOrByAllTheRoomThereIs() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        for (int salt : new int[] {32, 222}) {
            TpmSignature signature = TpmSignature.parse(rsa(0x0016, 0x000B, pss(pair, "SHA-256", salt)));
            assertThat(signature.verifies(pair.getPublic(), MESSAGE))
                    .as(salt + " bytes")
                    .isTrue();
            assertThat(signature.verifies(pair.getPublic(), new byte[1])).isFalse();
        }
        assertThat(TpmSignature.parse(rsa(0x0016, 0x000C, pss(pair, "SHA-384", 48)))
                        .verifies(pair.getPublic(), MESSAGE))
                .isTrue();
        assertThat(TpmSignature.parse(rsa(0x0016, 0x000B, pss(pair, "SHA-256", 20)))
                        .verifies(pair.getPublic(), MESSAGE))
                .as("no TPM salts so")
                .isFalse();
        assertThat(TpmSignature.parse(rsa(0x0014, 0x000B, pss(pair, "SHA-256", 32)))
                        .verifies(pair.getPublic(), MESSAGE))
                .as("under another scheme than it says")
                .isFalse();
    }

    @Test
    void coordinatesAreAsWideAsATpmLikes() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp384r1"));
        KeyPair pair = generator.generateKeyPair();
        byte[] both =
                Crypto.standard().sign(SignatureScheme.ecdsa(Curve.P384, HashName.SHA384), pair.getPrivate(), MESSAGE);
        byte[] r = Arrays.copyOf(both, 48);
        byte[] s = Arrays.copyOfRange(both, 48, 96);
        for (int zeros : new int[] {0, 1, 18}) {
            byte[] wide = new byte[48 + zeros];
            System.arraycopy(r, 0, wide, zeros, 48);
            assertThat(TpmSignature.parse(ecdsa(0x000C, wide, s)).verifies(pair.getPublic(), MESSAGE))
                    .as(zeros + " zeros more")
                    .isTrue();
            wide[0] ^= 1;
            assertThat(TpmSignature.parse(ecdsa(0x000C, wide, s)).verifies(pair.getPublic(), MESSAGE))
                    .isFalse();
        }
    }

    @Test
    void whatIsNoSignatureOfAPublicKeyIsNamed() {
        byte[] hmac = ByteBuffer.allocate(36)
                .putShort((short) 0x0005)
                .putShort((short) 0x000B)
                .array();
        assertThatThrownBy(() -> TpmSignature.parse(hmac))
                .isInstanceOf(TpmException.class)
                .hasMessageContaining("0x5")
                .hasMessageContaining("sigAlg");
    }
}
