package dev.muster.core.attestation.schemes;

import static dev.muster.core.attestation.TestFleet.CAM;
import static dev.muster.core.attestation.TestFleet.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.core.attestation.EvidenceAnswer;
import dev.muster.core.attestation.EvidenceAppraised;
import dev.muster.core.attestation.EvidenceKeys;
import dev.muster.core.attestation.ReferenceSet;
import dev.muster.core.attestation.Refusal;
import dev.muster.core.attestation.SharedKey;
import dev.muster.core.attestation.SharedKeys;
import dev.muster.core.attestation.TestDesk;
import dev.muster.core.attestation.TestFleet;
import dev.muster.core.attestation.WithShared;
import dev.muster.format.attest.corim.Comid;
import dev.muster.format.attest.corim.Corim;
import dev.muster.format.attest.corim.Environment;
import dev.muster.format.attest.corim.MeasuredElement;
import dev.muster.format.attest.corim.Measurement;
import dev.muster.format.attest.corim.MeasurementValues;
import dev.muster.format.attest.corim.Triple;
import dev.muster.format.attest.corim.TypedBytes;
import dev.muster.format.attest.coswid.Digest;
import dev.muster.format.attest.coswid.TagId;
import dev.muster.format.attest.ear.TrustTier;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseMacVerifier;
import dev.muster.format.cose.CoseProfile;
import dev.muster.format.cose.MacAlgorithm;
import dev.muster.format.crypto.Crypto;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tokens under a key that the device and the verifier share: PSA's and any EAT's in COSE_Mac0. */
class SharedKeyTest {
    private static final byte[] IMPLEMENTATION = filled(32, 7);
    private static final byte[] INSTANCE = instance(3);
    private static final byte[] SIGNER = filled(32, 9);
    private static final CoseKey KEY = CoseKey.symmetric(filled(64, 5), Optional.empty());
    private static final CoseKey OTHER = CoseKey.symmetric(filled(64, 6), Optional.empty());
    private static final CoseMacVerifier MACS = CoseMacVerifier.of(Crypto.standard(), CoseProfile.STRICT);

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static byte[] instance(int value) {
        byte[] id = filled(33, value);
        id[0] = 1;
        return id;
    }

    private static ReferenceSet references(Environment environment, String element, MeasurementValues values) {
        Triple reference =
                new Triple.Reference(environment, List.of(Measurement.of(MeasuredElement.of(element), values)));
        Comid comid = new Comid(TagId.of("tag"), 0, List.of(), List.of(), List.of(reference));
        Corim corim = new Corim(
                TagId.of("id"),
                List.of(comid),
                List.of(),
                List.of(),
                0,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of());
        return ReferenceSet.of(List.of(new ReferenceSet.Document("Acme", "00", corim)));
    }

    private static ReferenceSet psa() {
        return references(
                Environment.ofClass(TypedBytes.bytes(IMPLEMENTATION)),
                "psa.software-component",
                MeasurementValues.ofDigest(Digest.sha256(filled(32, 1)))
                        .withName("BL")
                        .withKeys(List.of(TypedBytes.bytes(SIGNER))));
    }

    private static byte[] nonce() {
        return TestFleet.CHALLENGES
                .issue(TestFleet.ORG, CAM, NOW, new Random(4))
                .nonce();
    }

    private static Cbor claims(String measuredBy) {
        Cbor component = Cbor.map()
                .put(1, "BL")
                .put(2, filled(32, 1))
                .put(5, SIGNER)
                .put(6, measuredBy)
                .build();
        return Cbor.map()
                .put(10, nonce())
                .put(256, INSTANCE)
                .put(265, "tag:psacertified.org,2023:psa#tfm")
                .put(2394, 1)
                .put(2395, 0x3000)
                .put(2396, IMPLEMENTATION)
                .put(2399, Cbor.array(component))
                .build();
    }

    private static byte[] token(MacAlgorithm algorithm, CoseKey key) {
        return MACS.authenticate(CborMap.EMPTY, claims("sha-256").encoded(), new byte[0], algorithm, key)
                .encode();
    }

    /** Knows one key, of one instance. */
    private static SharedKeys knows(CoseKey key) {
        return stated -> stated.instance().equals(Optional.of(TypedBytes.ueid(INSTANCE)))
                ? List.of(new SharedKey(key))
                : List.of();
    }

    private static EvidenceAnswer show(byte[] token, ReferenceSet set, SharedKeys shared) {
        EvidenceKeys keys = new WithShared(EvidenceKeys.of(Optional.empty(), set, Optional.empty()), shared);
        return new TestDesk(set)
                .show("application/eat+cwt", token, BuiltInSchemes.all().read("application/eat+cwt", token, keys));
    }

    private static Refusal refusal(EvidenceAnswer answer) {
        return ((EvidenceAnswer.Refused) answer).refusal();
    }

    @ParameterizedTest
    @EnumSource(names = {"HMAC_256_256", "HMAC_384_384", "HMAC_512_512"})
    void aTokenUnderEachAlgorithmIsAffirmedAndSaysWhoseWordItIs(MacAlgorithm algorithm) {
        EvidenceAppraised event = ((EvidenceAnswer.Appraised) show(token(algorithm, KEY), psa(), knows(KEY))).event();
        assertThat(event.status()).as(event.reasons().toString()).isEqualTo(TrustTier.AFFIRMING);
        assertThat(event.proved().word()).isEqualTo("rot-shared-key");
        assertThat(event.skipped()).contains(SharedKey.REMARK);
        assertThat(SharedKey.named(event.deviceKey())).contains(new SharedKey(KEY).id());
    }

