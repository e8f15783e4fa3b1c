package dev.muster.core.attestation.schemes;

import static dev.muster.core.attestation.TestFleet.CAM;
import static dev.muster.core.attestation.TestFleet.DEVICE_KEY;
import static dev.muster.core.attestation.TestFleet.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.attestation.AttestationStore.Origin;
import dev.muster.core.attestation.Difference;
import dev.muster.core.attestation.EvidenceAnswer;
import dev.muster.core.attestation.EvidenceAppraised;
import dev.muster.core.attestation.EvidenceKeys;
import dev.muster.core.attestation.Reason;
import dev.muster.core.attestation.ReferenceSet;
import dev.muster.core.attestation.Refusal;
import dev.muster.core.attestation.ReleaseManifest;
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
import dev.muster.format.attest.eat.EatToken;
import dev.muster.format.attest.tpm.EventLog;
import dev.muster.format.attest.tpm.SlotsWithQuote;
import dev.muster.format.attest.tpm.TpmEvidence;
import dev.muster.format.attest.tpm.TpmHash;
import dev.muster.format.attest.tpm.TpmPublic;
import dev.muster.testing.SwTpm;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a software TPM saw of a boot, beside the files of a slot, against a release that states both. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BootedLiveTest {
    private static final Environment DEVICE = EvidenceKeys.environment(new Origin("Acme", "cam"), CAM);
    private static final String PCRS = "sha256:4,9,11";
    private static final byte[] KERNEL = digest("kernel");
    private static final byte[] INITRD = digest("first file system");

    @TempDir
    static Path dir;

    private SwTpm tpm;
    private int nonces = 100;

    private static byte[] digest(String what) {
        return TpmHash.SHA256.digest(what.getBytes(StandardCharsets.UTF_8));
    }

    @BeforeAll
    void make() throws Exception {
        tpm = SwTpm.start(dir.resolve("tpm"));
        tpm.tool("tpm2_createek", "-c", "ek.ctx", "-G", "rsa", "-u", "ek.pub");
        tpm.tool(
                "tpm2_createak",
                "-C",
                "ek.ctx",
                "-c",
                "ak.ctx",
                "-G",
                "ecc",
                "-g",
                "sha256",
                "-s",
                "ecdsa",
                "-u",
                "ak.pub");
        tpm.tool("tpm2_evictcontrol", "-c", "ak.ctx", "0x81010002");
    }

    @BeforeEach
    void reboot() throws Exception {
        tpm.reboot();
    }

    @AfterAll
    void off() {
        if (tpm != null) {
            tpm.close();
        }
    }

    /** Firmware says what it does, and starts programs; the kernel's stub measures its first file system. */
    private static TestLogs.Boot log(byte[]... programs) {
        TestLogs.Boot log = new TestLogs.Boot().calling().separator(4);
        for (byte[] program : programs) {
            log.program(program);
        }
        return log.tagged(9, INITRD);
    }

    /** Boots what a log says. */
    private TestLogs.Boot booted(TestLogs.Boot log) throws Exception {
        for (EventLog.Event event : EventLog.parse(log.bytes()).events()) {
            tpm.tool(
                    "tpm2_pcrextend",
                    event.pcr() + ":sha256="
                            + HexFormat.of().formatHex(event.digests().get(TpmHash.SHA256)));
        }
        return log;
    }

    /** The release 1.0.0 with a boot, and the key of this device's TPM. */
    private ReferenceSet stating(List<Measurement> boot) throws Exception {
        TpmPublic ak = TpmPublic.parse(tpm.file("ak.pub"));
        Comid keys = new Comid(
                TagId.of("keys"),
                0,
                List.of(),
                List.of(),
                List.of(new Triple.Keys(
                        Triple.KeyKind.ATTEST,
                        DEVICE,
                        List.of(TypedBytes.key(ak.key()), TypedBytes.bytes(ak.name())),
                        Optional.empty(),
                        List.of())));
        Corim release = ReleaseManifest.of(
                "Acme", "cam", "cam-firmware", "1.0.0", TestFleet.release("1.0.0"), boot, Optional.of(TestFleet.YEAR));
        Corim registered = Corim.of(TagId.of("cam-keys"), keys, List.of(), Optional.empty(), List.of());
        return ReferenceSet.of(List.of(
                new ReferenceSet.Document("Acme", "00", release), new ReferenceSet.Document("Acme", "01", registered)));
    }

    private ReferenceSet statingComponents() throws Exception {
        return stating(ReleaseManifest.booted(EventLog.parse(log(KERNEL).bytes()), Set.of(4, 9)));
    }

    private EvidenceAnswer show(ReferenceSet references, String version, Optional<byte[]> log) throws Exception {
        byte[] nonce = TestFleet.CHALLENGES
                .issue(TestFleet.ORG, CAM, NOW, new Random(++nonces))
                .nonce();
        TpmEvidence quoted = TestQuotes.quote(tpm, nonce, "0x81010002", "ak.pub", PCRS, new byte[0]);
        TpmEvidence sent = new TpmEvidence(
                quoted.attest(), quoted.signature(), quoted.values(), quoted.key(), log, Optional.empty());
        byte[] both = new SlotsWithQuote(token(nonce, version), sent.encode()).encode();
        return show(references, SlotsWithQuote.MEDIA_TYPE, both);
    }

    private static byte[] token(byte[] nonce, String version) {
        return EatToken.sign(
                TestFleet.claims(nonce, "1.0.0", TestFleet.release(version)), TestFleet.signer(DEVICE_KEY));
    }

    private static EvidenceAnswer show(ReferenceSet references, String type, byte[] evidence) {
        return new TestDesk(references)
                .show(
                        type,
                        evidence,
                        BuiltInSchemes.all()
                                .read(
                                        type,
                                        evidence,
                                        EvidenceKeys.of(DEVICE_KEY.getPublic(), references, Optional.of(DEVICE))));
    }

    private static EvidenceAppraised appraised(EvidenceAnswer answer) {
        return ((EvidenceAnswer.Appraised) answer).event();
    }

    private EvidenceAppraised appraised(ReferenceSet references, TestLogs.Boot log) throws Exception {
        return appraised(show(references, "1.0.0", Optional.of(log.bytes())));
    }

    private static List<String> codes(EvidenceAppraised event) {
        return event.reasons().stream().map(Reason::code).toList();
    }

    @Test
    void theBootOfTheReleaseIsAffirmedAndSaidSo() throws Exception {
        EvidenceAppraised event = appraised(statingComponents(), booted(log(KERNEL)));
        assertThat(event.status()).as(event.reasons().toString()).isEqualTo(TrustTier.AFFIRMING);
        assertThat(event.vector()).containsEntry("executables", 3).containsEntry("file-system", 2);
        assertThat(codes(event)).contains(Reason.BOOT_MATCH);
    }

    @Test
    void anotherKernelIsContradictedAndNamedAlthoughEveryFileIsThatOfTheRelease() throws Exception {
        EvidenceAppraised event = appraised(statingComponents(), booted(log(digest("other kernel"))));
        assertThat(event.status()).isEqualTo(TrustTier.CONTRAINDICATED);
        assertThat(event.differences())
                .singleElement()
                .extracting(Difference::path)
                .isEqualTo("pcr-4/uefi-boot-application-1 digest");
        assertThat(event.vector()).containsEntry("executables", 96).doesNotContainEntry("file-system", 96);
        assertThat(event.reasons().getFirst().text())
                .startsWith("The measurements of the boot are those of no release");
        assertThat(codes(event)).contains(Reason.BOOT_DIFFERS);
    }

    @Test
    void aProgramMoreOrLessIsContradictedHoweverItsKindIsCalled() throws Exception {
        TestLogs.Boot more = booted(log(KERNEL).event(4, 0x80000007, digest("back door"), "Calling it something"));
        EvidenceAppraised extra = appraised(statingComponents(), more);
        assertThat(extra.status()).isEqualTo(TrustTier.CONTRAINDICATED);
        assertThat(extra.differences().getFirst())
                .satisfies(one -> assertThat(one.path()).isEqualTo("pcr-4/uefi-action-1 digest"))
                .satisfies(one -> assertThat(one.expected()).isEqualTo(Difference.ABSENT));
        tpm.reboot();
        EvidenceAppraised none = appraised(statingComponents(), booted(log()));
        assertThat(none.status()).isEqualTo(TrustTier.CONTRAINDICATED);
        assertThat(none.differences().getFirst().found()).isEqualTo(Difference.ABSENT);
    }

    @Test
    void withoutItsLogNothingIsClaimedOfComponentsAndALogOfAnotherBootIsRefused() throws Exception {
        booted(log(KERNEL));
        EvidenceAppraised event = appraised(show(statingComponents(), "1.0.0", Optional.empty()));
        assertThat(event.status()).isEqualTo(TrustTier.WARNING);
        assertThat(event.reasons().getFirst().code()).isEqualTo(Reason.NOT_COMPARED);
        assertThat(event.reasons().getFirst().text()).contains("pcr-4/uefi-boot-application-1: not measured");
        assertThat(event.vector()).doesNotContainEntry("executables", 3);
        byte[] forged = log(digest("never booted")).bytes();
        EvidenceAnswer refused = show(statingComponents(), "1.0.0", Optional.of(forged));
        assertThat(((EvidenceAnswer.Refused) refused).refusal()).isEqualTo(Refusal.LOG_MISMATCH);
    }

    @Test
    void valuesOfRegistersAreComparedWithoutALogToo() throws Exception {
        booted(log(KERNEL));
        SortedMap<Integer, byte[]> values = TestQuotes.values(tpm, PCRS);
        ReferenceSet good = stating(List.of(register(4, values.get(4)), register(11, values.get(11))));
        assertThat(appraised(show(good, "1.0.0", Optional.empty())).status()).isEqualTo(TrustTier.AFFIRMING);
        ReferenceSet other = stating(List.of(register(4, values.get(4)), register(11, digest("other"))));
        EvidenceAppraised event = appraised(show(other, "1.0.0", Optional.empty()));
        assertThat(event.status()).isEqualTo(TrustTier.CONTRAINDICATED);
        assertThat(event.differences().getFirst().path()).isEqualTo("11 digest");
    }

    private static Measurement register(int pcr, byte[] value) {
        return Measurement.of(new MeasuredElement.Numbered(pcr), MeasurementValues.ofDigest(Digest.sha256(value)));
    }

    @Test
    void otherFilesAndAnotherKernelAreBothNamed() throws Exception {
        TestLogs.Boot log = booted(log(digest("other kernel")));
        EvidenceAppraised event = appraised(show(statingComponents(), "1.1.0", Optional.of(log.bytes())));
        assertThat(event.differences())
                .extracting(Difference::path)
                .containsExactly("bin/app", "pcr-4/uefi-boot-application-1 digest");
        assertThat(event.vector()).containsEntry("executables", 96);
    }

    @Test
    void whoeverLeavesTheQuoteOutIsNotAffirmed() throws Exception {
        byte[] nonce = TestFleet.CHALLENGES
                .issue(TestFleet.ORG, CAM, NOW, new Random(++nonces))
                .nonce();
        EvidenceAppraised event = appraised(show(statingComponents(), EatToken.MEDIA_TYPE, token(nonce, "1.0.0")));
        assertThat(event.status()).isEqualTo(TrustTier.WARNING);
        assertThat(event.reasons().getFirst().code()).isEqualTo(Reason.NOT_COMPARED);
    }

    @Test
    void aLogThatLiesOfARegisterAboveTheFirmwaresProvesNothingOfIt() throws Exception {
        TestLogs.Boot good = log(KERNEL);
        TestLogs.Boot other =
                new TestLogs.Boot().calling().separator(4).program(KERNEL).tagged(9, digest("other"));
        booted(other);
        EvidenceAppraised lied = appraised(statingComponents(), good);
        assertThat(lied.status()).isEqualTo(TrustTier.WARNING);
        assertThat(lied.reasons().getFirst().text()).contains("pcr-9/event-tag-1: not measured");
        EvidenceAppraised told = appraised(statingComponents(), other);
        assertThat(told.status()).isEqualTo(TrustTier.CONTRAINDICATED);
        assertThat(told.differences().getFirst().path()).isEqualTo("pcr-9/event-tag-1 digest");
    }

    @Test
    void aQuoteAloneIsComparedByComponentsToo() throws Exception {
        ReferenceSet references = stating(List.of());
        Comid boot = new Comid(
                TagId.of("boot"),
                0,
                List.of(),
                List.of(),
                List.of(new Triple.Reference(
                        Environment.of("Acme", "cam"),
                        ReleaseManifest.booted(EventLog.parse(log(KERNEL).bytes()), Set.of(4, 9)))));
        Corim corim = Corim.of(TagId.of("boot"), boot, List.of(), Optional.empty(), List.of());
        ReferenceSet alone = ReferenceSet.of(
                List.of(references.documents().getLast(), new ReferenceSet.Document("Acme", "02", corim)));
        EvidenceAppraised good = quoted(alone, booted(log(KERNEL)), "sha256:4,9");
        assertThat(good.status()).as(good.reasons().toString()).isEqualTo(TrustTier.AFFIRMING);
        EvidenceAppraised wider = quoted(alone, log(KERNEL), PCRS);
        assertThat(wider.status()).as("of register 11 the release says nothing").isEqualTo(TrustTier.WARNING);
        tpm.reboot();
        EvidenceAppraised bad = quoted(alone, booted(log(digest("other kernel"))), "sha256:4,9");
        assertThat(bad.status()).isEqualTo(TrustTier.CONTRAINDICATED);
        assertThat(bad.differences().getFirst().path()).isEqualTo("pcr-4/uefi-boot-application-1 digest");
    }

    private EvidenceAppraised quoted(ReferenceSet references, TestLogs.Boot log, String pcrs) throws Exception {
        byte[] nonce = TestFleet.CHALLENGES
                .issue(TestFleet.ORG, CAM, NOW, new Random(++nonces))
                .nonce();
        TpmEvidence quote = TestQuotes.quote(tpm, nonce, "0x81010002", "ak.pub", pcrs, log.bytes());
        return appraised(show(references, TpmEvidence.MEDIA_TYPE, quote.encode()));
    }

    @Test
    void aReleaseThatSaysNothingOfTheBootIsComparedByItsFilesAlone() throws Exception {
        EvidenceAppraised event = appraised(stating(List.of()), booted(log(digest("other kernel"))));
        assertThat(event.status()).isEqualTo(TrustTier.AFFIRMING);
        assertThat(event.vector()).doesNotContainKey("executables");
        assertThat(codes(event)).doesNotContain(Reason.BOOT_MATCH);
    }
}
