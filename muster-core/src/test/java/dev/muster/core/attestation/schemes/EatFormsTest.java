package dev.muster.core.attestation.schemes;

import static dev.muster.core.attestation.TestFleet.CAM;
import static dev.muster.core.attestation.TestFleet.DEVICE_KEY;
import static dev.muster.core.attestation.TestFleet.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.attestation.EvidenceAnswer;
import dev.muster.core.attestation.EvidenceAppraised;
import dev.muster.core.attestation.EvidenceKeys;
import dev.muster.core.attestation.EvidenceReading;
import dev.muster.core.attestation.ReferenceSet;
import dev.muster.core.attestation.Refusal;
import dev.muster.core.attestation.TestDesk;
import dev.muster.core.attestation.TestFleet;
import dev.muster.format.attest.cmw.Cmw;
import dev.muster.format.attest.cmw.CmwWriter;
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
import dev.muster.format.attest.eat.EatMessage;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cose.Sign1Builder;
import dev.muster.format.crypto.Crypto;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.Sha256;
import dev.muster.format.crypto.SignatureScheme;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** One set of claims in every serialization of RFC 9711, RFC 9781 and RFC 9999, with what each may be believed for. */
class EatFormsTest {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final KeyPair ELEMENT_KEY = Keys.generateP256(new SecureRandom());
    private static final byte[] ELEMENT = element();
    private int seed;

    private static byte[] element() {
        byte[] id = new byte[33];
        Arrays.fill(id, (byte) 4);
        id[0] = 1;
        return id;
    }

    private static byte[] content(int value) {
        byte[] hash = new byte[32];
        Arrays.fill(hash, (byte) value);
        return hash;
    }

    private byte[] nonce() {
        return TestFleet.CHALLENGES
                .issue(TestFleet.ORG, CAM, NOW, new Random(++seed))
                .nonce();
    }

    private static Cbor measured(String name, int value) {
        byte[] component = Cbor.map()
                .put(1, Cbor.array(Cbor.of(name)))
                .put(2, Cbor.array(Cbor.of(1), Cbor.of(content(value))))
                .build()
                .encoded();
        return Cbor.array(Cbor.array(Cbor.of(65_001), Cbor.of(component)));
    }

    private static byte[] sign(Cbor claims, KeyPair key) {
        return Sign1Builder.create()
                .payload(claims.encoded())
                .sign(TestFleet.signer(key))
                .encode();
    }

    private static byte[] jwt(String claims, KeyPair key, String algorithm) {
        String signed = BASE64.encodeToString(("{\"alg\":\"" + algorithm + "\"}").getBytes(StandardCharsets.US_ASCII))
                + "." + BASE64.encodeToString(claims.getBytes(StandardCharsets.UTF_8));
        byte[] signature = Crypto.standard()
                .sign(SignatureScheme.ECDSA_P256_SHA256, key.getPrivate(), signed.getBytes(StandardCharsets.US_ASCII));
        return (signed + "." + BASE64.encodeToString(signature)).getBytes(StandardCharsets.US_ASCII);
    }

    private static String json(byte[] nonce) {
        byte[] component =
                measured("part-0", 1).asArray().get(0).asArray().get(1).asBytes();
        return "{\"eat_nonce\":\"" + BASE64.encodeToString(nonce) + "\",\"measurements\":[[65001,\""
                + BASE64.encodeToString(component) + "\"]]}";
    }

    private static ReferenceSet references(String... names) {
        List<Measurement> parts = Arrays.stream(names)
                .map(name ->
                        Measurement.of(MeasuredElement.of(name), MeasurementValues.ofDigest(Digest.sha256(content(1)))))
                .toList();
        Comid comid = new Comid(
                TagId.of("box"),
                0,
                List.of(),
                List.of(),
                List.of(
                        new Triple.Reference(Environment.of("Acme", "cam"), parts),
                        new Triple.Keys(
                                Triple.KeyKind.ATTEST,
                                Environment.ofInstance(TypedBytes.ueid(ELEMENT)),
                                List.of(TypedBytes.key(ELEMENT_KEY.getPublic())),
                                Optional.empty(),
                                List.of())));
        return ReferenceSet.of(List.of(new ReferenceSet.Document(
                "Acme", "00", Corim.of(TagId.of("box"), comid, List.of(), Optional.empty(), List.of()))));
    }

