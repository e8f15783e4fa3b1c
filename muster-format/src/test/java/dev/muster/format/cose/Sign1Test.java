package dev.muster.format.cose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.crypto.Crypto;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.SignatureScheme;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class Sign1Test {
    private static final byte[] CONTENT = "This is the content.".getBytes(StandardCharsets.UTF_8);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final CoseVerifier STRICT = CoseVerifier.strict();

    @ParameterizedTest
    @EnumSource(
            value = SignatureScheme.class,
            mode = EnumSource.Mode.MATCH_ALL,
            names = {"ECDSA_P256_SHA256|ECDSA_P384_SHA384|ECDSA_P521_SHA512|ED.*|ML.*"})
    void whatIsSignedVerifiesAndNothingElseDoes(SignatureScheme scheme) {
        KeyPair pair = Keys.generate(scheme, RANDOM);
        VerificationKey bound = CoseKey.of(pair.getPublic()).verificationKey();
        CoseSigner signer = CoseSigner.of(bound.algorithm(), pair.getPrivate(), Optional.of(new byte[] {1}));
        CoseSign1 message = CoseSign1.sign(CborMap.EMPTY, CONTENT, signer);
        CoseSign1 back = CoseSign1.parse(message.encode());
        assertThat(back).isEqualTo(message);
        assertThat(back.alg()).contains(bound.algorithm());
        assertThat(STRICT.verify(back, bound)).isEqualTo(new Verdict.Valid());
        assertThat(STRICT.verify(back.withUnprotected(Cbor.map().put(99, 1).build()), bound)
                        .valid())
                .isTrue();
        assertThat(STRICT.verifyDetached(back.detached(), bound, CONTENT).valid())
                .isTrue();
        assertThat(STRICT.verifyDetached(back.detached(), bound, new byte[0])).isEqualTo(wrong());
        assertThat(STRICT.verify(
                        back, VerificationKey.of(Keys.generate(scheme, RANDOM).getPublic())))
                .isEqualTo(wrong());
        assertThat(STRICT.verify(back, bound, new byte[1], Optional.empty())).isEqualTo(wrong());
    }

    private static Verdict wrong() {
        return Verdict.invalid(Verdict.Reason.SIGNATURE_WRONG, "signature does not hold under the given key");
    }

    @Test
    void aKeyIsBoundToItsAlgorithm() {
        KeyPair p256 = Keys.generateP256(RANDOM);
        KeyPair p384 = Keys.generate(SignatureScheme.ECDSA_P384_SHA384, RANDOM);
        CoseSign1 message = CoseSign1.sign(
                CborMap.EMPTY, CONTENT, CoseSigner.of(CoseAlgorithm.ESP256, p256.getPrivate(), Optional.empty()));
        assertThat(STRICT.verify(message, VerificationKey.of(p384.getPublic())))
                .extracting(verdict -> ((Verdict.Invalid) verdict).reason())
                .isEqualTo(Verdict.Reason.ALG_KEY_MISMATCH);
        assertThat(STRICT.verify(message, VerificationKey.of(p256.getPublic())).valid())
                .isTrue();
        assertThatThrownBy(() -> new VerificationKey(CoseAlgorithm.ESP384, p256.getPublic()))
                .hasMessageContaining("key is for");
    }

    @Test
    void theThumbprintIsTheOneOfRfc9679() {
        // RFC 9679 §6: the example key and its SHA-256 thumbprint.
        Cbor x = Cbor.of(hex("65eda5a12577c2bae829437fe338701a10aaa375e1bb5b5de108de439c08551d"));
        Cbor y = Cbor.of(hex("1e52ed75701163f7f9e40ddf9f341b3dc9ba860af7e0ca7ca7e9eecd0084d19c"));
        CoseKey key = new CoseKey(Cbor.map()
                .put(1, 2)
                .put(-1, 1)
                .put(-2, x)
                .put(-3, y)
                .put(2, hex("01"))
                .build());
        assertThat(key.thumbprint()).isEqualTo(hex("496bd8afadf307e5b08c64b0421bf9dc01528a344a43bda88fadd1669da253ec"));
        CoseKey compressed = new CoseKey(Cbor.map()
                .put(1, 2)
                .put(-1, 1)
                .put(-2, x)
                .put(-3, Cbor.of(false))
                .build());
        assertThat(compressed.thumbprint()).isEqualTo(key.thumbprint());
    }

    @Test
    void aKeyWithItsPrivatePartSigns() {
        KeyPair pair = Keys.generateP256(RANDOM);
        CoseKey open = CoseKey.of(pair.getPublic());
        byte[] d = dev.muster.format.der.EcdsaSignature.fixed(
                ((java.security.interfaces.ECPrivateKey) pair.getPrivate()).getS(), 32);
        CoseKey full = new CoseKey(Cbor.map().putAll(open.map()).put(-4, d).build());
        CoseSign1 message = CoseSign1.sign(CborMap.EMPTY, CONTENT, full.signer(Crypto.standard()));
        assertThat(message.kid()).hasValueSatisfying(kid -> assertThat(kid).isEqualTo(open.thumbprint()));
        assertThat(STRICT.verify(message, open).valid()).isTrue();
    }

    private static byte[] hex(String text) {
        return java.util.HexFormat.of().parseHex(text);
    }
}
