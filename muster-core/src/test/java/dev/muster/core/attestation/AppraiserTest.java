package dev.muster.core.attestation;

import static dev.muster.core.attestation.TestFleet.NOW;
import static dev.muster.core.attestation.TestFleet.claims;
import static dev.muster.core.attestation.TestFleet.file;
import static dev.muster.core.attestation.TestFleet.references;
import static dev.muster.core.attestation.TestFleet.release;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.attest.corim.Comid;
import dev.muster.format.attest.corim.Corim;
import dev.muster.format.attest.corim.LinkedTag;
import dev.muster.format.attest.corim.Measurement;
import dev.muster.format.attest.corim.MeasurementValues;
import dev.muster.format.attest.corim.Triple;
import dev.muster.format.attest.corim.Version;
import dev.muster.format.attest.coswid.Digest;
import dev.muster.format.attest.coswid.FileEntry;
import dev.muster.format.attest.coswid.TagId;
import dev.muster.format.attest.ear.TrustCategory;
import dev.muster.format.attest.ear.TrustTier;
import dev.muster.format.attest.eat.DebugStatus;
import dev.muster.format.attest.eat.SlotMeasurement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AppraiserTest {
    private static final byte[] NONCE = new byte[32];

    private static SlotMeasurement with(FileEntry... files) {
        return new SlotMeasurement(List.of(files));
    }

    private static Appraisal appraise(String version, SlotMeasurement files, ReferenceSet set) {
        return TestFleet.appraise(claims(NONCE, version, files), set, NOW);
    }

    @Test
    void filesOfAReleaseAreAffirmedAndTheReleaseIsNamed() {
        Appraisal good = appraise("1.1.0", release("1.1.0"), references("1.0.0", "1.1.0"));
        assertThat(good.status()).isEqualTo(TrustTier.AFFIRMING);
        Match match = good.match().orElseThrow();
        assertThat(match.version()).isEqualTo("1.1.0");
        assertThat(match.corimId()).isEqualTo("Acme/cam/1.1.0");
        assertThat(match.tag()).isEqualTo("Acme/cam/1.1.0/reference");
        assertThat(good.differences()).isEmpty();
        assertThat(good.reasons().getFirst().code()).isEqualTo(Reason.MATCH);
    }

    @Test
    void aChangedFileIsContraindicatedAndNamedWithBothDigests() {
        SlotMeasurement tampered =
                with(file("bin/app", "evil"), file("etc/config", "config"), file("lib/lib.so", "library"));
        Appraisal bad = appraise("1.0.0", tampered, references("1.0.0", "1.1.0"));
        assertThat(bad.status()).isEqualTo(TrustTier.CONTRAINDICATED);
        assertThat(bad.match()).isEmpty();
        assertThat(bad.nearest().orElseThrow().version()).isEqualTo("1.0.0");
        assertThat(bad.differences()).hasSize(1);
        Difference difference = bad.differences().getFirst();
        assertThat(difference.path()).isEqualTo("bin/app");
        assertThat(difference.expected())
                .contains(file("bin/app", "app 1.0.0").hash().orElseThrow().hex());
        assertThat(difference.found())
                .contains(file("bin/app", "evil").hash().orElseThrow().hex());
    }

    @Test
    void aFileTooManyOrTooFewIsContraindicated() {
        List<FileEntry> files = new ArrayList<>(release("1.0.0").files());
        files.add(file("bin/backdoor", "x"));
        Appraisal more = appraise("1.0.0", new SlotMeasurement(files), references("1.0.0"));
        assertThat(more.status()).isEqualTo(TrustTier.CONTRAINDICATED);
        assertThat(more.differences()).extracting(Difference::path).containsExactly("bin/backdoor");
        assertThat(more.differences().getFirst().expected()).isEqualTo(Difference.ABSENT);
        Appraisal fewer = appraise("1.0.0", with(file("bin/app", "app 1.0.0")), references("1.0.0"));
        assertThat(fewer.status()).isEqualTo(TrustTier.CONTRAINDICATED);
        assertThat(fewer.differences()).extracting(Difference::found).containsOnly(Difference.ABSENT);
    }

    @Test
    void theClaimedVersionMustBeTheOneTheFilesHave() {
        Appraisal lied = appraise("1.1.0", release("1.0.0"), references("1.0.0"));
        assertThat(lied.status()).isEqualTo(TrustTier.CONTRAINDICATED);
    }

    @Test
    void withoutReferenceValuesNothingIsAffirmed() {
        Appraisal none = appraise("1.0.0", release("1.0.0"), ReferenceSet.empty());
        assertThat(none.status()).isEqualTo(TrustTier.WARNING);
        assertThat(none.reasons().getFirst().code()).isEqualTo(Reason.NO_REFERENCE);
        assertThat(none.vector().claims()).containsEntry(TrustCategory.FILE_SYSTEM, 0);
    }

    @Test
    void expiredReferenceValuesDoNotCount() {
        Appraisal late = TestFleet.appraise(
                claims(NONCE, "1.0.0", release("1.0.0")), references("1.0.0"), NOW.plus(Duration.ofDays(400)));
        assertThat(late.status()).isEqualTo(TrustTier.WARNING);
        assertThat(late.reasons().getFirst().code()).isEqualTo(Reason.REFERENCE_EXPIRED);
    }

    @Test
    void anOpenDebugPortIsAWarningEvenWhenFilesMatch() {
        Appraisal open = TestFleet.appraise(
                claims(NONCE, "1.0.0", release("1.0.0"), Optional.of(DebugStatus.ENABLED)), references("1.0.0"), NOW);
        assertThat(open.status()).isEqualTo(TrustTier.WARNING);
        assertThat(open.match()).isPresent();
        assertThat(open.reasons()).extracting(Reason::code).contains(Reason.DEBUG_ENABLED);
    }

    @Test
    void whatWasNotLookedAtIsNamed() {
        Appraisal silent = TestFleet.appraise(
                claims(NONCE, "1.0.0", release("1.0.0"), Optional.empty()), references("1.0.0"), NOW);
        assertThat(silent.skipped()).hasSize(2).anyMatch(text -> text.contains("debugging"));
        assertThat(silent.vector().claims()).doesNotContainKey(TrustCategory.EXECUTABLES);
    }

    @Test
    void anotherMakersValuesDoNotCount() {
        ReferenceSet foreign =
                ReferenceSet.of(List.of(new ReferenceSet.Document("Evil", "00", TestFleet.manifest("Evil", "1.0.0"))));
        assertThat(appraise("1.0.0", release("1.0.0"), foreign).status()).isEqualTo(TrustTier.WARNING);
    }

    @Test
    void aReplacedTagNoLongerCountsButOnlyItsMakerReplacesIt() {
        Corim newer = TestFleet.manifest("Acme", "1.1.0");
        Comid comid = newer.comids().getFirst();
        Comid replacing = new Comid(
                comid.tagId(),
                comid.tagVersion(),
                comid.entities(),
                List.of(new LinkedTag(TagId.of("Acme/cam/1.0.0/reference"), LinkedTag.REPLACES)),
                comid.triples());
        Corim corim = Corim.of(newer.id(), replacing, newer.coswids(), newer.validity(), newer.entities());
        ReferenceSet.Document old = new ReferenceSet.Document("Acme", "00", TestFleet.manifest("Acme", "1.0.0"));
        ReferenceSet replaced = ReferenceSet.of(List.of(old, new ReferenceSet.Document("Acme", "01", corim)));
        assertThat(appraise("1.0.0", release("1.0.0"), replaced).status()).isEqualTo(TrustTier.CONTRAINDICATED);
        ReferenceSet foreign = ReferenceSet.of(List.of(old, new ReferenceSet.Document("Evil", "01", corim)));
        assertThat(appraise("1.0.0", release("1.0.0"), foreign).status()).isEqualTo(TrustTier.AFFIRMING);
    }

    @Test
    void aConditionThatIsNotUnderstoodNeverMatches() {
        MeasurementValues values = new MeasurementValues(
                Optional.empty(),
                Optional.empty(),
                List.of(release("1.0.0").overall()),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Map.of(),
                Optional.empty(),
                Map.of(-404L, new dev.muster.format.attest.corim.TypedBytes(0, new byte[] {1}, new byte[] {1})));
        ReferenceSet set = setOf(Measurement.of(ReferenceValue.SLOT, values));
        Appraisal open = appraise("1.0.0", release("1.0.0"), set);
        assertThat(open.status()).isEqualTo(TrustTier.WARNING);
        assertThat(open.reasons().getFirst().code()).isEqualTo(Reason.NOT_COMPARED);
    }

    @Test
    void aTripleThatNamesSingleFilesProvesOnlyThose() {
        ReferenceSet set = setOf(Measurement.of(
                ReferenceValue.file("bin/app"),
                MeasurementValues.ofDigest(file("bin/app", "app 1.0.0").hash().orElseThrow())));
        Appraisal partly = appraise("1.0.0", release("1.0.0"), set);
        assertThat(partly.status()).isEqualTo(TrustTier.WARNING);
        assertThat(partly.vector().claims()).containsEntry(TrustCategory.FILE_SYSTEM, 0);
        assertThat(partly.reasons().getFirst().code()).isEqualTo(Reason.PARTLY);
        assertThat(appraise("1.1.0", release("1.1.0"), set).status()).isEqualTo(TrustTier.CONTRAINDICATED);
    }

    @Test
    void aVersionTheDeviceStatesProvesNothing() {
        ReferenceSet set =
                setOf(Measurement.of(ReferenceValue.SLOT, MeasurementValues.ofVersion(Version.semver("1.0.0"))));
        Appraisal claimed = appraise("1.0.0", with(file("bin/app", "evil")), set);
        assertThat(claimed.status()).isEqualTo(TrustTier.WARNING);
        assertThat(claimed.match()).isEmpty();
    }

    @Test
    void everyFileByItsOwnDigestIsTheWhole() {
        List<Measurement> files = release("1.0.0").files().stream()
                .map(entry -> Measurement.of(
                        ReferenceValue.file(entry.path()),
                        MeasurementValues.ofDigest(entry.hash().orElseThrow())))
                .toList();
        ReferenceSet set = setOf(files.toArray(Measurement[]::new));
        assertThat(appraise("1.0.0", release("1.0.0"), set).status()).isEqualTo(TrustTier.AFFIRMING);
        List<FileEntry> more = new ArrayList<>(release("1.0.0").files());
        more.add(file("bin/backdoor", "x"));
        assertThat(appraise("1.0.0", new SlotMeasurement(more), set).status()).isEqualTo(TrustTier.WARNING);
    }

    @Test
    void whatCannotBeComparedIsNeitherGoodNorBad() {
        Digest other = new Digest("sha-384", new byte[48]);
        ReferenceSet set = setOf(Measurement.of(ReferenceValue.SLOT, MeasurementValues.ofDigest(other)));
        Appraisal open = appraise("1.0.0", release("1.0.0"), set);
        assertThat(open.status()).isEqualTo(TrustTier.WARNING);
        assertThat(open.reasons().getFirst().code()).isEqualTo(Reason.NOT_COMPARED);
        MeasurementValues closed = MeasurementValues.ofFlags(Map.of(MeasurementValues.FLAG_DEBUG, false))
                .withDigests(List.of(release("1.0.0").overall()));
        Appraisal silent = TestFleet.appraise(
                claims(NONCE, "1.0.0", release("1.0.0"), Optional.empty()),
                setOf(Measurement.of(ReferenceValue.SLOT, closed)),
                NOW);
        assertThat(silent.status()).isEqualTo(TrustTier.WARNING);
        assertThat(silent.reasons().getFirst().code()).isEqualTo(Reason.NOT_COMPARED);
    }

    @Test
    void aMixtureOfTwoReleasesIsToldAsOneAndAffirmedAsNeither() {
        SlotMeasurement first = with(file("bin/app", "app 1"), file("lib/lib.so", "lib 1"));
        SlotMeasurement second = with(file("bin/app", "app 2"), file("lib/lib.so", "lib 2"));
        ReferenceSet both = ReferenceSet.of(List.of(
                new ReferenceSet.Document(
                        "Acme", "00", ReleaseManifest.of("Acme", "cam", "fw", "1.0.0", first, Optional.empty())),
                new ReferenceSet.Document(
                        "Acme", "01", ReleaseManifest.of("Acme", "cam", "fw", "2.0.0", second, Optional.empty()))));
        Appraisal mixed = appraise("1.0.0", with(file("bin/app", "app 1"), file("lib/lib.so", "lib 2")), both);
        assertThat(mixed.status()).isEqualTo(TrustTier.CONTRAINDICATED);
        assertThat(mixed.reasons().getFirst().code()).isEqualTo(Reason.MIXTURE);
        assertThat(appraise("1.0.0", with(file("bin/app", "app 1"), file("lib/lib.so", "evil")), both)
                        .reasons()
                        .getFirst()
                        .code())
                .isEqualTo(Reason.DIFFERS);
    }

    @Test
    void theListOfDifferencesIsBounded() {
        List<FileEntry> many = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            many.add(file("f" + i, "x"));
        }
        Appraisal bad = appraise("1.0.0", new SlotMeasurement(many), references("1.0.0"));
        assertThat(bad.differences()).hasSize(Appraiser.MAX_DIFFERENCES);
        assertThat(bad.differencesTotal()).isEqualTo(203);
    }

    @Test
    void sameInputsSameAppraisal() {
        ReferenceSet set = references("1.0.0", "1.1.0");
        assertThat(appraise("1.0.0", release("1.1.0"), set)).isEqualTo(appraise("1.0.0", release("1.1.0"), set));
    }

    private static ReferenceSet setOf(Measurement... measurements) {
        Comid comid = new Comid(
                TagId.of("tag"),
                0,
                List.of(),
                List.of(),
                List.of(new Triple.Reference(
                        dev.muster.format.attest.corim.Environment.of("Acme", "cam"), List.of(measurements))));
        return ReferenceSet.of(List.of(new ReferenceSet.Document(
                "Acme", "00", Corim.of(TagId.of("id"), comid, List.of(), Optional.empty(), List.of()))));
    }
}
