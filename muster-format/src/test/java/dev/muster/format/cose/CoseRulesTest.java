package dev.muster.format.cose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.MalformedException;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborLimits;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cbor.CborMapBuilder;
import dev.muster.format.cbor.CborProfile;
import dev.muster.format.cose.Verdict.Reason;
import dev.muster.format.crypto.Crypto;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.SignatureScheme;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules of RFC 9052 and RFC 9053 that a lenient reader forgets, in both profiles. */
class CoseRulesTest {
    private static final String K = "a401022001215820bac5b11cad8f99f9c72b05cf4b9e26d244dc189f745228255a219a86d6a09eff"
            + "22582020138bf82dc1b6d562be0fa54ab7804a3a64b6d72ccfed6b6fb6ed28bbfc117e";
    private static final String S16 = "a201042050000102030405060708090a0b0c0d0e0f";
    private static final String SEALED =
            "d8608443a10101a1054c07070707070707070707070752f92543dcabfd14cb72a0a2c028c8a3908b1e81";
    private static final byte[] NONE = {};
    private static final SecureRandom RANDOM = new SecureRandom();

    @ParameterizedTest
    @EnumSource(CoseProfile.class)
    void aKeyIsUsedForItsOwnAlgorithmAlsoByARecipient(CoseProfile profile) {
        String direct = SEALED + "8340a1012540";
        assertThat(open(direct, S16, profile)).isInstanceOf(Opened.Content.class);
        assertThat(reason(open(direct, "a3010403222050000102030405060708090a0b0c0d0e0f", profile)))
                .isEqualTo(Reason.ALG_KEY_MISMATCH);
        assertThat(open(direct, "a3010403012050000102030405060708090a0b0c0d0e0f", profile))
                .isInstanceOf(Opened.Content.class);
        assertThat(reason(open(direct, "a30104048101" + S16.substring(6), profile)))
                .isEqualTo(Reason.KEY_WRONG);
        assertThat(open(direct, "a30104048104" + S16.substring(6), profile)).isInstanceOf(Opened.Content.class);
    }

    @Test
    void aWrappedKeyOpensUnderAWrappingKeyOnly() {
        CoseKey bare = CoseKey.symmetric(new byte[16], Optional.empty());
        CoseEncrypt sealed = CoseCipher.of(Crypto.standard(), CoseProfile.STRICT)
                .seal(
                        CborMap.EMPTY,
                        "hi".getBytes(StandardCharsets.UTF_8),
                        NONE,
                        EncryptionAlgorithm.A128GCM,
                        NewKey.wrapped(Crypto.standard(), bare, 16, RANDOM),
                        new byte[12]);
        assertThat(open(sealed, with(bare, CoseKey.ALG, Cbor.of(-3)))).isInstanceOf(Opened.Content.class);
        assertThat(reason(open(sealed, with(bare, CoseKey.ALG, Cbor.of(5))))).isEqualTo(Reason.ALG_KEY_MISMATCH);
        assertThat(reason(open(sealed, with(bare, 4, Cbor.array(Cbor.of(10)))))).isEqualTo(Reason.KEY_WRONG);
        assertThat(open(sealed, with(bare, 4, Cbor.array(Cbor.of(6))))).isInstanceOf(Opened.Content.class);
    }

