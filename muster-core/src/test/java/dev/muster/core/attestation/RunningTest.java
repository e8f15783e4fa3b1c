package dev.muster.core.attestation;

import static dev.muster.core.attestation.TestFleet.DEVICE_KEY;
import static dev.muster.core.attestation.TestFleet.NOW;
import static dev.muster.core.attestation.TestFleet.SCHEMES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.attest.corim.Comid;
import dev.muster.format.attest.corim.Corim;
import dev.muster.format.attest.corim.Environment;
import dev.muster.format.attest.corim.MeasuredElement;
import dev.muster.format.attest.corim.Measurement;
import dev.muster.format.attest.corim.MeasurementValues;
import dev.muster.format.attest.corim.Triple;
import dev.muster.format.attest.coswid.ConciseSwid;
import dev.muster.format.attest.coswid.Digest;
import dev.muster.format.attest.coswid.FileEntry;
import dev.muster.format.attest.coswid.TagId;
import dev.muster.format.attest.ear.TrustCategory;
import dev.muster.format.attest.ear.TrustTier;
import dev.muster.format.attest.eat.ClaimsSet;
import dev.muster.format.crypto.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Files that a kernel measured as they were used, against the lists of releases. */
class RunningTest {
    private static final Environment CAM = Environment.of("Acme", "cam");
    private static final MeasuredElement BOOT = new MeasuredElement.Numbered(0);
    private static final MeasuredElement IMA = new MeasuredElement.Numbered(10);

    private static Digest digest(String content) {
        return Digest.sha256(Sha256.of(content.getBytes(StandardCharsets.UTF_8)));
    }

    /** A release: the register of its boot, and the files that it lists. */
    private static ReferenceSet.Document release(String version, String boot, String... files) {
        TagId tag = TagId.of("cam/" + version + "/files");
        List<FileEntry> listed = List.of(files).stream()
                .map(content -> FileEntry.of("usr/bin/" + content.replace(' ', '-'), 1, digest(content)))
                .toList();
        List<Triple> triples = new ArrayList<>();
        triples.add(new Triple.Reference(CAM, List.of(Measurement.of(BOOT, MeasurementValues.ofDigest(digest(boot))))));
        if (files.length > 0) {
            triples.add(new Triple.Software(CAM, List.of(tag)));
        }
        Comid comid = new Comid(TagId.of("cam/" + version), 0, List.of(), List.of(), triples);
        Corim corim = Corim.of(
                TagId.of(version),
                comid,
                files.length == 0 ? List.of() : List.of(ConciseSwid.payload(tag, "cam", version, "Acme", listed)),
                Optional.empty(),
                List.of());
        return new ReferenceSet.Document("Acme", version, corim);
    }

    private static RanFiles.Line line(int number, String content) {
        return new RanFiles.Line(number, "/usr/bin/" + content.replace(' ', '-'), Optional.of(digest(content)), false);
    }

    private static Appraisal appraise(List<ReferenceSet.Document> releases, String boot, RanFiles.Line... lines) {
        return appraise(releases, boot, List.of(BOOT), lines);
    }

    private static Appraisal appraise(
            List<ReferenceSet.Document> releases, String boot, List<MeasuredElement> rules, RanFiles.Line... lines) {
        Map<MeasuredElement, MeasurementValues> elements = new LinkedHashMap<>();
        elements.put(BOOT, MeasurementValues.ofDigest(digest(boot)));
        elements.put(IMA, MeasurementValues.ofDigest(digest("whatever was used in whichever order")));
        Statement statement = new Statement(
                "tpm2",
                DEVICE_KEY.getPublic().getEncoded(),
                new byte[32],
                Statement.Device.unnamed(),
                EvidenceAppraised.Software.unnamed(),
                Proof.TPM_QUOTED,
                Measured.each(elements).with(Optional.of(new RanFiles(IMA, List.of(lines), rules))),
                ClaimsSet.Times.OPEN,
                Statement.Side.NONE,
                List.of());
        return Appraiser.appraise(SCHEMES.named("tpm2"), statement, CAM, "Acme", ReferenceSet.of(releases), NOW);
    }

    @Test
    void filesOfTheReleaseAreRecognisedWhereverTheyLieAndHoweverFewWereUsed() {
        Appraisal good = appraise(
                List.of(release("1.0.0", "boot", "init", "shell", "tool")),
                "boot",
                line(2, "init"),
                new RanFiles.Line(3, "/mnt/elsewhere", Optional.of(digest("shell")), false));
        assertThat(good.status()).as(good.reasons().toString()).isEqualTo(TrustTier.AFFIRMING);
        assertThat(good.vector().claims()).containsEntry(TrustCategory.FILE_SYSTEM, 2);
        assertThat(good.reasons().getLast().code()).isEqualTo(Reason.FILES_RECOGNISED);
    }

