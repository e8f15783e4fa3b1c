package dev.muster.core.attestation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.attestation.corim.Step;
import dev.muster.format.attest.corim.Comid;
import dev.muster.format.attest.corim.Corim;
import dev.muster.format.attest.corim.Cotl;
import dev.muster.format.attest.corim.Environment;
import dev.muster.format.attest.corim.MeasuredElement;
import dev.muster.format.attest.corim.Measurement;
import dev.muster.format.attest.corim.MeasurementValues;
import dev.muster.format.attest.corim.Svn;
import dev.muster.format.attest.corim.Triple;
import dev.muster.format.attest.corim.Validity;
import dev.muster.format.attest.corim.Version;
import dev.muster.format.attest.coswid.Digest;
import dev.muster.format.attest.coswid.TagId;
import dev.muster.format.attest.ear.TrustTier;
import dev.muster.format.attest.eat.EatToken;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What endorsements do to an appraisal: they are told, they never make it better, and an open trustee makes it worse. */
class PhasesTest {
    private static final Environment CAM = Environment.of("Acme", "cam");
    private static final Environment BUS = Environment.of("Acme", "bus");
    private static final Environment SYSTEM = Environment.of("Acme", "system");

    private static Measurement svn(long value) {
        return Measurement.of(MeasuredElement.of("rating"), MeasurementValues.ofSvn(Svn.exactly(value)));
    }

    private static Measurement version(String text) {
        return Measurement.of(MeasuredElement.of("slot"), MeasurementValues.ofVersion(Version.semver(text)));
    }

    private static ReferenceSet.Document document(Corim corim) {
        return new ReferenceSet.Document("Acme", Integer.toHexString(corim.hashCode()), corim);
    }

    private static Corim corim(String tag, Triple... triples) {
        return Corim.of(
                TagId.of("id " + tag),
                new Comid(TagId.of(tag), 0, List.of(), List.of(), Arrays.asList(triples)),
                List.of(),
                Optional.empty(),
                List.of());
    }

    private static ReferenceSet with(Corim... more) {
        List<ReferenceSet.Document> documents =
                new java.util.ArrayList<>(TestFleet.references("1.0.0").documents());
        for (Corim one : more) {
            documents.add(document(one));
        }
        return ReferenceSet.of(documents);
    }

    private static Statement statement() {
        var claims = TestFleet.claims(TestFleet.nonce(TestFleet.NOW), "1.0.0", TestFleet.release("1.0.0"));
        EvidenceReading.Read read =
                (EvidenceReading.Read) TestFleet.reading(EatToken.sign(claims, TestFleet.signer(TestFleet.DEVICE_KEY)));
        return read.statement();
    }

    private static Appraisal appraise(ReferenceSet set) {
        return Appraiser.appraise(TestFleet.SCHEMES.named("linux-slots"), statement(), CAM, "Acme", set, TestFleet.NOW);
    }

    private static List<String> texts(Appraisal appraisal, String code) {
        return appraisal.reasons().stream()
                .filter(reason -> reason.code().equals(code))
                .map(Reason::text)
                .toList();
    }

    @Test
    void aConditionalEndorsementIsToldWhenItsConditionIsMet() {
        Triple certified = new Triple.Conditional(
                List.of(new Triple.State(CAM, List.of(version("1.0.0")), List.of())),
                List.of(new Triple.Endorsed(CAM, List.of(svn(7)))));
        Triple other = new Triple.Conditional(
                List.of(new Triple.State(CAM, List.of(version("9.0.0")), List.of())),
                List.of(new Triple.Endorsed(CAM, List.of(svn(9)))));
        Appraisal appraisal = appraise(with(corim("certificate", certified, other)));
        assertThat(appraisal.status()).isEqualTo(TrustTier.AFFIRMING);
        assertThat(texts(appraisal, Reason.ENDORSED)).containsExactly("Endorsed: rating security version 7.");
        Phases phases = new Phases(with(corim("certificate", certified, other)), "Acme", TestFleet.NOW);
        assertThat(phases.run(statement(), CAM).steps())
                .extracting(Step::outcome)
                .containsExactly(Step.Outcome.MATCHED, Step.Outcome.MATCHED, Step.Outcome.DIFFERS);
    }

    @Test
    void endorsementsAloneAffirmNothing() {
        ReferenceSet only =
                ReferenceSet.of(List.of(document(corim("alone", new Triple.Endorsed(CAM, List.of(svn(7)))))));
        Appraisal appraisal = appraise(only);
        assertThat(appraisal.status()).isEqualTo(TrustTier.WARNING);
        assertThat(appraisal.reasons().getFirst().code()).isEqualTo(Reason.NO_REFERENCE);
    }

