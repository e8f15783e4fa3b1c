package dev.muster.core.attestation.schemes;

import static dev.muster.core.attestation.TestFleet.CAM;
import static dev.muster.core.attestation.TestFleet.DEVICE_KEY;
import static dev.muster.core.attestation.TestFleet.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.attestation.AttestationStore.Origin;
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
import dev.muster.format.attest.dice.DiceEvidence;
import dev.muster.format.attest.ear.TrustTier;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.Sign1Builder;
import dev.muster.format.crypto.Keys;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Open DICE chains made here, from a root that the maker registered to a nonce that the last key signed. */
class DiceTest {
    private static final Environment DEVICE = EvidenceKeys.environment(new Origin("Acme", "cam"), CAM);
    private static final KeyPair ROOT = pair();
    private static final KeyPair FIRST = pair();
    private static final KeyPair LAST = pair();

    private static KeyPair pair() {
        return Keys.generateP256(new SecureRandom());
    }

    private static byte[] code(int content) {
        byte[] hash = new byte[32];
        Arrays.fill(hash, (byte) content);
        return hash;
    }

    private static byte[] certificate(String issuer, KeyPair by, String subject, KeyPair of, int code, int mode) {
        var claims = Cbor.map()
                .put(1, issuer)
                .put(2, subject)
                .put(-4_670_552, CoseKey.of(of.getPublic()).encode());
        if (code > 0) {
            claims.put(-4_670_545, code(code)).put(-4_670_551, new byte[] {(byte) mode});
        }
        return Sign1Builder.create()
                .payload(claims.build().encoded())
                .sign(TestFleet.signer(by))
                .encode();
    }

    private static DiceEvidence evidence(int loader, int application, int mode) {
        byte[] nonce = TestFleet.CHALLENGES
                .issue(TestFleet.ORG, CAM, NOW, new Random(loader * 31L + application))
                .nonce();
        return new DiceEvidence(
                List.of(
                        certificate("root", ROOT, "root", ROOT, 0, 0),
                        certificate("root", ROOT, "first", FIRST, loader, mode),
                        certificate("first", FIRST, "last", LAST, application, mode)),
                Sign1Builder.create()
                        .payload(nonce)
                        .sign(TestFleet.signer(LAST))
                        .encode());
    }

    private static Measurement layer(int number, int code) {
        return Measurement.of(
                new MeasuredElement.Numbered(number), MeasurementValues.ofDigest(Digest.sha256(code(code))));
    }

    private static ReferenceSet references(KeyPair root) {
        Comid comid = new Comid(
                TagId.of("dice"),
                0,
                List.of(),
                List.of(),
                List.of(
                        new Triple.Reference(Environment.of("Acme", "cam"), List.of(layer(1, 1), layer(2, 2))),
                        new Triple.Keys(
                                Triple.KeyKind.ATTEST,
                                DEVICE,
                                List.of(TypedBytes.key(root.getPublic())),
                                Optional.empty(),
                                List.of())));
        return ReferenceSet.of(List.of(new ReferenceSet.Document(
                "Acme", "00", Corim.of(TagId.of("dice"), comid, List.of(), Optional.empty(), List.of()))));
    }

    private static EvidenceAnswer show(DiceEvidence evidence, ReferenceSet set) {
        byte[] bytes = evidence.encode();
        EvidenceReading reading = BuiltInSchemes.all()
                .read(
                        DiceEvidence.MEDIA_TYPE,
                        bytes,
                        EvidenceKeys.of(DEVICE_KEY.getPublic(), set, Optional.of(DEVICE)));
        return new TestDesk(set).show(DiceEvidence.MEDIA_TYPE, bytes, reading);
    }

    private static EvidenceAppraised appraised(DiceEvidence evidence) {
        return ((EvidenceAnswer.Appraised) show(evidence, references(ROOT))).event();
    }

    @Test
    void everyLayerOfARegisteredRootIsAppraised() {
        EvidenceAppraised good = appraised(evidence(1, 2, 1));
        assertThat(good.status()).as(good.reasons().toString()).isEqualTo(TrustTier.AFFIRMING);
        assertThat(good.proved().word()).isEqualTo("dice-derived");
        assertThat(appraised(evidence(1, 3, 1)).status()).isEqualTo(TrustTier.CONTRAINDICATED);
        assertThat(appraised(evidence(1, 2, 2)).status()).isEqualTo(TrustTier.WARNING);
    }

    @Test
    void anotherRootAndAProofByAnotherKeyAreRefused() {
        assertThat(((EvidenceAnswer.Refused) show(evidence(1, 2, 1), references(FIRST))).refusal())
                .isEqualTo(Refusal.KEY_UNKNOWN);
        DiceEvidence good = evidence(1, 2, 1);
        byte[] forged = Sign1Builder.create()
                .payload(new byte[32])
                .sign(TestFleet.signer(FIRST))
                .encode();
        assertThat(((EvidenceAnswer.Refused) show(new DiceEvidence(good.chain(), forged), references(ROOT))).refusal())
                .isEqualTo(Refusal.SIGNATURE_INVALID);
        assertThat(((EvidenceAnswer.Refused)
                                show(new DiceEvidence(good.chain().subList(1, 3), good.proof()), references(ROOT)))
                        .refusal())
                .isEqualTo(Refusal.MALFORMED);
    }
}
