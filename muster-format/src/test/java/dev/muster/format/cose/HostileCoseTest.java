package dev.muster.format.cose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.Certificates;
import dev.muster.format.MalformedException;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cbor.Diagnostic;
import dev.muster.format.cose.Verdict.Reason;
import dev.muster.format.crypto.Crypto;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.SignatureScheme;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that were made to be believed wrongly. */
class HostileCoseTest {
    private static final KeyPair PAIR = Keys.generateP256(new SecureRandom());
    private static final VerificationKey KEY = VerificationKey.of(PAIR.getPublic());
    private static final CoseSigner SIGNER = CoseSigner.of(CoseAlgorithm.ES256, PAIR.getPrivate(), Optional.empty());
    private static final CoseVerifier STRICT = CoseVerifier.strict();
    private static final CoseVerifier GENERIC = CoseVerifier.of(Crypto.standard(), CoseProfile.GENERIC);
    private static final byte[] CONTENT = {1, 2, 3};

    private static Reason reason(Verdict verdict) {
        return ((Verdict.Invalid) verdict).reason();
    }

    private static CborMap map(String diagnostic) {
        return Diagnostic.parse(diagnostic).asMap();
    }

    /** A message with these headers, rightly signed over them whatever they say. */
    private static CoseSign1 signed(String protectedMap, String unprotected) {
        CoseHeaders headers = CoseHeaders.of(map(protectedMap), map(unprotected));
        return new CoseSign1(
                headers, Optional.of(CONTENT), SIGNER.sign(CoseStructure.sign1(headers, new byte[0], CONTENT)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | {} | ALG_MISSING | ALG_MISSING",
                "{} | {1: -7} | ALG_UNPROTECTED | VALID",
                "{1: -9999} | {} | ALG_UNKNOWN | ALG_UNKNOWN",
                "{1: 0} | {} | ALG_UNKNOWN | ALG_UNKNOWN",
                "{1: \"ES256\"} | {} | ALG_UNKNOWN | ALG_UNKNOWN",
                "{1: null} | {} | ALG_UNKNOWN | ALG_UNKNOWN",
                "{1: [-7]} | {} | ALG_UNKNOWN | ALG_UNKNOWN",
                "{1: 18446744073709551609} | {} | ALG_UNKNOWN | ALG_UNKNOWN",
                "{1: 5} | {} | ALG_UNKNOWN | ALG_UNKNOWN",
                "{1: -8} | {} | ALG_KEY_MISMATCH | ALG_KEY_MISMATCH",
                "{1: -19} | {} | ALG_KEY_MISMATCH | ALG_KEY_MISMATCH",
                "{1: -48} | {} | ALG_KEY_MISMATCH | ALG_KEY_MISMATCH",
                "{1: -35} | {} | ALG_KEY_MISMATCH | ALG_KEY_MISMATCH",
                "{1: -36} | {} | ALG_KEY_MISMATCH | ALG_KEY_MISMATCH",
                "{1: -51} | {} | ALG_KEY_MISMATCH | ALG_KEY_MISMATCH",
                "{1: -9} | {} | VALID | VALID",
                "{1: -7} | {} | VALID | VALID",
                "{1: -7, 2: [1]} | {} | VALID | VALID",
                "{1: -7, 2: [3], 3: 60} | {} | VALID | VALID",
                "{1: -7, 2: []} | {} | CRIT_MALFORMED | CRIT_MALFORMED",
                "{1: -7, 2: 1} | {} | CRIT_MALFORMED | CRIT_MALFORMED",
                "{1: -7, 2: {}} | {} | CRIT_MALFORMED | CRIT_MALFORMED",
                "{1: -7, 2: null} | {} | CRIT_MALFORMED | CRIT_MALFORMED",
                "{1: -7, 2: [99]} | {} | CRIT_MALFORMED | CRIT_MALFORMED",
                "{1: -7, 2: [99]} | {99: 1} | CRIT_MALFORMED | CRIT_MALFORMED",
                "{1: -7, 2: [99], 99: 1} | {} | CRIT_UNKNOWN | CRIT_UNKNOWN",
                "{1: -7, 2: [1, 99], 99: 1} | {} | CRIT_UNKNOWN | CRIT_UNKNOWN",
                "{1: -7, 2: [\"x\"], \"x\": 1} | {} | CRIT_UNKNOWN | CRIT_UNKNOWN",
                "{1: -7, 2: [2]} | {} | CRIT_UNKNOWN | CRIT_UNKNOWN",
                "{1: -7, 2: [395], 395: 1} | {} | CRIT_UNKNOWN | CRIT_UNKNOWN",
                "{1: -7} | {2: [1]} | CRIT_MALFORMED | CRIT_MALFORMED",
                "{1: -7, 33: h'00'} | {} | X5CHAIN_MISMATCH | VALID",
                "{1: -7, 33: []} | {} | X5CHAIN_MISMATCH | VALID",
                "{1: -7} | {33: [h'3000', h'3000']} | X5CHAIN_MISMATCH | VALID",
                "{1: -7, 33: 1} | {} | X5CHAIN_MISMATCH | VALID",
            })
    void headersThatGamble(String protectedMap, String unprotected, String strict, String generic) {
        CoseSign1 message = signed(protectedMap, unprotected);
        Verdict strictly = STRICT.verify(CoseSign1.parse(message.encode()), KEY);
        assertThat(strictly.valid() ? "VALID" : reason(strictly).name()).isEqualTo(strict);
        Verdict generically = GENERIC.verify(CoseSign1.parse(message.encode(), CoseProfile.GENERIC), KEY);
        assertThat(generically.valid() ? "VALID" : reason(generically).name()).isEqualTo(generic);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "18([h'a10126', {}, h'', h'', h''])",
                "18([h'a10126', {}, h''])",
                "18([])",
                "18({})",
                "18(null)",
                "17([h'a10126', {}, h'', h''])",
                "98([h'a10126', {}, h'', h''])",
                "18(18([h'a10126', {}, h'', h'']))",
                "[{1: -7}, {}, h'', h'']",
                "[h'a10126', h'a0', h'', h'']",
                "[h'a10126', {}, \"text\", h'']",
                "[h'a10126', {}, h'', \"text\"]",
                "[h'a10126', {}, h'', null]",
                "[null, {}, h'', h'']",
                "[h'a10126', null, h'', h'']",
                "[h'80', {}, h'', h'']",
                "[h'a1012600', {}, h'', h'']",
                "[h'a101', {}, h'', h'']",
                "[h'a201260126', {}, h'', h'']",
                "[h'a10126', {1: -7}, h'', h'']",
                "[h'a10126', {h'01': 1}, h'', h'']",
                "[h'a1f501', {}, h'', h'']",
                "[h'bf0126ff', {}, h'', h'']",
                "[h'a1190001', {}, h'', h'']",
            })
    void structuresThatAreNotSign1(String diagnostic) {
        byte[] bytes = Diagnostic.parse(diagnostic).encoded();
        assertThatThrownBy(() -> CoseSign1.parse(bytes)).isInstanceOf(MalformedException.class);
    }