    @ParameterizedTest
    @EnumSource(names = {"HMAC_256_64", "AES_MAC_256_128"})
    void aTagThatIsCutShortOrOfAnotherKindIsNotBelieved(MacAlgorithm algorithm) {
        CoseKey key = CoseKey.symmetric(filled(32, 5), Optional.empty());
        assertThat(refusal(show(token(algorithm, key), psa(), knows(key)))).isEqualTo(Refusal.SIGNATURE_INVALID);
    }

    @Test
    void anotherKeyAnUnknownInstanceAndAChangedClaimAreRefused() {
        byte[] good = token(MacAlgorithm.HMAC_256_256, KEY);
        assertThat(refusal(show(good, psa(), knows(OTHER)))).isEqualTo(Refusal.SIGNATURE_INVALID);
        assertThat(refusal(show(good, psa(), SharedKeys.NONE))).isEqualTo(Refusal.KEY_UNKNOWN);
        byte[] changed = good.clone();
        changed[changed.length - 40] ^= 1;
        assertThat(show(changed, psa(), knows(KEY))).isInstanceOf(EvidenceAnswer.Refused.class);
    }

    @Test
    void aDescriptionInOwnWordsLeavesTheHashToItsLength() {
        byte[] token = MACS.authenticate(
                        CborMap.EMPTY,
                        claims("TF-M_SHA256MemPreXIP").encoded(),
                        new byte[0],
                        MacAlgorithm.HMAC_256_256,
                        KEY)
                .encode();
        EvidenceAppraised event = ((EvidenceAnswer.Appraised) show(token, psa(), knows(KEY))).event();
        assertThat(event.status()).as(event.reasons().toString()).isEqualTo(TrustTier.AFFIRMING);
    }

    @Test
    void anyEatIsUnderTheKeyOfItsUeid() {
        Cbor component = Cbor.map()
                .put(1, Cbor.array(Cbor.of("app"), Cbor.array(Cbor.of("1.0"))))
                .put(2, Cbor.array(Cbor.of(1), Cbor.of(filled(32, 1))))
                .build();
        byte[] claims = Cbor.map()
                .put(10, nonce())
                .put(256, INSTANCE)
                .put(273, Cbor.array(Cbor.array(Cbor.of(600), Cbor.of(component.encoded()))))
                .build()
                .encoded();
        byte[] token = MACS.authenticate(CborMap.EMPTY, claims, new byte[0], MacAlgorithm.HMAC_256_256, KEY)
                .encode();
        byte[] inCwt = Cbor.tag(61, Cbor.parse(token)).encoded();
        for (byte[] one : List.of(token, inCwt)) {
            EvidenceAppraised event = ((EvidenceAnswer.Appraised) show(one, ReferenceSet.empty(), knows(KEY))).event();
            assertThat(event.scheme()).contains("eat");
            assertThat(event.proved().word()).isEqualTo("checked");
            assertThat(event.skipped()).contains(SharedKey.REMARK, PsaTokens.NO_INSTANCES);
            assertThat(refusal(show(one, ReferenceSet.empty(), knows(OTHER)))).isEqualTo(Refusal.SIGNATURE_INVALID);
            assertThat(refusal(show(one, ReferenceSet.empty(), SharedKeys.NONE)))
                    .isEqualTo(Refusal.KEY_UNKNOWN);
        }
    }

    @Test
    void keysAreAsLongAsTheirHashAndForTokensOnly() {
        assertThatThrownBy(() -> new SharedKey(CoseKey.symmetric(filled(31, 1), Optional.empty())))
                .hasMessageContaining("32..128");
        assertThatThrownBy(() -> new SharedKey(CoseKey.symmetric(filled(129, 1), Optional.empty())))
                .hasMessageContaining("32..128");
        CborMap truncated =
                Cbor.map().put(1, 4).put(3, 4).put(-1, filled(32, 1)).build().asMap();
        assertThatThrownBy(() -> new SharedKey(new CoseKey(truncated))).hasMessageContaining("another algorithm");
        assertThatThrownBy(() -> new SharedKey(CoseKey.of(TestFleet.DEVICE_KEY.getPublic())))
                .hasMessageContaining("symmetric");
        assertThat(new SharedKey(KEY).id()).isNotEqualTo(new SharedKey(OTHER).id());
    }

    @Test
    void aKeyBoundToOneAlgorithmVerifiesNoOther() {
        CoseKey bound = new CoseKey(
                Cbor.map().put(1, 4).put(3, 5).put(-1, filled(64, 5)).build().asMap());
        assertThat(show(token(MacAlgorithm.HMAC_256_256, KEY), psa(), knows(bound)))
                .isInstanceOf(EvidenceAnswer.Appraised.class);
        assertThat(refusal(show(token(MacAlgorithm.HMAC_512_512, KEY), psa(), knows(bound))))
                .isEqualTo(Refusal.SIGNATURE_INVALID);
    }
}
