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
import dev.muster.core.attestation.TestDesk;
import dev.muster.core.attestation.TestFleet;
import dev.muster.format.attest.corim.Comid;
import dev.muster.format.attest.corim.Corim;
import dev.muster.format.attest.corim.Environment;
import dev.muster.format.attest.corim.MeasuredElement;
import dev.muster.format.attest.corim.Measurement;
import dev.muster.format.attest.corim.MeasurementValues;
import dev.muster.format.attest.corim.Triple;
import dev.muster.format.attest.coswid.Digest;
import dev.muster.format.attest.coswid.TagId;
import dev.muster.format.attest.ear.TrustTier;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborMapBuilder;
import dev.muster.format.cose.Sign1Builder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Tokens of profiles that nobody here knows. */
class EatClaimsTest {
    private static byte[] content(int value) {
        byte[] hash = new byte[32];
        Arrays.fill(hash, (byte) value);
        return hash;
    }

    private static EvidenceAnswer show(int... components) {
        CborMapBuilder claims = Cbor.map()
                .put(
                        10,
                        TestFleet.CHALLENGES
                                .issue(TestFleet.ORG, CAM, NOW, new Random(Arrays.hashCode(components)))
                                .nonce())
                .put(265, "tag:example.com,2026:box");
        if (components.length > 0) {
            List<Cbor> entries = new java.util.ArrayList<>();
            for (int i = 0; i < components.length; i++) {
                byte[] component = Cbor.map()
                        .put(1, Cbor.array(Cbor.of("part-" + i)))
                        .put(2, Cbor.array(Cbor.of(1), Cbor.of(content(components[i]))))
                        .build()
                        .encoded();
                entries.add(Cbor.array(Cbor.of(65_001), Cbor.of(component)));
            }
            claims.put(273, Cbor.array(entries));
        }
        byte[] token = Sign1Builder.create()
                .payload(claims.build().encoded())
                .sign(TestFleet.signer(DEVICE_KEY))
                .encode();
        Comid comid = new Comid(
                TagId.of("box"),
                0,
                List.of(),
                List.of(),
                List.of(new Triple.Reference(Environment.of("Acme", "cam"), List.of(part(0, 1), part(1, 2)))));
        ReferenceSet set = ReferenceSet.of(List.of(new ReferenceSet.Document(
                "Acme", "00", Corim.of(TagId.of("box"), comid, List.of(), Optional.empty(), List.of()))));
        EvidenceReading reading = BuiltInSchemes.all()
                .read("application/eat+cwt", token, EvidenceKeys.of(DEVICE_KEY.getPublic(), set, Optional.empty()));
        return new TestDesk(set).show("application/eat+cwt", token, reading);
    }

    private static Measurement part(int number, int value) {
        return Measurement.of(
                MeasuredElement.of("part-" + number), MeasurementValues.ofDigest(Digest.sha256(content(value))));
    }

    private static EvidenceAppraised event(int... components) {
        return ((EvidenceAnswer.Appraised) show(components)).event();
    }

    @Test
    void measuredComponentsAreCompared() {
        EvidenceAppraised good = event(1, 2);
        assertThat(good.status()).as(good.reasons().toString()).isEqualTo(TrustTier.AFFIRMING);
        assertThat(good.scheme()).contains("eat");
        assertThat(good.proved().word()).isEqualTo("checked");
        assertThat(event(1, 9).status()).isEqualTo(TrustTier.CONTRAINDICATED);
        assertThat(event(1, 2, 3).status()).isEqualTo(TrustTier.WARNING);
        assertThat(event(1).status()).isEqualTo(TrustTier.WARNING);
    }

    @Test
    void aTokenThatMeasuresNothingIsNeverAffirmed() {
        assertThat(event().status()).isEqualTo(TrustTier.WARNING);
    }
}
