package dev.muster.format.audit.pack;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborException;
import dev.muster.format.cbor.CborLimits;
import dev.muster.format.cbor.CborProfile;
import dev.muster.format.cbor.RecordCodec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a pack says; see the package description for each key.
 *
 * @param format {@link #FORMAT}
 * @param org whose
 * @param asOf the time for which the verdicts hold
 * @param createdAt the same time since packs can be made again to the byte; before, when the pack was made
 * @param catalogue what the verdicts were judged by
 * @param facts what the verdicts rest on
 * @param devices verdicts and findings
 * @param entries the entries that facts and findings name, by ascending index
 * @param checkpoint signed note of the record log
 * @param logKey vkey that signed it
 * @param evidenceKey COSE_Key that signed the pack
 * @param receiptKey COSE_Key that signed the receipts
 * @param certificates DER
 * @param statements transparent statements
 * @param scope which devices it is about, {@code product/<id>} or {@code device/<id>} each after a blank; empty for all
 */
public record Pack(
        String format,
        String org,
        Instant asOf,
        Instant createdAt,
        CatalogueFiles catalogue,
        List<FactLine> facts,
        List<DeviceLines> devices,
        List<PackEntry> entries,
        byte[] checkpoint,
        String logKey,
        byte[] evidenceKey,
        Optional<byte[]> receiptKey,
        List<byte[]> certificates,
        List<byte[]> statements,
        Optional<String> scope) {
    /** Name of this version of the format. */
    public static final String FORMAT = "muster-pack-1";
    /** Media type of the payload. */
    public static final String CONTENT_TYPE = "application/muster-pack+cbor";

    /** A pack of ten thousand devices has about a hundred MB; more is not read into memory. */
    static final CborLimits LIMITS = new CborLimits(16, 40_000_000, 512 * 1024 * 1024);

    private static final RecordCodec<Pack> CODEC = RecordCodec.of(Pack.class);

    public Pack {
        facts = List.copyOf(facts);
        devices = List.copyOf(devices);
        entries = List.copyOf(entries);
        certificates = List.copyOf(certificates);
        statements = List.copyOf(statements);
    }

    /**
     * The data files of the catalogue.
     *
     * @param version what they call themselves
     * @param files name to bytes
     */
    public record CatalogueFiles(String version, Map<String, byte[]> files) {
        public CatalogueFiles {
            files = Map.copyOf(files);
        }
    }

    /**
     * One fact.
     *
     * @param subject {@code kind/id}
     * @param key dotted name
     * @param value text
     * @param effectiveAt when it became true
     * @param grade how it is known
     * @param entry index of the entry that says so
     */
    public record FactLine(String subject, String key, String value, Instant effectiveAt, String grade, long entry) {}

    /**
     * One device.
     *
     * @param device {@code device/id}
     * @param verdicts by ascending requirement
     * @param findings by ascending check
     */
    public record DeviceLines(String device, List<VerdictLine> verdicts, List<FindingLine> findings) {
        public DeviceLines {
            verdicts = List.copyOf(verdicts);
            findings = List.copyOf(findings);
        }
    }

    /**
     * One verdict.
     *
     * @param requirement {@code SOURCE/id}
     * @param verdict its kind
     * @param grade the weakest it rests on
     */
    public record VerdictLine(String requirement, String verdict, Optional<String> grade) {}

    /**
     * One finding.
     *
     * @param check the check's id
     * @param outcome its outcome
     * @param reason one sentence
     * @param entries indexes of the entries it rests on
     */
    public record FindingLine(String check, String outcome, String reason, List<Long> entries) {
        public FindingLine {
            entries = List.copyOf(entries);
        }
    }

    /** The payload as deterministic CBOR. */
    byte[] payload() {
        return CODEC.encode(this);
    }

    /** @throws PackException when the bytes are not a payload of this version */
    static Pack ofPayload(byte[] payload) {
        try {
            Pack pack = CODEC.fromCbor(Cbor.parse(payload, CborProfile.STRICT, LIMITS));
            if (!pack.format().equals(FORMAT)) {
                throw new PackException("the format is " + pack.format() + ", not " + FORMAT, "/format");
            }
            return pack;
        } catch (CborException e) {
            throw new PackException(e, "");
        }
    }
}
