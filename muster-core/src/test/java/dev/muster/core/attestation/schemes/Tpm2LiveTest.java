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
import dev.muster.core.attestation.Reason;
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
import dev.muster.format.attest.coswid.ConciseSwid;
import dev.muster.format.attest.coswid.Digest;
import dev.muster.format.attest.coswid.FileEntry;
import dev.muster.format.attest.coswid.TagId;
import dev.muster.format.attest.ear.TrustTier;
import dev.muster.format.attest.tpm.PcrValues;
import dev.muster.format.attest.tpm.TpmEvidence;
import dev.muster.format.attest.tpm.TpmHash;
import dev.muster.format.attest.tpm.TpmPublic;
import dev.muster.testing.SwTpm;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Quotes of a software TPM, asked for with tpm2-tools: the good one, and each bad one with its reason. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Tpm2LiveTest {
    private static final Origin ORIGIN = new Origin("Acme", "cam");
    private static final Environment DEVICE = EvidenceKeys.environment(ORIGIN, CAM);
    private static final String PCRS = "sha256:0,4,7";
    private static final TagId FILES = TagId.of("cam/1.0.0/files");

    @TempDir
    static Path dir;

    private SwTpm tpm;
    private ReferenceSet references = ReferenceSet.empty();
    private final List<byte[]> firmware = List.of(
            TpmHash.SHA256.digest("firmware".getBytes(StandardCharsets.UTF_8)),
            TpmHash.SHA256.digest("boot loader".getBytes(StandardCharsets.UTF_8)));

    @BeforeAll
    void boot() throws Exception {
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
        measure();
        SortedMap<Integer, byte[]> good = values();
        references = ReferenceSet.of(List.of(new ReferenceSet.Document("Acme", "00", manifest(good))));
    }

    @AfterAll
    void off() {
        if (tpm != null) {
            tpm.close();
        }
    }

    private void measure() throws Exception {
        tpm.tool("tpm2_pcrextend", "0:sha256=" + HexFormat.of().formatHex(firmware.getFirst()));
        tpm.tool("tpm2_pcrextend", "4:sha256=" + HexFormat.of().formatHex(firmware.getLast()));
    }

    private SortedMap<Integer, byte[]> values() throws Exception {
        return values(PCRS);
    }

    private SortedMap<Integer, byte[]> values(String pcrs) throws Exception {
        return TestQuotes.values(tpm, pcrs);
    }

    /** What the maker signs: the key of this device by value and by name, and the registers of the release. */
    private Corim manifest(SortedMap<Integer, byte[]> values) throws Exception {
        return manifest(values, List.of());
    }

    private Corim manifest(SortedMap<Integer, byte[]> values, List<FileEntry> files) throws Exception {
        TpmPublic ak = TpmPublic.parse(tpm.file("ak.pub"));
        List<Measurement> registers = new ArrayList<>();
        values.forEach((pcr, value) -> registers.add(
                Measurement.of(new MeasuredElement.Numbered(pcr), MeasurementValues.ofDigest(Digest.sha256(value)))));
        Comid comid = new Comid(
                TagId.of("cam/1.0.0"),
                0,
                List.of(),
                List.of(),
                List.of(
                        new Triple.Reference(Environment.of("Acme", "cam"), registers),
                        new Triple.Keys(
                                Triple.KeyKind.ATTEST,
                                DEVICE,
                                List.of(TypedBytes.key(ak.key()), TypedBytes.bytes(ak.name())),
                                Optional.empty(),
                                List.of()),
                        new Triple.Software(Environment.of("Acme", "cam"), List.of(FILES))));
        return Corim.of(
                TagId.of("cam"),
                comid,
                List.of(ConciseSwid.payload(FILES, "cam", "1.0.0", "Acme", files)),
                Optional.empty(),
                List.of());
    }

    private static byte[] nonce(int seed) {
        return TestFleet.CHALLENGES
                .issue(TestFleet.ORG, CAM, NOW, new Random(seed))
                .nonce();
    }

    private TpmEvidence quote(byte[] nonce, String key, String pub, String pcrs) throws Exception {
        return TestQuotes.quote(tpm, nonce, key, pub, pcrs, TestLogs.firmware(firmware));
    }

    private TpmEvidence quote(byte[] nonce) throws Exception {
        return quote(nonce, "0x81010002", "ak.pub", PCRS);
    }

    private EvidenceReading reading(byte[] evidence) {
        return BuiltInSchemes.all()
                .read(
                        TpmEvidence.MEDIA_TYPE,
                        evidence,
                        EvidenceKeys.of(DEVICE_KEY.getPublic(), references, Optional.of(DEVICE)));
    }

    private EvidenceAnswer show(TpmEvidence evidence) {
        return new TestDesk(references).show(TpmEvidence.MEDIA_TYPE, evidence.encode(), reading(evidence.encode()));
    }

    private Refusal refusal(TpmEvidence evidence) {
        return ((EvidenceAnswer.Refused) show(evidence)).refusal();
    }

    @Test
    void aGoodQuoteIsAffirmedAndQuotedByATpm() throws Exception {
        EvidenceAppraised event = ((EvidenceAnswer.Appraised) show(quote(nonce(1)))).event();
        assertThat(event.status()).as(event.reasons().toString()).isEqualTo(TrustTier.AFFIRMING);
        assertThat(event.proved().word()).isEqualTo("tpm-quoted");
        assertThat(event.vector()).containsEntry("executables", 3);
    }

    @Test
    void anotherRegisterIsContradictedAndNamed() throws Exception {
        SortedMap<Integer, byte[]> other = values();
        other.put(7, new byte[] {
            1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
        });
        ReferenceSet kept = references;
        references = ReferenceSet.of(List.of(new ReferenceSet.Document("Acme", "01", manifest(other))));
        EvidenceAppraised event = ((EvidenceAnswer.Appraised) show(quote(nonce(2)))).event();
        references = kept;
        assertThat(event.status()).isEqualTo(TrustTier.CONTRAINDICATED);
        assertThat(event.differences().getFirst().path()).startsWith("7 ");
    }

    @Test
    void fewerRegistersThanTheReleaseStatesAreNeverAffirmed() throws Exception {
        TpmEvidence some = quote(nonce(3), "0x81010002", "ak.pub", "sha256:0,4");
        EvidenceAppraised event = ((EvidenceAnswer.Appraised) show(some)).event();
        assertThat(event.status()).isEqualTo(TrustTier.WARNING);
        assertThat(event.reasons().getFirst().code()).isEqualTo(Reason.NOT_COMPARED);
    }

    private String used(String path, byte[] digest) throws Exception {
        TestLogs.Used line = TestLogs.used(path, digest);
        tpm.tool("tpm2_pcrextend", "10:sha256=" + HexFormat.of().formatHex(line.extended()));
        return line.text();
    }

    private EvidenceAppraised withList(int seed, String list) throws Exception {
        return withList(seed, list, new byte[0]);
    }

    /** @param events what the log has behind those of the firmware */
    private EvidenceAppraised withList(int seed, String list, byte[] events) throws Exception {
        TpmEvidence quoted = quote(nonce(seed), "0x81010002", "ak.pub", "sha256:0,4,7,8,10");
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        log.writeBytes(quoted.eventLog().orElseThrow());
        log.writeBytes(events);
        TpmEvidence both = new TpmEvidence(
                quoted.attest(),
                quoted.signature(),
                quoted.values(),
                quoted.key(),
                Optional.of(log.toByteArray()),
                Optional.of(list.getBytes(StandardCharsets.US_ASCII)));
        return ((EvidenceAnswer.Appraised) show(both)).event();
    }

    @Test
    void whatWasUsedIsComparedWithTheFilesOfTheReleaseAndTheFirstOtherOneIsNamed() throws Exception {
        byte[] shell = TpmHash.SHA256.digest("shell".getBytes(StandardCharsets.US_ASCII));
        byte[] other = TpmHash.SHA256.digest("back door".getBytes(StandardCharsets.US_ASCII));
        String line = "/vmlinuz root=/dev/vda1 ima_policy=tcb";
        byte[] event = TestLogs.commandLine(line);
        tpm.tool(
                "tpm2_pcrextend",
                "8:sha256="
                        + HexFormat.of().formatHex(TpmHash.SHA256.digest(line.getBytes(StandardCharsets.US_ASCII))));
        ReferenceSet kept = references;
        references = ReferenceSet.of(List.of(new ReferenceSet.Document(
                "Acme",
                "02",
                manifest(values("sha256:0,4,7,8"), List.of(FileEntry.of("bin/sh", 5, Digest.sha256(shell)))))));
        String list = used("boot_aggregate", new byte[32]) + used("/bin/sh", shell);
        EvidenceAppraised good = withList(21, list);
        assertThat(good.status()).as(good.reasons().toString()).isEqualTo(TrustTier.AFFIRMING);
        assertThat(good.vector())
                .as("which files the kernel leaves out nobody knows")
                .doesNotContainKey("file-system");
        assertThat(withList(24, list, event).vector())
                .as("by the proved rules it leaves none out")
                .containsEntry("file-system", 2);
        String later = "10 " + "00".repeat(20) + " ima-ng sha256:" + "00".repeat(32) + " /later\n";
        assertThat(withList(22, list + later).status())
                .as("what was measured after the quote is not judged")
                .isEqualTo(TrustTier.AFFIRMING);
        EvidenceAppraised bad = withList(23, list + used("/tmp/x", other));
        references = kept;
        assertThat(bad.status()).isEqualTo(TrustTier.WARNING);
        assertThat(bad.reasons().getFirst().text()).contains("line 3, /tmp/x");
    }

    @Test
    void aWrongNonceIsRefused() throws Exception {
        assertThat(refusal(quote(new byte[32]))).isEqualTo(Refusal.NONCE_UNKNOWN);
    }

    @Test
    void aQuoteFromBeforeARebootIsRefusedAsUsedAndItsSuccessorCountsTheReset() throws Exception {
        TestDesk desk = new TestDesk(references);
        byte[] before = quote(nonce(4)).encode();
        EvidenceAnswer first = desk.show(TpmEvidence.MEDIA_TYPE, before, reading(before));
        long resets = ((EvidenceAnswer.Appraised) first).event().software().bootCount();
        tpm.reboot();
        measure();
        EvidenceAnswer again = desk.show(TpmEvidence.MEDIA_TYPE, before, reading(before));
        assertThat(((EvidenceAnswer.Refused) again).refusal()).isEqualTo(Refusal.NONCE_USED);
        EvidenceAppraised next = ((EvidenceAnswer.Appraised) show(quote(nonce(5)))).event();
        assertThat(next.status()).isEqualTo(TrustTier.AFFIRMING);
        assertThat(next.software().bootCount()).isGreaterThan(resets);
    }

    @Test
    void valuesThatWereNotQuotedAreRefused() throws Exception {
        TpmEvidence good = quote(nonce(6));
        SortedMap<Integer, byte[]> forged = new TreeMap<>(good.values().banks().get(TpmHash.SHA256));
        forged.put(4, new byte[32]);
        assertThat(refusal(new TpmEvidence(
                        good.attest(),
                        good.signature(),
                        new PcrValues(Map.of(TpmHash.SHA256, forged)),
                        good.key(),
                        good.eventLog(),
                        Optional.empty())))
                .isEqualTo(Refusal.QUOTE_MISMATCH);
    }

    @Test
    void aTruncatedEventLogIsRefused() throws Exception {
        TpmEvidence good = quote(nonce(7));
        byte[] whole = good.eventLog().orElseThrow();
        assertThat(refusal(with(good, TestLogs.firmware(firmware.subList(0, 1)))))
                .isEqualTo(Refusal.LOG_MISMATCH);
        assertThat(refusal(with(good, Arrays.copyOf(whole, whole.length - 3)))).isEqualTo(Refusal.MALFORMED);
    }

    private static TpmEvidence with(TpmEvidence good, byte[] log) {
        return new TpmEvidence(
                good.attest(), good.signature(), good.values(), good.key(), Optional.of(log), Optional.empty());
    }

    @Test
    void aKeyThatIsNotRestrictedIsRefused() throws Exception {
        tpm.tool(
                "tpm2_createprimary",
                "-C",
                "o",
                "-c",
                "free.ctx",
                "-G",
                "ecc:ecdsa-sha256",
                "-a",
                "fixedtpm|fixedparent|sensitivedataorigin|userwithauth|sign");
        tpm.tool("tpm2_readpublic", "-c", "free.ctx", "-o", "free.pub");
        ReferenceSet kept = references;
        TpmPublic free = TpmPublic.parse(tpm.file("free.pub"));
        Comid comid = new Comid(
                TagId.of("free"),
                0,
                List.of(),
                List.of(),
                List.of(new Triple.Keys(
                        Triple.KeyKind.ATTEST,
                        DEVICE,
                        List.of(TypedBytes.key(free.key())),
                        Optional.empty(),
                        List.of())));
        references = ReferenceSet.of(List.of(new ReferenceSet.Document(
                "Acme", "02", Corim.of(TagId.of("free"), comid, List.of(), Optional.empty(), List.of()))));
        Refusal refusal = refusal(quote(nonce(8), "free.ctx", "free.pub", PCRS));
        references = kept;
        assertThat(refusal).isEqualTo(Refusal.KEY_NOT_RESTRICTED);
    }

    @Test
    void aKeyOfAnotherTpmIsRefused() throws Exception {
        try (SwTpm other = SwTpm.start(dir.resolve("other"))) {
            other.tool("tpm2_createek", "-c", "ek.ctx", "-G", "rsa", "-u", "ek.pub");
            other.tool(
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
            other.tool(
                    "tpm2_quote",
                    "-c",
                    "ak.ctx",
                    "-l",
                    PCRS,
                    "-q",
                    HexFormat.of().formatHex(nonce(9)),
                    "-m",
                    "q.msg",
                    "-s",
                    "q.sig",
                    "-g",
                    "sha256");
            TpmEvidence foreign = new TpmEvidence(
                    other.file("q.msg"),
                    other.file("q.sig"),
                    new PcrValues(Map.of(TpmHash.SHA256, values())),
                    other.file("ak.pub"),
                    Optional.empty(),
                    Optional.empty());
            assertThat(refusal(foreign)).isEqualTo(Refusal.KEY_UNKNOWN);
        }
    }
}
