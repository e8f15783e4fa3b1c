package dev.muster.core.attestation.schemes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.attestation.EvidenceAnswer;
import dev.muster.core.attestation.EvidenceAppraised;
import dev.muster.core.attestation.OfflineAppraisal;
import dev.muster.core.attestation.ReferenceSet;
import dev.muster.core.attestation.Refusal;
import dev.muster.format.attest.cca.CcaToken;
import dev.muster.format.attest.corim.Comid;
import dev.muster.format.attest.corim.Corim;
import dev.muster.format.attest.corim.CorimReader;
import dev.muster.format.attest.corim.Measurement;
import dev.muster.format.attest.corim.Triple;
import dev.muster.format.attest.corim.TypedBytes;
import dev.muster.format.attest.ear.TrustTier;
import dev.muster.testing.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A public token of Arm CCA against public endorsements for it. */
class CcaTokensTest {
    private static final Path FOLDER =
            Path.of(System.getProperty("muster.vectors", "../shared/vectors")).resolve("corim/schemes");

    private static byte[] file(String name) throws IOException {
        Path file = FOLDER.resolve("arm-cca-" + name + ".cbor");
        Needs.data(file);
        return Files.readAllBytes(file);
    }

    private static Corim corim(String part) throws IOException {
        return CorimReader.parse(file("corim-corim-cca-" + part + "-valid"));
    }

    private static EvidenceAnswer appraise(byte[] evidence, Corim... endorsements) {
        OfflineAppraisal.Question question = new OfflineAppraisal.Question(
                CcaToken.OLD_MEDIA_TYPE,
                evidence,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Instant.parse("2026-11-21T12:00:00Z"));
        List<ReferenceSet.Document> documents = java.util.Arrays.stream(endorsements)
                .map(one -> new ReferenceSet.Document(question.maker(), one.id().toString(), one))
                .toList();
        return new OfflineAppraisal(BuiltInSchemes.all()).answer(question, ReferenceSet.of(documents));
    }

    private static EvidenceAppraised event(EvidenceAnswer answer) {
        return ((EvidenceAnswer.Appraised) answer).event();
    }

    /** The platform's endorsements as they are, but for the signer: the public pair names another than the token has. */
    private static Corim withSigner(Corim platform, byte[] evidence) {
        byte[] signer =
                CcaToken.parse(evidence).platform().software().getFirst().signer();
        List<Comid> comids = platform.comids().stream()
                .map(comid -> new Comid(
                        comid.tagId(),
                        comid.tagVersion(),
                        comid.entities(),
                        comid.linkedTags(),
                        comid.triples().stream()
                                .map(triple -> signed(triple, signer))
                                .toList()))
                .toList();
        return new Corim(
                platform.id(),
                comids,
                List.of(),
                List.of(),
                0,
                List.of(),
                platform.profile(),
                platform.validity(),
                platform.entities(),
                List.of());
    }

    private static Triple signed(Triple triple, byte[] signer) {
        return triple instanceof Triple.Reference reference
                ? new Triple.Reference(
                        reference.environment(),
                        reference.measurements().stream()
                                .map(one -> one.values().cryptoKeys().isEmpty()
                                        ? one
                                        : new Measurement(
                                                one.key(),
                                                one.values().withKeys(List.of(TypedBytes.bytes(signer))),
                                                List.of()))
                                .toList())
                : triple;
    }

    @Test
    void platformAndRealmAreBothAppraised() throws IOException {
        byte[] token = file("evidence-cca-good");
        EvidenceAppraised good = event(appraise(token, withSigner(corim("platform"), token), corim("realm")));
        assertThat(good.status()).as(good.reasons() + " " + good.differences()).isEqualTo(TrustTier.AFFIRMING);
        assertThat(good.proved().word()).isEqualTo("rot-signed");
    }

    @Test
    void aPlatformWhoseSignerIsAnotherIsContradicted() throws IOException {
        EvidenceAppraised other = event(appraise(file("evidence-cca-good"), corim("platform"), corim("realm")));
        assertThat(other.status()).isEqualTo(TrustTier.CONTRAINDICATED);
        assertThat(other.differences()).allMatch(one -> one.path().endsWith("key 1"));
    }

    @Test
    void aRealmThatNobodyKnowsIsNotAffirmed() throws IOException {
        byte[] token = file("evidence-cca-good");
        EvidenceAppraised half = event(appraise(token, withSigner(corim("platform"), token)));
        assertThat(half.status()).isEqualTo(TrustTier.WARNING);
        assertThat(half.match()).isEmpty();
        assertThat(half.vector()).containsEntry("executables", 0);
    }

    @Test
    void withoutAnAnchorAndWithAChangedBitItIsRefused() throws IOException {
        byte[] token = file("evidence-cca-good");
        assertThat(((EvidenceAnswer.Refused) appraise(token, corim("realm"))).refusal())
                .isEqualTo(Refusal.KEY_UNKNOWN);
        token[token.length - 1] ^= 1;
        assertThat(((EvidenceAnswer.Refused) appraise(token, corim("platform"), corim("realm"))).refusal())
                .isEqualTo(Refusal.SIGNATURE_INVALID);
        token[60] ^= 1;
        assertThat(appraise(token, corim("platform"), corim("realm"))).isInstanceOf(EvidenceAnswer.Refused.class);
    }
}