    @Test
    void anAgreedKeyIsForItsOwnAgreement() {
        CoseKey pair = ecKey();
        CoseEncrypt sealed = CoseCipher.of(Crypto.standard(), CoseProfile.STRICT)
                .seal(
                        CborMap.EMPTY,
                        "hi".getBytes(StandardCharsets.UTF_8),
                        NONE,
                        EncryptionAlgorithm.A128GCM,
                        NewKey.agreed(
                                Crypto.standard(),
                                RecipientAlgorithm.ECDH_ES_HKDF_256,
                                pair,
                                KdfContext.NONE,
                                1,
                                16,
                                RANDOM),
                        new byte[12]);
        assertThat(open(sealed, pair)).isInstanceOf(Opened.Content.class);
        assertThat(reason(open(sealed, with(pair, CoseKey.ALG, Cbor.of(-7))))).isEqualTo(Reason.ALG_KEY_MISMATCH);
        assertThat(open(sealed, with(pair, CoseKey.ALG, Cbor.of(-25)))).isInstanceOf(Opened.Content.class);
        // A second recipient of a key that is agreed directly, whoever it is for.
        CoseEncrypt two = new CoseEncrypt(
                sealed.headers(),
                sealed.ciphertext(),
                List.of(sealed.recipients().getFirst(), sealed.recipients().getFirst()));
        assertThat(reason(open(two, pair))).isEqualTo(Reason.KEY_WRONG);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // direct with a protected header, with a ciphertext, and not alone
                "8343a10125a040",
                "8340a101254101",
                "8340a10125408340a1012540",
                // direct with HKDF and a ciphertext
                "8343a10129a041aa",
            })
    void aDirectRecipientIsAloneAndCarriesNothing(String recipients) {
        String message = recipients.length() > 16 && recipients.startsWith("8340a1012540")
                ? SEALED.substring(0, SEALED.length() - 2) + "82" + recipients
                : SEALED + recipients;
        for (CoseProfile profile : CoseProfile.values()) {
            try {
                assertThat(open(message, S16, profile)).isInstanceOf(Opened.Refused.class);
            } catch (MalformedException alsoRefused) {
                assertThat(alsoRefused).hasMessageContaining("/");
            }
        }
    }

    @Test
    void anEmptyProtectedMapCountsAsNothingInTheContextOfADerivedKey() {
        String message = "d8608443a10101a1054c07070707070707070707070752afd3e29294cd4206f77b71de15fa48b1e21b81"
                + "8341a0a20129334473616c7440";
        String key = "a20104205820000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
        Opened opened = open(message, key, CoseProfile.GENERIC);
        assertThat(opened).isInstanceOf(Opened.Content.class);
        assertThat(((Opened.Content) opened).plain()).isEqualTo("hi".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aLabelTwiceIsMalformedHoweverTheBytesWereParsed() {
        byte[] twice = HexFormat.of().parseHex("d28443a10126a20442313104423131426869" + "5840" + "00".repeat(64));
        assertThatThrownBy(() -> CoseSign1.parse(twice, CoseProfile.GENERIC)).isInstanceOf(MalformedException.class);
        Cbor lenient = Cbor.parse(twice, CborProfile.WELL_FORMED, CborLimits.DEFAULT);
        assertThatThrownBy(() -> CoseSign1.read(lenient, CoseProfile.GENERIC))
                .isInstanceOf(CoseException.class)
                .hasMessageContaining("twice");
        byte[] respelt = HexFormat.of().parseHex("d28443a10126a2044231311804423131426869" + "5840" + "00".repeat(64));
        assertThatThrownBy(() -> CoseSign1.read(
                        Cbor.parse(respelt, CborProfile.WELL_FORMED, CborLimits.DEFAULT), CoseProfile.GENERIC))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void bothKindsOfNonceAreMalformed() {
        byte[] both = HexFormat.of().parseHex("d28443a10126a20541000641004268695840" + "00".repeat(64));
        assertThatThrownBy(() -> CoseSign1.parse(both, CoseProfile.GENERIC)).hasMessageContaining("Partial IV");
    }

    @ParameterizedTest
    @CsvSource({"1, 4294967298", "1, -4294967294", "-1, 4294967297", "-1, 9223372036854775807"})
    void typesAndCurvesAreNotCutDownToKnownOnes(long label, long value) {
        CoseKey key = with(CoseKey.parse(HexFormat.of().parseHex(K), CoseProfile.GENERIC), label, Cbor.of(value));
        assertThat(label == 1 ? key.kty() : key.crv()).isZero();
        assertThatThrownBy(key::publicKey).isInstanceOf(CoseException.class);
    }

    @Test
    void inASetEachKeyStandsByItself() {
        CoseKey good = CoseKey.parse(HexFormat.of().parseHex(K), CoseProfile.GENERIC);
        String set = "83" + "a1011863" + "a30102026274782001" + K;
        CoseKeySet keys = CoseKeySet.parse(HexFormat.of().parseHex(set), CoseProfile.GENERIC);
        assertThat(keys.find(good.thumbprint())).contains(good);
        assertThat(keys.find(new byte[] {1})).isEmpty();
    }

    @Test
    void anAlgorithmInALongEncodingIsTheSameAlgorithm() {
        CoseSign1 message = CoseSign1.parse(
                HexFormat.of().parseHex("d2844ba1013b0000000000000006a04268695840" + "00".repeat(64)),
                CoseProfile.GENERIC);
        Verdict verdict = CoseVerifier.of(Crypto.standard(), CoseProfile.GENERIC)
                .verify(message, CoseKey.parse(HexFormat.of().parseHex(K), CoseProfile.GENERIC));
        assertThat(((Verdict.Invalid) verdict).reason()).isEqualTo(Reason.SIGNATURE_WRONG);
        assertThat(message.alg()).contains(CoseAlgorithm.ES256);
    }

    @Test
    void aTokensTagStandsAroundATaggedMessage() {
        assertThatThrownBy(
                        () -> CwtClaims.untagged(Cbor.parse(HexFormat.of().parseHex("d83d8443a10126a0426869" + "40"))))
                .hasMessageContaining("8392");
    }

    @ParameterizedTest
    @EnumSource(
            value = EncryptionAlgorithm.class,
            names = {"A128CBC", "A128CTR"})
    void whatDoesNotAuthenticateCoversNothing(EncryptionAlgorithm algorithm) {
        CoseCipher cipher = CoseCipher.of(Crypto.standard(), CoseProfile.GENERIC);
        CoseKey key = CoseKey.symmetric(new byte[16], Optional.empty());
        CborMap headers = Cbor.map().put(1, algorithm.id()).put(5, new byte[16]).build();
        CoseEncrypt0 bare = new CoseEncrypt0(CoseHeaders.of(CborMap.EMPTY, headers), Optional.of(new byte[16]));
        assertThat(reason(cipher.open(bare, key, new byte[] {1}, Optional.empty())))
                .isEqualTo(Reason.ALG_NOT_ALLOWED);
        CoseEncrypt0 covered = new CoseEncrypt0(
                CoseHeaders.of(Cbor.map().put(4, new byte[1]).build(), headers), Optional.of(new byte[16]));
        assertThat(reason(cipher.open(covered, key, NONE, Optional.empty()))).isEqualTo(Reason.ALG_NOT_ALLOWED);
        CoseEncrypt0 empty = new CoseEncrypt0(CoseHeaders.of(CborMap.EMPTY, headers), Optional.of(NONE));
        boolean padded = algorithm == EncryptionAlgorithm.A128CBC;
        assertThat(cipher.open(empty, key, NONE, Optional.empty()))
                .isInstanceOf(padded ? Opened.Refused.class : Opened.Content.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = SignatureScheme.class,
            names = {"RSA_PSS_SHA256", "RSA_PSS_SHA384", "RSA_PSS_SHA512"})
    void rsaPssVerifiesWithItsOwnHashOnly(SignatureScheme scheme) {
        KeyPair pair = Rsa.PAIR;
        CoseSign1 message = CoseSign1.sign(
                CborMap.EMPTY,
                new byte[] {1, 2},
                CoseSigner.of(CoseAlgorithm.of(scheme), pair.getPrivate(), Optional.empty()));
        CoseKey key = CoseKey.of(new VerificationKey(CoseAlgorithm.of(scheme), pair.getPublic()));
        assertThat(key.kty()).isEqualTo(3);
        assertThat(CoseVerifier.strict().verify(message, key)).isEqualTo(new Verdict.Valid());
        CoseAlgorithm other = scheme == SignatureScheme.RSA_PSS_SHA256 ? CoseAlgorithm.PS512 : CoseAlgorithm.PS256;
        assertThat(CoseVerifier.strict().verify(message, with(key, CoseKey.ALG, Cbor.of(other.id()))))
                .isInstanceOf(Verdict.Invalid.class);
    }

    @Test
    void aKeyThatOnlySignsDoesNotVerify() {
        CoseKey key = with(ecKey(), 4, Cbor.array(Cbor.of(1)));
        CoseSign1 message = CoseSign1.sign(CborMap.EMPTY, new byte[1], key.signer(Crypto.standard()));
        assertThat(((Verdict.Invalid) CoseVerifier.strict().verify(message, key)).reason())
                .isEqualTo(Reason.KEY_WRONG);
        assertThatThrownBy(() -> with(key, 4, Cbor.array(Cbor.of(2))).signer(Crypto.standard()))
                .isInstanceOf(CoseException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "8343a10101a1054c000000000000000000000000540000000000000000000000000000000000000000, 16",
        "8443a10126a0426869" + "4101, 18",
        "8443a10105a0426869" + "4101, 17",
        "8440a0426869818343a10126a04101, 98",
        "8443a10101a0426869818340a1012540, 96",
        "8543a10105a04268694101818340a1012540, 97",
        "8343616263a0a0, 0",
        "8343616263a040, 0",
        "8443a10126a0426869a0, 0",
        "83010203, 0",
        "a0, 0",
    })
    void aMessageWithoutItsTagIsKnownByItsForm(String hex, long tag) {
        Cbor item = Cbor.parse(HexFormat.of().parseHex(hex));
        assertThat(UntaggedMessage.tag(item).orElse(0L)).isEqualTo(tag);
        assertThat(CoseMessage.untagged(item, CoseProfile.GENERIC).isPresent()).isEqualTo(tag != 0);
    }

    /** Made once: an RSA key costs a second. */
    private static final class Rsa {
        static final KeyPair PAIR = Keys.generate(SignatureScheme.RSA_PSS_SHA256, RANDOM);
    }

    private static CoseKey ecKey() {
        KeyPair pair = Keys.generateP256(RANDOM);
        byte[] s = ((ECPrivateKey) pair.getPrivate()).getS().toByteArray();
        byte[] d = new byte[32];
        for (int i = 0; i < Math.min(32, s.length); i++) {
            d[31 - i] = s[s.length - 1 - i];
        }
        CborMapBuilder out = CoseKeys.parameters(pair.getPublic());
        return new CoseKey(out.put(CoseKey.D, d).build());
    }

    private static CoseKey with(CoseKey key, long label, Cbor value) {
        CborMapBuilder out = Cbor.map();
        key.map().entries().stream()
                .filter(entry -> !entry.key().equals(Cbor.of(label)))
                .forEach(entry -> out.put(entry.key(), entry.value()));
        return new CoseKey(out.put(label, value).build());
    }

    private static Opened open(String message, String key, CoseProfile profile) {
        return CoseCipher.of(Crypto.standard(), profile)
                .open(
                        CoseEncrypt.parse(HexFormat.of().parseHex(message), profile),
                        RecipientKey.of(CoseKey.parse(HexFormat.of().parseHex(key), profile)),
                        NONE,
                        Optional.empty());
    }

    private static Opened open(CoseEncrypt message, CoseKey key) {
        return CoseCipher.of(Crypto.standard(), CoseProfile.STRICT)
                .open(message, RecipientKey.of(key), NONE, Optional.empty());
    }

    private static Reason reason(Opened opened) {
        assertThat(opened).isInstanceOf(Opened.Refused.class);
        return ((Opened.Refused) opened).reason();
    }
}
