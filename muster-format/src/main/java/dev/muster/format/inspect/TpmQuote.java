package dev.muster.format.inspect;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a TPM attests (TPMS_ATTEST, TPM 2.0 Library part 2 §10.12.8), shown field by field. */
final class TpmQuote {
    /** TPM_GENERATED_VALUE: a TPM made this structure, nobody else may sign one that starts so. */
    static final int MAGIC = 0xFF544347;

    private static final int QUOTE = 0x8018;

    /** A TPM has at most this many banks of PCRs (TPM2_NUM_PCR_BANKS of known parts is below 16). */
    private static final int BANKS_MOST = 16;

    private static final Map<Integer, String> TYPES = Map.of(
            0x8014,
            "NV",
            0x8015,
            "command audit",
            0x8016,
            "session audit",
            0x8017,
            "certify",
            QUOTE,
            "quote",
            0x8019,
            "time",
            0x801A,
            "creation");

    private static final Map<Integer, String> HASHES =
            Map.of(0x0004, "sha1", 0x000B, "sha256", 0x000C, "sha384", 0x000D, "sha512", 0x0012, "sm3_256");

    private TpmQuote() {}

    static boolean recognises(byte[] bytes) {
        return bytes.length > 6 && ByteBuffer.wrap(bytes).getInt() == MAGIC;
    }

    static Inspection read(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        List<Node> fields = new ArrayList<>();
        try {
            fields.add(Node.leaf("magic", "TPM_GENERATED (0x" + Integer.toHexString(in.getInt()) + ")", 0));
            int type = Short.toUnsignedInt(in.getShort());
            fields.add(Node.leaf("type", TYPES.getOrDefault(type, "0x" + Integer.toHexString(type)), 4));
            fields.add(sized("qualifiedSigner", in));
            fields.add(sized("extraData (nonce)", in));
            fields.add(at(in.position(), "clock", in.getLong() + " ms"));
            fields.add(at(in.position(), "resetCount", Integer.toUnsignedString(in.getInt())));
            fields.add(at(in.position(), "restartCount", Integer.toUnsignedString(in.getInt())));
            fields.add(at(in.position(), "safe", in.get() == 1 ? "yes" : "no"));
            fields.add(at(in.position(), "firmwareVersion", "0x" + Long.toHexString(in.getLong())));
            if (type == QUOTE) {
                selection(in, fields);
                fields.add(sized("pcrDigest", in));
            }
        } catch (BufferUnderflowException truncated) {
            return Inspection.broken(
                    "TPM attestation", new Inspection.Fault("the structure ends early", "/", in.position()));
        }
        List<String> notes =
                in.hasRemaining() ? List.of(in.remaining() + " bytes follow the structure") : List.<String>of();
        return new Inspection(
                "TPM attestation (TPMS_ATTEST)",
                new Node("TPMS_ATTEST", "", 0, fields),
                new SignatureVerdict.NotChecked("the signature of a TPM is a file of its own"),
                notes,
                Optional.empty());
    }

    private static void selection(ByteBuffer in, List<Node> fields) {
        int at = in.position();
        int banks = in.getInt();
        if (banks < 0 || banks > BANKS_MOST) {
            throw new BufferUnderflowException();
        }
        List<Node> selected = new ArrayList<>();
        for (int i = 0; i < banks; i++) {
            int start = in.position();
            int hash = Short.toUnsignedInt(in.getShort());
            byte[] bits = new byte[in.get() & 0xff];
            in.get(bits);
            List<String> pcrs = new ArrayList<>();
            for (int pcr = 0; pcr < bits.length * 8; pcr++) {
                if ((bits[pcr / 8] & 1 << pcr % 8) != 0) {
                    pcrs.add(Integer.toString(pcr));
                }
            }
            String name = HASHES.getOrDefault(hash, "0x" + Integer.toHexString(hash));
            selected.add(Node.leaf(name, "PCR " + String.join(", ", pcrs), start));
        }
        fields.add(new Node("pcrSelect", "", at, selected));
    }

    private static Node sized(String label, ByteBuffer in) {
        int at = in.position();
        byte[] content = new byte[Short.toUnsignedInt(in.getShort())];
        in.get(content);
        return Node.leaf(label, content.length == 0 ? "(empty)" : HexFormat.of().formatHex(content), at);
    }

    /** The position comes first, because reading the value moves it. */
    private static Node at(int position, String label, String value) {
        return Node.leaf(label, value, position);
    }
}