    @Test
    void everyFlippedBitAndEveryTruncationOfAValidMessageIsRefused() {
        byte[] whole = CoseSign1.sign(map("{3: 60}"), CONTENT, SIGNER).encode();
        assertThat(STRICT.verify(CoseSign1.parse(whole), KEY)).isEqualTo(new Verdict.Valid());
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> CoseSign1.parse(cut)).isInstanceOf(MalformedException.class);
        }
        int valid = 0;
        for (int bit = 0; bit < 8 * whole.length; bit++) {
            byte[] changed = whole.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                if (STRICT.verify(CoseSign1.parse(changed), KEY).valid()) {
                    valid++;
                }
            } catch (MalformedException refused) {
                assertThat(refused.path()).startsWith("/");
            }
        }
        assertThat(valid).isZero();
    }

    @Test
    void aPayloadMustBeThereExactlyOnce() {
        CoseSign1 message = CoseSign1.sign(CborMap.EMPTY, CONTENT, SIGNER);
        assertThat(reason(STRICT.verify(message.detached(), KEY))).isEqualTo(Reason.PAYLOAD_MISSING);
        assertThat(reason(STRICT.verifyDetached(message, KEY, CONTENT))).isEqualTo(Reason.PAYLOAD_TWICE);
        assertThat(STRICT.verifyDetached(message.detached(), KEY, CONTENT).valid())
                .isTrue();
        // An empty payload is a payload, null is none.
        CoseSign1 empty = CoseSign1.sign(CborMap.EMPTY, new byte[0], SIGNER);
        assertThat(STRICT.verify(CoseSign1.parse(empty.encode()), KEY).valid()).isTrue();
    }

    @Test
    void signaturesOfOtherShapesAndZeroesAreWrong() {
        CoseSign1 message = CoseSign1.sign(CborMap.EMPTY, CONTENT, SIGNER);
        byte[] der = dev.muster.format.der.EcdsaSignature.toDer(message.signature());
        for (byte[] other : List.of(
                new byte[0],
                new byte[64],
                new byte[63],
                new byte[65],
                new byte[128],
                der,
                Arrays.copyOf(message.signature(), 63))) {
            CoseSign1 forged = new CoseSign1(message.headers(), message.payload(), other);
            assertThat(reason(STRICT.verify(forged, KEY))).isEqualTo(Reason.SIGNATURE_WRONG);
        }
        byte[] ones = new byte[64];
        Arrays.fill(ones, (byte) 0xff);
        assertThat(STRICT.verify(new CoseSign1(message.headers(), message.payload(), ones), KEY)
                        .valid())
                .isFalse();
    }

    @Test
    void aMessageIsNotAnotherKindOfMessage() {
        // The same bytes under COSE_Sign's context string would be another signature.
        CoseSign1 one = CoseSign1.sign(CborMap.EMPTY, CONTENT, SIGNER);
        CoseSign.Signature moved = new CoseSign.Signature(one.headers(), one.signature());
        CoseSign several = new CoseSign(CoseHeaders.EMPTY, Optional.of(CONTENT), List.of(moved));
        assertThat(reason(STRICT.verify(several, moved, KEY, new byte[0], Optional.empty())))
                .isEqualTo(Reason.SIGNATURE_WRONG);
    }

    @Test
    void onlyAllowedAlgorithmsCount() {
        CoseSign1 message = CoseSign1.sign(CborMap.EMPTY, CONTENT, SIGNER);
        CoseVerifier only = STRICT.allowing(Set.of(CoseAlgorithm.ESP256));
        assertThat(reason(only.verify(message, KEY))).isEqualTo(Reason.ALG_NOT_ALLOWED);
        assertThat(STRICT.understanding(Set.of(99L))
                        .verify(signed("{1: -7, 2: [99], 99: 1}", "{}"), KEY)
                        .valid())
                .isTrue();
    }

    @Test
    void aPublicKeyIsNotAnHmacKey() {
        // The classic confusion: a verifier that takes the algorithm from the message would use the public key as
        // secret.
        CoseKey open = CoseKey.of(PAIR.getPublic());
        CoseMac0 forged = CoseMacVerifier.of(Crypto.standard(), CoseProfile.STRICT)
                .authenticate(
                        CborMap.EMPTY,
                        CONTENT,
                        new byte[0],
                        MacAlgorithm.HMAC_256_256,
                        CoseKey.symmetric(open.encode(), Optional.empty()));
        assertThatThrownBy(() -> CoseSign1.parse(forged.encode())).isInstanceOf(MalformedException.class);
        CoseSign1 dressed = new CoseSign1(forged.headers(), forged.payload(), forged.tag());
        assertThat(reason(STRICT.verify(dressed, open))).isEqualTo(Reason.ALG_UNKNOWN);
    }

    @Test
    void certificatesInTheMessageMustBeOfTheKeyAndAgree() {
        var own = Certificates.selfSigned(PAIR, "own");
        KeyPair otherPair = Keys.generateP256(new SecureRandom());
        var other = Certificates.selfSigned(otherPair, "other");
        CoseSign1 right = Sign1Builder.create()
                .payload(CONTENT)
                .x5chain(List.of(own, other))
                .sign(SIGNER);
        assertThat(STRICT.verify(CoseSign1.parse(right.encode()), KEY).valid()).isTrue();
        assertThat(CoseSign1.parse(right.encode()).x5chain()).containsExactly(own, other);
        CoseSign1 wrong =
                Sign1Builder.create().payload(CONTENT).x5chain(List.of(other)).sign(SIGNER);
        assertThat(reason(STRICT.verify(wrong, KEY))).isEqualTo(Reason.X5CHAIN_MISMATCH);
        CoseSign1 hashed = Sign1Builder.create()
                .payload(CONTENT)
                .x5chain(List.of(own))
                .protect(HeaderLabel.X5T, CertificateHash.of(own).toCbor())
                .sign(SIGNER);
        assertThat(STRICT.verify(hashed, KEY).valid()).isTrue();
        CoseSign1 misHashed = Sign1Builder.create()
                .payload(CONTENT)
                .x5chain(List.of(own))
                .protect(HeaderLabel.X5T, CertificateHash.of(other).toCbor())
                .sign(SIGNER);
        assertThat(reason(STRICT.verify(misHashed, KEY))).isEqualTo(Reason.X5T_MISMATCH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{1: 2}",
                "{1: 2, -1: 1, -2: h'00', -3: h'00'}",
                "{1: 2, -1: 9, -2: h'', -3: h''}",
                "{1: 2, -1: 1, -2: \"x\", -3: h'00'}",
                "{1: 1, -1: 6, -2: h'00'}",
                "{1: 1, -1: 99, -2: h'00'}",
                "{1: \"EC2\"}",
                "{1: 99}",
                "{1: 7, 3: -7, -1: h'00'}",
                "{1: 7, 3: -48, -1: h'00'}",
                "{1: 5, -1: h'00'}",
                "{1: 4, -1: h'00'}",
            })
    void keysThatAreNone(String diagnostic) {
        byte[] bytes = Diagnostic.parse(diagnostic).encoded();
        assertThatThrownBy(() -> CoseKey.parse(bytes).verificationKey()).isInstanceOf(MalformedException.class);
    }

    @Test
    void aKeyBoundToAnAlgorithmThatItIsNotForIsRefused() {
        KeyPair p384 = Keys.generate(SignatureScheme.ECDSA_P384_SHA384, new SecureRandom());
        CborMap open = CoseKey.of(p384.getPublic()).map();
        var builder = Cbor.map();
        open.entries().stream()
                .filter(entry -> !entry.key().equals(Cbor.of(CoseKey.ALG)))
                .forEach(entry -> builder.put(entry.key(), entry.value()));
        CoseKey wrong =
                new CoseKey(builder.put(CoseKey.ALG, CoseAlgorithm.ESP256.id()).build());
        assertThatThrownBy(wrong::verificationKey)
                .isInstanceOf(CoseException.class)
                .hasMessageContaining("do not fit");
    }
}
