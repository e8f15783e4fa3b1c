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
import dev.muster.format.cbor.CborMapBuilder;
import dev.muster.format.cose.Sign1Builder;
import dev.muster.format.crypto.Keys;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PSA tokens from signature to result, with endorsements as the profile of Arm writes them. */
class PsaTokensTest {
    private static final KeyPair IAK = Keys.generateP256(new SecureRandom());
    private static final byte[] IMPLEMENTATION = filled(32, 7);
    private static final byte[] INSTANCE = instance();
    private static final byte[] SIGNER = filled(32, 9);

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        java.util.Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static byte[] instance() {
        byte[] id = filled(33, 3);
        id[0] = 1;
        return id;
    }

    private static Measurement component(String type, int content) {
        return Measurement.of(
                MeasuredElement.of("psa.software-component"),
                MeasurementValues.ofDigest(Digest.sha256(filled(32, content)))
                        .withName(type)
                        .withKeys(List.of(TypedBytes.bytes(SIGNER))));
    }

    private static ReferenceSet references(Measurement... components) {
        Environment device = Environment.ofClass(TypedBytes.bytes(IMPLEMENTATION));
        Comid comid = new Comid(
                TagId.of("psa"),
                0,
                List.of(),
                List.of(),
                List.of(
                        new Triple.Reference(device, List.of(components)),
                        new Triple.Keys(
                                Triple.KeyKind.ATTEST,
                                device.withInstance(TypedBytes.ueid(INSTANCE)),
                                List.of(TypedBytes.key(IAK.getPublic())),
                                Optional.empty(),
                                List.of())));
        Corim corim = new Corim(
                TagId.of("psa"),
                List.of(comid),
                List.of(),
                List.of(),
                0,
                List.of(),
                Optional.of("tag:arm.com,2025:psa#1.0.0"),
                Optional.empty(),
                List.of(),
                List.of());
        return ReferenceSet.of(List.of(new ReferenceSet.Document("Acme", "00", corim)));
    }

    private static Cbor software(String type, int content) {
        return Cbor.map()
                .put(1, type)
                .put(2, filled(32, content))
                .put(5, SIGNER)
                .build();
    }

    private static byte[] token(String profile, int lifecycle, KeyPair key, int loader, int application) {
        byte[] nonce = TestFleet.CHALLENGES
                .issue(TestFleet.ORG, CAM, NOW, new Random(loader + application))
                .nonce();
        CborMapBuilder claims = Cbor.map()
                .put(10, nonce)
                .put(256, INSTANCE)
                .put(265, profile)
                .put(2394, 1)
                .put(2395, lifecycle)
                .put(2396, IMPLEMENTATION)
                .put(2399, Cbor.array(software("BL", loader), software("ARoT", application)));
        return Sign1Builder.create()
                .payload(claims.build().encoded())
                .sign(TestFleet.signer(key))
                .encode();
    }

    private static EvidenceAnswer show(String mediaType, byte[] token, ReferenceSet references) {
        EvidenceReading reading = BuiltInSchemes.all()
                .read(mediaType, token, EvidenceKeys.of(DEVICE_KEY.getPublic(), references, Optional.empty()));
        return new TestDesk(references).show(mediaType, token, reading);
    }

    private static EvidenceAppraised appraised(byte[] token, ReferenceSet references) {
        return ((EvidenceAnswer.Appraised) show("application/eat+cwt", token, references)).event();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tag:psacertified.org,2023:psa#tfm|application/eat+cwt",
                "tag:psacertified.org,2019:psa#legacy|application/eat+cwt",
                "http://arm.com/psa/2.0.0|application/psa-attestation-token"
            })
    void aTokenOfEachProfileIsAffirmedByItsRootOfTrust(String profile, String mediaType) {
        ReferenceSet set = references(component("BL", 1), component("ARoT", 2));
        EvidenceAnswer answer = show(mediaType, token(profile, 0x3000, IAK, 1, 2), set);
        EvidenceAppraised event = ((EvidenceAnswer.Appraised) answer).event();
        assertThat(event.status()).as(event.reasons().toString()).isEqualTo(TrustTier.AFFIRMING);
        assertThat(event.proved().word()).isEqualTo("rot-signed");
        assertThat(event.scheme()).contains("psa");
        assertThat(event.vector()).containsEntry("executables", 3).containsEntry("hardware", 2);
    }

    @Test
    void aComponentThatDiffersIsContradicted() {
        ReferenceSet set = references(component("BL", 1), component("ARoT", 2));
        EvidenceAppraised event = appraised(token("tag:psacertified.org,2023:psa#tfm", 0x3000, IAK, 1, 5), set);
        assertThat(event.status()).isEqualTo(TrustTier.CONTRAINDICATED);
        assertThat(event.differencesTotal()).isEqualTo(1);
    }

    @Test
    void aComponentThatNobodyStatedIsNotAffirmed() {
        ReferenceSet set = references(component("BL", 1));
        EvidenceAppraised event = appraised(token("tag:psacertified.org,2023:psa#tfm", 0x3000, IAK, 1, 2), set);
        assertThat(event.status()).isEqualTo(TrustTier.WARNING);
    }

    @Test
    void anOpenLifecycleIsNeverAffirmed() {
        ReferenceSet set = references(component("BL", 1), component("ARoT", 2));
        assertThat(appraised(token("tag:psacertified.org,2023:psa#tfm", 0x4000, IAK, 1, 2), set)
                        .status())
                .isEqualTo(TrustTier.WARNING);
        assertThat(appraised(token("tag:psacertified.org,2023:psa#tfm", 0x6000, IAK, 1, 2), set)
                        .status())
                .isEqualTo(TrustTier.CONTRAINDICATED);
    }

    @Test
    void anotherKeyAndAnUnknownInstanceAreRefused() {
        ReferenceSet set = references(component("BL", 1), component("ARoT", 2));
        byte[] forged = token("tag:psacertified.org,2023:psa#tfm", 0x3000, DEVICE_KEY, 1, 2);
        assertThat(((EvidenceAnswer.Refused) show("application/eat+cwt", forged, set)).refusal())
                .isEqualTo(Refusal.SIGNATURE_INVALID);
        assertThat(((EvidenceAnswer.Refused) show("application/eat+cwt", forged, ReferenceSet.empty())).refusal())
                .isEqualTo(Refusal.KEY_UNKNOWN);
    }
}