    @Test
    void aSeriesAddsOnce() {
        Triple series = new Triple.Series(
                new Triple.State(CAM, List.of(), List.of()),
                List.of(
                        new Triple.Choice(List.of(version("2.0.0")), List.of(svn(2))),
                        new Triple.Choice(List.of(version("1.0.0")), List.of(svn(1))),
                        new Triple.Choice(List.of(version("1.0.0")), List.of(svn(0)))));
        assertThat(texts(appraise(with(corim("series", series))), Reason.ENDORSED))
                .containsExactly("Endorsed: rating security version 1.");
    }

    @Test
    void aTrusteeThatIsNotCorroboratedIsAWarning() {
        Triple domain = new Triple.Domain(false, SYSTEM, List.of(CAM));
        Triple self = new Triple.Domain(true, SYSTEM, List.of(CAM));
        assertThat(appraise(with(corim("domain", domain, self))).status()).isEqualTo(TrustTier.AFFIRMING);
        Triple bus = new Triple.Domain(false, BUS, List.of(CAM));
        Triple both = new Triple.Domain(false, SYSTEM, List.of(CAM, BUS));
        Triple depends = new Triple.Domain(true, SYSTEM, List.of(BUS));
        Appraisal appraisal = appraise(with(corim("domain", bus, both, depends)));
        assertThat(appraisal.status()).isEqualTo(TrustTier.WARNING);
        assertThat(appraisal.reasons().getFirst().code()).isEqualTo(Reason.TRUSTEE_OPEN);
    }

    @Test
    void aReleaseWithBootComponentsIsMetByThem() {
        MeasuredElement kernel = MeasuredElement.of("pcr-4/application-1");
        MeasurementValues loaded = MeasurementValues.ofDigest(Digest.sha256(new byte[32]));
        List<Measurement> conditions = new java.util.ArrayList<>(TestFleet.references("1.0.0")
                .shelves(CAM)
                .getFirst()
                .all()
                .getFirst()
                .measurements());
        conditions.add(Measurement.of(kernel, loaded));
        ReferenceSet set = ReferenceSet.of(List.of(
                document(corim("release", new Triple.Reference(CAM, conditions))),
                document(corim(
                        "domain",
                        new Triple.Domain(false, SYSTEM, List.of(CAM)),
                        new Triple.Domain(true, SYSTEM, List.of(CAM))))));
        Statement booted = booted(Map.of(4, Map.of(kernel, loaded)));
        Phases phases = new Phases(set, "Acme", TestFleet.NOW);
        assertThat(phases.run(booted, CAM).claims().corroborated(CAM)).isTrue();
        Appraisal appraisal =
                Appraiser.appraise(TestFleet.SCHEMES.named("linux-slots"), booted, CAM, "Acme", set, TestFleet.NOW);
        assertThat(texts(appraisal, Reason.TRUSTEE_OPEN)).isEmpty();
        byte[] other = new byte[32];
        other[0] = 1;
        Statement another = booted(Map.of(4, Map.of(kernel, MeasurementValues.ofDigest(Digest.sha256(other)))));
        assertThat(phases.run(another, CAM).claims().corroborated(CAM)).isFalse();
    }

    private static Statement booted(Map<Integer, Map<MeasuredElement, MeasurementValues>> loaded) {
        Statement plain = statement();
        return plain.of(
                plain.measured().with(new BootEvents(loaded)),
                plain.proof(),
                plain.times(),
                plain.remarks(),
                plain.parts(),
                plain.signed());
    }

    @Test
    void aTagListActivatesItsTagsWhileItHolds() {
        Corim release = TestFleet.manifest("Acme", "1.0.0");
        Instant now = TestFleet.NOW;
        Validity today = new Validity(Optional.empty(), now.plus(Duration.ofDays(1)));
        Validity past = new Validity(Optional.empty(), now.minusSeconds(1));
        Cotl.Activated named = new Cotl.Activated(
                release.comids().getFirst().tagId(), release.comids().getFirst().tagVersion());
        assertThat(appraise(with(list(named, today))).status()).isEqualTo(TrustTier.AFFIRMING);
        Appraisal over = appraise(with(list(named, past)));
        assertThat(over.status()).isEqualTo(TrustTier.WARNING);
        assertThat(over.reasons().getFirst().code()).isEqualTo(Reason.REFERENCE_EXPIRED);
        Appraisal unnamed = appraise(with(list(new Cotl.Activated(TagId.of("another"), 0), today)));
        assertThat(unnamed.reasons().getFirst().code()).isEqualTo(Reason.NO_REFERENCE);
        Appraisal otherVersion = appraise(with(list(new Cotl.Activated(named.tagId(), named.tagVersion() + 1), today)));
        assertThat(otherVersion.reasons().getFirst().code()).isEqualTo(Reason.NO_REFERENCE);
    }

    private static Corim list(Cotl.Activated tag, Validity validity) {
        return new Corim(
                TagId.of("list"),
                List.of(),
                List.of(),
                List.of(new Cotl(TagId.of("list"), 0, List.of(tag), validity)),
                0,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of());
    }
}