    private static EvidenceKeys keys(ReferenceSet set, boolean channel) {
        EvidenceKeys known = EvidenceKeys.of(DEVICE_KEY.getPublic(), set, Optional.empty());
        return new EvidenceKeys() {
            @Override
            public Optional<PublicKey> enrolled() {
                return known.enrolled();
            }

            @Override
            public Optional<PublicKey> channel() {
                return channel ? known.enrolled() : Optional.empty();
            }

            @Override
            public List<PublicKey> attesters(Environment stated) {
                return known.attesters(stated);
            }
        };
    }

    private static EvidenceAnswer show(String type, byte[] evidence, boolean channel, String... names) {
        ReferenceSet set = references(names);
        EvidenceReading reading = BuiltInSchemes.all().read(type, evidence, keys(set, channel));
        return new TestDesk(set).show(type, evidence, reading);
    }

    private static EvidenceAppraised event(EvidenceAnswer answer) {
        assertThat(answer).isInstanceOf(EvidenceAnswer.Appraised.class);
        return ((EvidenceAnswer.Appraised) answer).event();
    }

    private static Refusal refusal(EvidenceAnswer answer) {
        return ((EvidenceAnswer.Refused) answer).refusal();
    }

    @Test
    void aJwtIsVerifiedUnderTheEnrolledKey() {
        byte[] good = jwt(json(nonce()), DEVICE_KEY, "ES256");
        assertThat(event(show(EatMessage.JWT, good, false, "part-0")).status()).isEqualTo(TrustTier.AFFIRMING);
        byte[] forged = jwt(json(nonce()), ELEMENT_KEY, "ES256");
        assertThat(refusal(show(EatMessage.JWT, forged, false, "part-0"))).isEqualTo(Refusal.SIGNATURE_INVALID);
        byte[] shared = jwt(json(nonce()), DEVICE_KEY, "HS256");
        assertThat(refusal(show(EatMessage.JWT, shared, false, "part-0"))).isEqualTo(Refusal.MALFORMED);
        byte[] none = jwt(json(nonce()), DEVICE_KEY, "none");
        assertThat(refusal(show(EatMessage.JWT, none, false, "part-0"))).isEqualTo(Refusal.MALFORMED);
    }

    @Test
    void claimsWithoutASignatureCountOverTheDevicesOwnChannelOnly() {
        Cbor claims = Cbor.tag(
                601, Cbor.map().put(10, nonce()).put(273, measured("part-0", 1)).build());
        assertThat(event(show(EatMessage.UNSIGNED_CBOR, claims.encoded(), true, "part-0"))
                        .status())
                .isEqualTo(TrustTier.AFFIRMING);
        byte[] text = json(nonce()).getBytes(StandardCharsets.UTF_8);
        assertThat(event(show(EatMessage.UNSIGNED_JSON, text, true, "part-0")).status())
                .isEqualTo(TrustTier.AFFIRMING);
        assertThat(refusal(show(EatMessage.UNSIGNED_CBOR, claims.encoded(), false, "part-0")))
                .isEqualTo(Refusal.KEY_UNKNOWN);
    }

    private byte[] bundle(byte[] beside, byte[] named) {
        Cbor claims = Cbor.map()
                .put(10, nonce())
                .put(
                        266,
                        Cbor.map()
                                .put(Cbor.of("TEE"), Cbor.array(Cbor.of(-16), Cbor.of(named)))
                                .build())
                .build();
        Cbor pair = Cbor.array(
                Cbor.of(Cbor.tag(61, Cbor.parse(sign(claims, DEVICE_KEY))).encoded()),
                Cbor.map().put(Cbor.of("TEE"), Cbor.of(beside)).build());
        return Cbor.tag(602, pair).encoded();
    }

    @Test
    void detachedClaimsCountWhenTheTokenNamesThem() {
        byte[] beside = Cbor.map().put(273, measured("part-0", 1)).build().encoded();
        byte[] good = bundle(beside, Sha256.of(beside));
        assertThat(event(show(EatMessage.BUNDLE_CBOR, good, false, "TEE/part-0"))
                        .status())
                .isEqualTo(TrustTier.AFFIRMING);
        byte[] other = Cbor.map().put(273, measured("part-0", 2)).build().encoded();
        byte[] swapped = bundle(other, Sha256.of(beside));
        assertThat(refusal(show(EatMessage.BUNDLE_CBOR, swapped, false, "TEE/part-0")))
                .isEqualTo(Refusal.MALFORMED);
    }

