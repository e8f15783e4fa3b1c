package dev.muster.format.inspect;

import java.nio.BufferUnderflowException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Structures of a TPM as its tools write them into files (TPM 2.0 Library part 2): what it attests, its public keys and its
 * signatures, with or without their length before them, and logs of measured boot. Only an attestation begins with a mark; the
 * others are recognised by being exactly as long as they say.
 */
final class TpmKinds {
    private static final int LENGTH_BYTES = 2;

    /** What a TPMT_PUBLIC may begin with (TPMI_ALG_PUBLIC). */
    private static final Set<Integer> PUBLIC_TYPES = Set.of(0x0001, 0x0008, 0x0023, 0x0025);

    /** What a TPMT_SIGNATURE may begin with (TPMI_ALG_SIG_SCHEME). */
    private static final Set<Integer> SIGNATURE_TYPES = Set.of(0x0005, 0x0014, 0x0016, 0x0018, 0x001A, 0x001B, 0x001C);

    private static final SignatureVerdict ELSEWHERE =
            new SignatureVerdict.NotChecked("the signature of a TPM is a file of its own");

    private TpmKinds() {}

    static Optional<Inspection> read(byte[] bytes) {
        if (bytes.length < 6) {
            return Optional.empty();
        }
        if (TpmAttest.recognises(bytes, 0)) {
            return Optional.of(attest(bytes));
        }
        Optional<Inspection> file = TpmFiles.read(bytes);
        if (file.isPresent()) {
            return file;
        }
        if (TpmEventLog.recognises(bytes)) {
            return Optional.of(TpmEventLog.read(bytes));
        }
        int first = first(bytes, 0);
        boolean sized = first == bytes.length - LENGTH_BYTES;
        if (sized && TpmAttest.recognises(bytes, LENGTH_BYTES)) {
            return exactly(bytes, "TPM attestation (TPM2B_ATTEST)", true, TpmAttest::read, ELSEWHERE);
        }
        if (PUBLIC_TYPES.contains(sized ? first(bytes, LENGTH_BYTES) : first)) {
            return exactly(
                    bytes,
                    "public area of a TPM key (" + (sized ? "TPM2B_PUBLIC" : "TPMT_PUBLIC") + ")",
                    sized,
                    TpmPublic::read,
                    new SignatureVerdict.Unsigned());
        }
        return SIGNATURE_TYPES.contains(first)
                ? exactly(
                        bytes,
                        "signature of a TPM (TPMT_SIGNATURE)",
                        false,
                        TpmPublic::signature,
                        new SignatureVerdict.NotChecked("what the TPM signed is a file of its own"))
                : Optional.empty();
    }

    private static int first(byte[] bytes, int at) {
        return bytes.length < at + 2 ? -1 : (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
    }

    /** An attestation with its mark is one also when it is cut off; then the place is shown. */
    private static Inspection attest(byte[] bytes) {
        TpmFields fields = new TpmFields(bytes);
        try {
            TpmAttest.read(fields);
        } catch (BufferUnderflowException truncated) {
            return Inspection.broken(
                    "TPM attestation", new Inspection.Fault("the structure ends early", "/", fields.position()));
        }
        List<String> notes = fields.remaining() > 0
                ? List.of(fields.remaining() + " bytes follow the structure")
                : List.<String>of();
        return new Inspection(
                "TPM attestation (TPMS_ATTEST)",
                new Node("TPMS_ATTEST", "", 0, fields.nodes()),
                ELSEWHERE,
                notes,
                Optional.empty());
    }

    private static Optional<Inspection> exactly(
            byte[] bytes, String kind, boolean sized, Consumer<TpmFields> layout, SignatureVerdict verdict) {
        TpmFields fields = new TpmFields(bytes);
        try {
            if (sized) {
                fields.u16();
            }
            layout.accept(fields);
        } catch (BufferUnderflowException another) {
            return Optional.empty();
        }
        return fields.remaining() > 0
                ? Optional.empty()
                : Optional.of(new Inspection(
                        kind, new Node("", "", 0, fields.nodes()), verdict, List.of(), Optional.empty()));
    }
}