    @Test
    void whereSomeFilesMayBeLeftOutNothingIsClaimedOfTheFileSystem() {
        List<ReferenceSet.Document> one = List.of(release("1.0.0", "boot", "init", "shell"));
        Appraisal some = appraise(one, "boot", List.of(), line(2, "init"));
        assertThat(some.status()).as(some.reasons().toString()).isEqualTo(TrustTier.AFFIRMING);
        assertThat(some.vector().claims()).doesNotContainKey(TrustCategory.FILE_SYSTEM);
        assertThat(some.reasons().getLast().text()).contains("leave out");
        Appraisal extended = appraise(one, "boot", List.of(new MeasuredElement.Numbered(8)), line(2, "init"));
        assertThat(extended.vector().claims())
                .as("a register that no release states says whatever root extended")
                .doesNotContainKey(TrustCategory.FILE_SYSTEM);
        Appraisal bad = appraise(one, "boot", List.of(), line(2, "init"), line(3, "back door"));
        assertThat(bad.vector().claims())
                .as("a file of no release is one under any rules")
                .containsEntry(TrustCategory.FILE_SYSTEM, 32);
    }

    @Test
    void theFirstFileThatIsOfNoReleaseIsNamed() {
        Appraisal bad = appraise(
                List.of(release("1.0.0", "boot", "init", "shell")),
                "boot",
                line(2, "init"),
                line(3, "back door"),
                line(4, "shell"),
                line(5, "miner"));
        assertThat(bad.status()).isEqualTo(TrustTier.WARNING);
        assertThat(bad.vector().claims()).containsEntry(TrustCategory.FILE_SYSTEM, 32);
        assertThat(bad.reasons().getFirst().code()).isEqualTo(Reason.FILE_UNKNOWN);
        assertThat(bad.reasons().getFirst().text()).contains("line 3, /usr/bin/back-door", "1 more");
    }

    @Test
    void anUpgradeWithoutARebootIsToldAsAMixture() {
        List<ReferenceSet.Document> both = List.of(
                release("1.0.0", "boot", "init", "shell 1", "tool 1"),
                release("1.1.0", "boot 2", "init", "shell 2", "tool 2"));
        Appraisal mixed = appraise(both, "boot", line(2, "init"), line(3, "shell 1"), line(4, "tool 2"));
        assertThat(mixed.status()).isEqualTo(TrustTier.WARNING);
        assertThat(mixed.reasons().getFirst().code()).isEqualTo(Reason.MIXTURE);
        assertThat(mixed.reasons().getFirst().text()).contains("1.0.0", "1.1.0");
        assertThat(mixed.vector().claims()).doesNotContainKey(TrustCategory.FILE_SYSTEM);
        Appraisal ahead = appraise(both, "boot", line(2, "shell 2"), line(3, "tool 2"));
        assertThat(ahead.reasons().getFirst().code())
                .as("booted by one release, and everything used is of the other")
                .isEqualTo(Reason.MIXTURE);
        assertThat(appraise(both, "boot", line(2, "init"), line(3, "shell 1")).status())
                .as("old")
                .isEqualTo(TrustTier.AFFIRMING);
        assertThat(appraise(both, "boot 2", line(2, "init"), line(3, "shell 2")).status())
                .as("new")
                .isEqualTo(TrustTier.AFFIRMING);
        Appraisal more = appraise(both, "boot", line(2, "shell 1"), line(3, "tool 2"), line(4, "back door"));
        assertThat(more.reasons().getFirst().text())
                .as("what neither explains is no mixture")
                .contains("line 4");
    }

    @Test
    void withoutAListNothingIsClaimedOfWhatWasUsed() {
        Appraisal open = appraise(List.of(release("1.0.0", "boot")), "boot", line(2, "init"));
        assertThat(open.status()).isEqualTo(TrustTier.WARNING);
        assertThat(open.reasons().getFirst().code()).isEqualTo(Reason.FILES_NOT_COMPARED);
        assertThat(open.vector().claims()).doesNotContainKey(TrustCategory.FILE_SYSTEM);
    }

    @Test
    void aKernelThatWasNotToldToMeasureVouchesForNoFile() {
        Appraisal idle = appraise(List.of(release("1.0.0", "boot", "init")), "boot");
        assertThat(idle.status()).isEqualTo(TrustTier.WARNING);
        assertThat(idle.reasons().getFirst().code()).isEqualTo(Reason.FILES_NOT_COMPARED);
        assertThat(idle.vector().claims()).doesNotContainKey(TrustCategory.FILE_SYSTEM);
    }

    @Test
    void whatWasWrittenWhileItWasUsedAndWhatHasNoDigestIsOfNoRelease() {
        List<ReferenceSet.Document> one = List.of(release("1.0.0", "boot", "init"));
        Appraisal violated =
                appraise(one, "boot", line(2, "init"), new RanFiles.Line(3, "/var/log/x", Optional.empty(), true));
        assertThat(violated.reasons().getFirst().text()).contains("written while it was used", "line 3");
        Appraisal odd =
                appraise(one, "boot", line(2, "init"), new RanFiles.Line(3, "/bin/odd", Optional.empty(), false));
        assertThat(odd.reasons().getFirst().text()).contains("line 3, /bin/odd");
    }

    @Test
    void whatDiffersStaysContradicted() {
        Appraisal bad = appraise(List.of(release("1.0.0", "boot", "init")), "another boot", line(2, "init"));
        assertThat(bad.status()).isEqualTo(TrustTier.CONTRAINDICATED);
        assertThat(bad.reasons().getFirst().code()).isEqualTo(Reason.DIFFERS);
    }
}