    private byte[] composite(KeyPair inner, boolean sameNonce) {
        byte[] nonce = nonce();
        Cbor element = Cbor.map()
                .put(10, sameNonce ? nonce : new byte[16])
                .put(256, ELEMENT)
                .put(273, measured("part-0", 1))
                .build();
        Cbor claims = Cbor.map()
                .put(10, nonce)
                .put(
                        266,
                        Cbor.map()
                                .put(
                                        Cbor.of("app"),
                                        Cbor.map()
                                                .put(273, measured("part-0", 1))
                                                .build())
                                .put(Cbor.of("se"), Cbor.of(sign(element, inner)))
                                .build())
                .build();
        return sign(claims, DEVICE_KEY);
    }

    @Test
    void submodulesAreComparedBehindTheirName() {
        String[] all = {"app/part-0", "se/part-0"};
        EvidenceAppraised good = event(show("application/eat+cwt", composite(ELEMENT_KEY, true), false, all));
        assertThat(good.status()).as(good.reasons().toString()).isEqualTo(TrustTier.AFFIRMING);
        EvidenceAppraised unstated =
                event(show("application/eat+cwt", composite(ELEMENT_KEY, true), false, "app/part-0"));
        assertThat(unstated.status()).isEqualTo(TrustTier.WARNING);
    }

    @Test
    void aTokenInsideThatNobodyVouchesForKeepsTheWholeFromBeingAffirmed() {
        KeyPair stranger = Keys.generateP256(new SecureRandom());
        EvidenceAppraised unknown = event(show("application/eat+cwt", composite(stranger, true), false, "app/part-0"));
        assertThat(unknown.status()).isEqualTo(TrustTier.WARNING);
        assertThat(unknown.skipped()).anyMatch(text -> text.contains("No registered key signed"));
        EvidenceAppraised stale =
                event(show("application/eat+cwt", composite(ELEMENT_KEY, false), false, "app/part-0"));
        assertThat(stale.status()).isEqualTo(TrustTier.WARNING);
        assertThat(stale.skipped()).anyMatch(text -> text.contains("not for this nonce"));
    }

    @Test
    void aWrapperIsOpenedAndACollectionIsReadMemberByMember() {
        byte[] nonce = nonce();
        byte[] token =
                sign(Cbor.map().put(10, nonce).put(273, measured("part-0", 1)).build(), DEVICE_KEY);
        byte[] record = CmwWriter.encode(new Cmw.Message(new Cmw.Type.ContentFormat(263), token, Cmw.EVIDENCE));
        assertThat(event(show("application/cmw+cbor", record, false, "part-0")).status())
                .isEqualTo(TrustTier.AFFIRMING);
        byte[] again =
                sign(Cbor.map().put(10, nonce).put(273, measured("part-1", 1)).build(), DEVICE_KEY);
        byte[] both = collection(token, again);
        assertThat(event(show("application/cmw+cbor", both, false, "part-0", "b/part-1"))
                        .status())
                .isEqualTo(TrustTier.AFFIRMING);
        assertThat(event(show("application/cmw+cbor", both, false, "part-0")).status())
                .as("a member that no release states")
                .isEqualTo(TrustTier.WARNING);
        byte[] stale =
                sign(Cbor.map().put(10, nonce()).put(273, measured("part-1", 1)).build(), DEVICE_KEY);
        assertThat(refusal(show("application/cmw+cbor", collection(token, stale), false, "part-0")))
                .isEqualTo(Refusal.NONCE_UNKNOWN);
    }

    private static byte[] collection(byte[] first, byte[] second) {
        return Cbor.map()
                .put(Cbor.of("a"), Cbor.array(Cbor.of("application/eat+cwt"), Cbor.of(first)))
                .put(Cbor.of("b"), Cbor.array(Cbor.of(263), Cbor.of(second)))
                .build()
                .encoded();
    }
}
