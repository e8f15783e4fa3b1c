package dev.muster.format.cose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.crypto.Crypto;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.Pem;
import dev.muster.testing.Vectors;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that OpenSSL and cbor2 made: valid as they are, not valid with one bit changed or under another's key. */
class KeptCoseTest {
    private static PublicKey key(String name) {
        String pem = new String(Vectors.kept("cose/" + name + ".pem"), StandardCharsets.US_ASCII);
        return Keys.publicKey(Pem.first(pem, "PUBLIC KEY"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"es256", "es384", "es512", "eddsa"})
    void aSignedMessageVerifies(String name) {
        byte[] bytes = Vectors.kept("cose/" + name + ".cbor");
        CoseSign1 message = CoseSign1.parse(bytes);
        VerificationKey right = CoseKey.of(key(name)).verificationKey();
        assertThat(CoseVerifier.strict().verify(message, right)).isEqualTo(new Verdict.Valid());
        assertThat(message.encode()).isEqualTo(bytes);
        assertThat(message.payload().map(payload -> new String(payload, StandardCharsets.UTF_8)))
                .contains("this is the content of " + name);
        byte[] damaged = bytes.clone();
        damaged[damaged.length - 1] ^= 1;
        assertThat(CoseVerifier.strict().verify(CoseSign1.parse(damaged), right).valid())
                .isFalse();
        VerificationKey other =
                CoseKey.of(key(name.equals("es256") ? "cwt" : "es256")).verificationKey();
        assertThat(CoseVerifier.strict().verify(message, other).valid()).isFalse();
    }

    @Test
    void anAuthenticatedMessageVerifiesUnderItsKeyOnly() {
        CoseMac0 message = CoseMac0.parse(Vectors.kept("cose/mac0.cbor"), CoseProfile.STRICT);
        CoseKey right = CoseKey.parse(Vectors.kept("cose/mac0-key.cbor"));
        CoseMacVerifier verifier = CoseMacVerifier.of(Crypto.standard(), CoseProfile.STRICT);
        assertThat(verifier.verify(message, right, new byte[0], Optional.empty()))
                .isEqualTo(new Verdict.Valid());
        CoseKey wrong = CoseKey.symmetric(new byte[32], Optional.empty());
        assertThat(verifier.verify(message, wrong, new byte[0], Optional.empty())
                        .valid())
                .isFalse();
        assertThat(verifier.verify(message, right, new byte[] {1}, Optional.empty())
                        .valid())
                .isFalse();
    }

    @Test
    void anEncryptedMessageOpensUnderItsKeyOnly() {
        CoseEncrypt0 message = CoseEncrypt0.parse(Vectors.kept("cose/encrypt0.cbor"), CoseProfile.STRICT);
        CoseKey right = CoseKey.parse(Vectors.kept("cose/encrypt0-key.cbor"));
        CoseCipher cipher = CoseCipher.of(Crypto.standard(), CoseProfile.STRICT);
        assertThat(cipher.open(message, right, new byte[0], Optional.empty()))
                .isInstanceOfSatisfying(
                        Opened.Content.class,
                        content -> assertThat(content.plain()).isEqualTo("sealed".getBytes(StandardCharsets.US_ASCII)));
        assertThat(cipher.open(
                        message, CoseKey.symmetric(new byte[16], Optional.empty()), new byte[0], Optional.empty()))
                .isInstanceOf(Opened.Refused.class);
    }
}
