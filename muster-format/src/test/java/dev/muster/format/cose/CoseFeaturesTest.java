package dev.muster.format.cose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cose.Verdict.Reason;
import dev.muster.format.crypto.Crypto;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.Sha256;
import dev.muster.format.crypto.SignatureScheme;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CoseFeaturesTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Crypto CRYPTO = Crypto.standard();
    private static final byte[] CONTENT = "This is the content.".getBytes(StandardCharsets.UTF_8);
    private static final byte[] NONE = {};
    private static final CoseVerifier STRICT = CoseVerifier.strict();
    private static final CoseCipher CIPHER = CoseCipher.of(CRYPTO, CoseProfile.STRICT);

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @EnumSource(EncryptionAlgorithm.class)
    void everyCipherOpensWhatItSealedAndStrictOpensOnlyAuthenticatedOnes(EncryptionAlgorithm algorithm) {
        CoseKey key = CoseKey.symmetric(random(algorithm.cipher().keyBytes()), Optional.empty());
        byte[] nonce = random(algorithm.cipher().nonceBytes());
        CoseEncrypt0 sealed = CIPHER.seal(CborMap.EMPTY, CONTENT, NONE, algorithm, key.k(), nonce);
        CoseEncrypt0 back = (CoseEncrypt0) CoseMessage.parse(sealed.encode(), CoseProfile.GENERIC);
        CoseCipher generic = CoseCipher.of(CRYPTO, CoseProfile.GENERIC);
        assertThat(generic.open(back, key, NONE, Optional.empty()))
                .isInstanceOfSatisfying(
                        Opened.Content.class,
                        opened -> assertThat(opened.plain()).isEqualTo(CONTENT));
        Opened strictly = CIPHER.open(back, key, NONE, Optional.empty());
        if (algorithm.authenticates()) {
            assertThat(strictly).isInstanceOf(Opened.Content.class);
            assertThat(CIPHER.open(back, key, new byte[1], Optional.empty()))
                    .isInstanceOfSatisfying(
                            Opened.Refused.class,
                            refused -> assertThat(refused.reason()).isEqualTo(Reason.CIPHERTEXT_WRONG));
        } else {
            assertThat(((Opened.Refused) strictly).reason()).isEqualTo(Reason.ALG_UNPROTECTED);
        }
    }

    @ParameterizedTest
    @EnumSource(MacAlgorithm.class)
    void everyMacHoldsOverItsContentOnly(MacAlgorithm algorithm) {
        CoseMacVerifier macs = CoseMacVerifier.of(CRYPTO, CoseProfile.STRICT);
        CoseKey key = CoseKey.symmetric(random(algorithm.keyBytes()), Optional.empty());
        CoseMac0 message = macs.authenticate(CborMap.EMPTY, CONTENT, NONE, algorithm, key);
        CoseMac0 back = (CoseMac0) CoseMessage.parse(message.encode(), CoseProfile.STRICT);
        assertThat(macs.verify(back, key, NONE, Optional.empty())).isEqualTo(new Verdict.Valid());
        assertThat(macs.verify(back, key, new byte[1], Optional.empty()))
                .isEqualTo(Verdict.invalid(Reason.MAC_WRONG, "tag does not hold under the given key"));
        CoseKey other = CoseKey.symmetric(random(algorithm.keyBytes()), Optional.empty());
        assertThat(macs.verify(back, other, NONE, Optional.empty()).valid()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"P256", "P521", "X25519", "X448"})
    void everyWayOfAgreementLeadsToTheContentKey(String curve) throws NoSuchAlgorithmException {
        CoseKey recipient = keyPair(curve);
        CoseKey sender = keyPair(curve);
        EncryptionAlgorithm algorithm = EncryptionAlgorithm.A256GCM;
        int keyBytes = algorithm.cipher().keyBytes();
        for (RecipientAlgorithm way : RecipientAlgorithm.values()) {
            NewKey key = switch (way.agreement()) {
                case EPHEMERAL ->
                    NewKey.agreed(CRYPTO, way, recipient, KdfContext.NONE, algorithm.id(), keyBytes, RANDOM);
                case STATIC ->
                    NewKey.agreed(CRYPTO, way, recipient, sender, KdfContext.NONE, algorithm.id(), keyBytes, RANDOM);
                default -> null;
            };
            if (key == null) {
                continue;
            }
            byte[] nonce = random(12);
            CoseEncrypt sealed = CIPHER.seal(CborMap.EMPTY, CONTENT, NONE, algorithm, key, nonce);
            CoseEncrypt back = (CoseEncrypt) CoseMessage.parse(sealed.encode(), CoseProfile.STRICT);
            RecipientKey own = new RecipientKey(recipient, Optional.of(sender), KdfContext.NONE);
            assertThat(CIPHER.open(back, own, NONE, Optional.empty()))
                    .as(way + "")
                    .isInstanceOf(Opened.Content.class);
            RecipientKey foreign = new RecipientKey(keyPair(curve), Optional.of(sender), KdfContext.NONE);
            assertThat(CIPHER.open(back, foreign, NONE, Optional.empty()))
                    .as(way + "")
                    .isInstanceOf(Opened.Refused.class);
        }
    }

    private static CoseKey keyPair(String curve) throws NoSuchAlgorithmException {
        KeyPair pair = switch (curve) {
            case "P256" -> Keys.generateP256(RANDOM);
            case "P521" -> Keys.generate(SignatureScheme.ECDSA_P521_SHA512, RANDOM);
            default -> KeyPairGenerator.getInstance(curve).generateKeyPair();
        };
        byte[] d = pair.getPrivate() instanceof java.security.interfaces.ECPrivateKey ec
                ? dev.muster.format.der.EcdsaSignature.fixed(ec.getS(), curve.equals("P256") ? 32 : 66)
                : ((java.security.interfaces.XECPrivateKey) pair.getPrivate())
                        .getScalar()
                        .orElseThrow();
        return new CoseKey(
                CoseKeys.parameters(pair.getPublic()).put(CoseKey.D, d).build());
    }

    @Test
    void aWrappedAndADirectKeyAreFound() {
        for (int size : List.of(16, 24, 32)) {
            CoseKey shared = CoseKey.symmetric(random(size), Optional.of(new byte[] {(byte) size}));
            NewKey wrapped = NewKey.wrapped(CRYPTO, shared, 16, RANDOM);
            CoseEncrypt sealed =
                    CIPHER.seal(CborMap.EMPTY, CONTENT, NONE, EncryptionAlgorithm.A128GCM, wrapped, random(12));
            assertThat(CIPHER.open(sealed, RecipientKey.of(shared), NONE, Optional.empty()))
                    .isInstanceOf(Opened.Content.class);
            CoseKey other = CoseKey.symmetric(random(size), Optional.of(new byte[] {(byte) size}));
            assertThat(((Opened.Refused) CIPHER.open(sealed, RecipientKey.of(other), NONE, Optional.empty())).reason())
                    .isEqualTo(Reason.KEY_WRONG);
            CoseKey unnamed = CoseKey.symmetric(random(size), Optional.of(new byte[] {99}));
            assertThat(((Opened.Refused) CIPHER.open(sealed, RecipientKey.of(unnamed), NONE, Optional.empty()))
                            .reason())
                    .isEqualTo(Reason.KEY_MISSING);
        }
        CoseKey direct = CoseKey.symmetric(random(16), Optional.empty());
        CoseEncrypt sealed = CIPHER.seal(
                CborMap.EMPTY, CONTENT, NONE, EncryptionAlgorithm.A128GCM, NewKey.direct(direct), random(12));
        assertThat(CIPHER.open(sealed, RecipientKey.of(direct), NONE, Optional.empty()))
                .isInstanceOf(Opened.Content.class);
    }

    @Test
    void severalSignersAreCheckedOneByOne() {
        KeyPair first = Keys.generateP256(RANDOM);
        KeyPair second = Keys.generate(SignatureScheme.ED25519, RANDOM);
        CoseSign message = CoseSign.sign(
                CoseHeaders.EMPTY,
                CONTENT,
                NONE,
                List.of(
                        CoseSigner.of(CoseAlgorithm.ES256, first.getPrivate(), Optional.empty()),
                        CoseSigner.of(CoseAlgorithm.ED25519, second.getPrivate(), Optional.of(new byte[] {2}))));
        CoseSign back = CoseSign.parse(message.encode(), CoseProfile.STRICT);
        VerificationKey one = VerificationKey.of(first.getPublic());
        VerificationKey two = VerificationKey.of(second.getPublic());
        assertThat(STRICT.verify(back, back.signatures().get(0), one, NONE, Optional.empty())
                        .valid())
                .isTrue();
        assertThat(STRICT.verify(back, back.signatures().get(1), two, NONE, Optional.empty())
                        .valid())
                .isTrue();
        assertThat(STRICT.verify(back, back.signatures().get(1), one, NONE, Optional.empty())
                        .valid())
                .isFalse();
    }

    @Test
    void aCountersignatureCoversSignatureAndTag() {
        KeyPair pair = Keys.generateP256(RANDOM);
        CoseSigner signer = CoseSigner.of(CoseAlgorithm.ES256, pair.getPrivate(), Optional.empty());
        VerificationKey key = VerificationKey.of(pair.getPublic());
        CoseSign1 message = CoseSign1.sign(CborMap.EMPTY, CONTENT, signer);
        Countersignature.Target target = Countersignature.Target.of(message, Optional.empty());
        Countersignature full = Countersignature.sign(target, NONE, signer);
        Countersignature brief = Countersignature.signAbbreviated(target, NONE, signer);
        CoseSign1 carrying = message.withUnprotected(Cbor.map()
                .put(HeaderLabel.COUNTERSIGNATURE, full.toCbor())
                .put(HeaderLabel.COUNTERSIGNATURE0, brief.toCbor())
                .build());
        CoseSign1 back = CoseSign1.parse(carrying.encode());
        List<Countersignature> found = Countersignature.in(back.headers(), CoseProfile.STRICT);
        assertThat(found).hasSize(2);
        for (Countersignature each : found) {
            assertThat(STRICT.verify(Countersignature.Target.of(back, Optional.empty()), each, key, NONE)
                            .valid())
                    .isTrue();
            CoseSign1 resigned = CoseSign1.sign(CborMap.EMPTY, CONTENT, signer);
            assertThat(STRICT.verify(Countersignature.Target.of(resigned, Optional.empty()), each, key, NONE)
                            .valid())
                    .isFalse();
        }
    }

    @Test
    void aHashEnvelopeSaysWhatItIsTheHashOf() {
        KeyPair pair = Keys.generateP256(RANDOM);
        CoseSigner signer = CoseSigner.of(CoseAlgorithm.ES256, pair.getPrivate(), Optional.empty());
        HashEnvelope envelope =
                HashEnvelope.of(CONTENT, "application/spdx+json", Optional.of("https://example.test/x"));
        CoseSign1 message = CoseSign1.parse(envelope.builder().sign(signer).encode());
        HashEnvelope back = HashEnvelope.in(message, Optional.empty()).orElseThrow();
        assertThat(back.matches(CONTENT)).isTrue();
        assertThat(back.matches(NONE)).isFalse();
        assertThat(back.digest()).isEqualTo(Sha256.of(CONTENT));
        assertThat(back.location()).contains("https://example.test/x");
        CoseSign1 plain = CoseSign1.sign(CborMap.EMPTY, CONTENT, signer);
        assertThat(HashEnvelope.in(plain, Optional.empty())).isEmpty();
        CoseSign1 both = envelope.builder().contentType("text/plain").sign(signer);
        assertThatThrownBy(() -> HashEnvelope.in(both, Optional.empty())).hasMessageContaining("content type beside");
        CoseSign1 loose = plain.withUnprotected(Cbor.map().put(258, -16).build());
        assertThatThrownBy(() -> HashEnvelope.in(loose, Optional.empty())).hasMessageContaining("unprotected");
        CoseSign1 cut = envelope.builder().payload(new byte[31]).sign(signer);
        assertThatThrownBy(() -> HashEnvelope.in(cut, Optional.empty())).hasMessageContaining("31 bytes");
    }

    @Test
    void claimsOfATokenHaveTheirTimes() {
        // RFC 8392 §A.1.
        CwtClaims claims = CwtClaims.parse(
                HexFormat.of()
                        .parseHex(
                                "a70175636f61703a2f2f61732e6578616d706c652e636f6d02656572696b77037818636f61703a2f2f6c69"
                                        + "6768742e6578616d706c652e636f6d041a5612aeb0051a5610d9f0061a5610d9f007420b71"),
                CoseProfile.STRICT);
        assertThat(claims.issuer()).contains("coap://as.example.com");
        assertThat(claims.subject()).contains("erikw");
        assertThat(claims.expires()).contains(Instant.ofEpochSecond(1444064944));
        Instant start = claims.notBefore().orElseThrow();
        assertThat(claims.holdsAt(start, Duration.ZERO)).isTrue();
        assertThat(claims.holdsAt(start.minusSeconds(1), Duration.ZERO)).isFalse();
        assertThat(claims.holdsAt(start.minusSeconds(1), Duration.ofSeconds(1))).isTrue();
        assertThat(claims.holdsAt(claims.expires().orElseThrow(), Duration.ZERO))
                .isFalse();
        CwtClaims half = new CwtClaims(Cbor.map().put(4, Cbor.of(1.5)).build());
        assertThat(half.expires()).contains(Instant.ofEpochMilli(1500));
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, 1e300}) {
            CwtClaims wild = new CwtClaims(Cbor.map().put(4, Cbor.of(bad)).build());
            assertThatThrownBy(wild::expires).isInstanceOf(CoseException.class);
        }
    }

    @Test
    void aKeySetPassesOverWhatItCannotReadAndFindsByNameOrThumbprint() {
        CoseKey named = CoseKey.of(Keys.generateP256(RANDOM).getPublic());
        CoseKey unnamed = new CoseKey(CoseKeys.parameters(
                        Keys.generate(SignatureScheme.ED25519, RANDOM).getPublic())
                .build());
        byte[] bytes = Cbor.array(named.map(), Cbor.of("not a key"), unnamed.map(), CborMap.EMPTY)
                .encoded();
        CoseKeySet set = CoseKeySet.parse(bytes, CoseProfile.STRICT);
        assertThat(set.keys()).containsExactly(named, unnamed);
        assertThat(set.find(named.kid().orElseThrow())).contains(named);
        assertThat(set.find(unnamed.thumbprint())).contains(unnamed);
        assertThat(set.find(new byte[] {1})).isEmpty();
        assertThat(CoseKeySet.parse(set.encode(), CoseProfile.STRICT)).isEqualTo(set);
    }
}
