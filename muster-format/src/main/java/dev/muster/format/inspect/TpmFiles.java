package dev.muster.format.inspect;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What tpm2-tools write beside the structures of a TPM: a credential blob with the tools' own header, and the register values
 * of a quote, which are the tools' own structures as they lay in the memory of a little-endian machine.
 */
final class TpmFiles {
    /** Begins what {@code tpm2_makecredential} writes; the version follows it. */
    private static final int CREDENTIAL_MAGIC = 0xBADCC0DE;

    /** TPML_PCR_SELECTION has room for so many banks, a TPML_DIGEST for so many values. */
    private static final int BANKS = 16;

    private static final int DIGESTS = 8;
    private static final int SELECTION_BYTES = 8;
    private static final int DIGEST_BYTES = 66;
    private static final int SELECTIONS_BYTES = 4 + BANKS * SELECTION_BYTES;
    private static final int LIST_BYTES = 4 + DIGESTS * DIGEST_BYTES;

    private TpmFiles() {}

    static Optional<Inspection> read(byte[] bytes) {
        return credential(bytes).or(() -> registers(bytes));
    }

    private static Optional<Inspection> credential(byte[] bytes) {
        TpmFields fields = new TpmFields(bytes);
        try {
            if (fields.u32() != CREDENTIAL_MAGIC) {
                return Optional.empty();
            }
            int at = fields.position();
            fields.note("version", at, Integer.toUnsignedString(fields.u32()));
            int end = fields.u16() + fields.position();
            fields.sized("integrity (HMAC)");
            at = fields.position();
            fields.note("encrypted credential", at, HexFormat.of().formatHex(fields.bytes(end - at)));
            fields.sized("encrypted secret");
        } catch (BufferUnderflowException | NegativeArraySizeException cut) {
            return Optional.of(Inspection.broken(
                    "credential blob for a TPM",
                    new Inspection.Fault("the structure ends early", "/", fields.position())));
        }
        List<String> notes = new ArrayList<>();
        notes.add("for the TPM whose endorsement key can open it; it proves nothing of whoever made it");
        if (fields.remaining() > 0) {
            notes.add(fields.remaining() + " bytes follow the structure");
        }
        return Optional.of(new Inspection(
                "credential blob for a TPM (tpm2_makecredential)",
                new Node("", "", 0, fields.nodes()),
                new SignatureVerdict.Unsigned(),
                notes,
                Optional.empty()));
    }

    private static Optional<Inspection> registers(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.length < SELECTIONS_BYTES + 4) {
            return Optional.empty();
        }
        int banks = in.getInt(0);
        int lists = in.getInt(SELECTIONS_BYTES);
        if (banks < 1
                || banks > BANKS
                || lists < 1
                || lists > BANKS
                || bytes.length != SELECTIONS_BYTES + 4 + lists * LIST_BYTES) {
            return Optional.empty();
        }
        List<Node> nodes = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int bank = 0; bank < banks; bank++) {
            int at = 4 + bank * SELECTION_BYTES;
            int algorithm = Short.toUnsignedInt(in.getShort(at));
            if (!TpmFields.known(algorithm)) {
                return Optional.empty();
            }
            select(bytes, at, TpmFields.algorithm(algorithm), names);
        }
        nodes.add(Node.leaf("registers", String.join(", ", names), 0));
        return values(in, lists, names, nodes)
                ? Optional.of(new Inspection(
                        "values of a TPM's registers (tpm2_quote, tpm2_pcrread)",
                        new Node("", "", 0, nodes),
                        new SignatureVerdict.Unsigned(),
                        List.of("only a quote says that a TPM held these values"),
                        Optional.empty()))
                : Optional.empty();
    }

    private static void select(byte[] bytes, int at, String algorithm, List<String> names) {
        int size = Math.min(bytes[at + 2] & 0xff, 4);
        for (int bit = 0; bit < size * 8; bit++) {
            if ((bytes[at + 3 + bit / 8] >> bit % 8 & 1) != 0) {
                names.add(algorithm + ":" + bit);
            }
        }
    }

    /** The values stand in the order in which the registers were selected. */
    private static boolean values(ByteBuffer in, int lists, List<String> names, List<Node> nodes) {
        int value = 0;
        for (int list = 0; list < lists; list++) {
            int at = SELECTIONS_BYTES + 4 + list * LIST_BYTES;
            int count = in.getInt(at);
            if (count < 0 || count > DIGESTS) {
                return false;
            }
            for (int digest = 0; digest < count; digest++) {
                int place = at + 4 + digest * DIGEST_BYTES;
                int length = Short.toUnsignedInt(in.getShort(place));
                if (length > DIGEST_BYTES - 2) {
                    return false;
                }
                byte[] content = new byte[length];
                in.get(place + 2, content);
                String name = value < names.size() ? names.get(value) : "value " + value;
                nodes.add(Node.leaf(name, HexFormat.of().formatHex(content), place));
                value++;
            }
        }
        return true;
    }
}
