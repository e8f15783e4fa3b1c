package dev.muster.format.inspect;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a TPM attests (TPMS_ATTEST, TPM 2.0 Library part 2 §10.12.12), shown field by field. */
final class TpmAttest {
    /** TPM_GENERATED_VALUE: a TPM made this structure, nobody else may sign one that starts so. */
    static final int MAGIC = 0xFF544347;

    private static final int NV = 0x8014;
    private static final int COMMAND_AUDIT = 0x8015;
    private static final int SESSION_AUDIT = 0x8016;
    private static final int CERTIFY = 0x8017;
    private static final int QUOTE = 0x8018;
    private static final int TIME = 0x8019;
    private static final int CREATION = 0x801A;
    private static final int NV_DIGEST = 0x801C;

    /** A TPM has at most this many banks of PCRs (TPM2_NUM_PCR_BANKS of known parts is below 16). */
    private static final int BANKS_MOST = 16;

    private static final Map<Integer, String> TYPES = Map.of(
            NV,
            "NV",
            COMMAND_AUDIT,
            "command audit",
            SESSION_AUDIT,
            "session audit",
            CERTIFY,
            "certify",
            QUOTE,
            "quote",
            TIME,
            "time",
            CREATION,
            "creation",
            NV_DIGEST,
            "NV digest");

    private TpmAttest() {}

    static boolean recognises(byte[] bytes, int at) {
        return bytes.length >= at + 6 && ByteBuffer.wrap(bytes).getInt(at) == MAGIC;
    }

    static void read(TpmFields in) {
        int at = in.position();
        in.note("magic", at, "TPM_GENERATED (0x" + Integer.toHexString(in.u32()) + ")");
        at = in.position();
        int type = in.u16();
        in.note("type", at, TYPES.getOrDefault(type, "0x" + Integer.toHexString(type)));
        in.sized("qualifiedSigner");
        in.sized("extraData (nonce)");
        clock(in);
        at = in.position();
        in.note("firmwareVersion", at, "0x" + Long.toHexString(in.u64()));
        switch (type) {
            case QUOTE -> {
                selection(in);
                in.sized("pcrDigest");
            }
            case CERTIFY -> {
                in.sized("name");
                in.sized("qualifiedName");
            }
            case CREATION -> {
                in.sized("objectName");
                in.sized("creationHash");
            }
            case NV -> {
                in.sized("indexName");
                at = in.position();
                in.note("offset", at, String.valueOf(in.u16()));
                in.sized("nvContents");
            }
            case NV_DIGEST -> {
                in.sized("indexName");
                in.sized("nvDigest");
            }
            case TIME -> {
                at = in.position();
                in.note("time", at, Long.toUnsignedString(in.u64()) + " ms");
                clock(in);
                at = in.position();
                in.note("firmwareVersion", at, "0x" + Long.toHexString(in.u64()));
            }
            case COMMAND_AUDIT, SESSION_AUDIT -> audit(in, type);
            default -> in.note("attested", in.position(), in.remaining() + " bytes of a type that is not known here");
        }
    }

    private static void audit(TpmFields in, int type) {
        int at = in.position();
        if (type == SESSION_AUDIT) {
            in.note("exclusiveSession", at, in.u8() == 1 ? "yes" : "no");
            in.sized("sessionDigest");
            return;
        }
        in.note("auditCounter", at, Long.toUnsignedString(in.u64()));
        in.algorithm("digestAlg");
        in.sized("auditDigest");
        in.sized("commandDigest");
    }

    /** TPMS_CLOCK_INFO (§10.11.1). */
    private static void clock(TpmFields in) {
        int at = in.position();
        in.note("clock", at, Long.toUnsignedString(in.u64()) + " ms");
        at = in.position();
        in.note("resetCount", at, Integer.toUnsignedString(in.u32()));
        at = in.position();
        in.note("restartCount", at, Integer.toUnsignedString(in.u32()));
        at = in.position();
        in.note("safe", at, in.u8() == 1 ? "yes" : "no");
    }

    private static void selection(TpmFields in) {
        int at = in.position();
        int banks = in.u32();
        if (banks < 0 || banks > BANKS_MOST) {
            throw new BufferUnderflowException();
        }
        List<Node> selected = new ArrayList<>();
        for (int i = 0; i < banks; i++) {
            int start = in.position();
            int hash = in.u16();
            byte[] bits = in.bytes(in.u8());
            List<String> pcrs = new ArrayList<>();
            for (int pcr = 0; pcr < bits.length * 8; pcr++) {
                if ((bits[pcr / 8] & 1 << pcr % 8) != 0) {
                    pcrs.add(Integer.toString(pcr));
                }
            }
            selected.add(Node.leaf(TpmFields.algorithm(hash), "PCR " + String.join(", ", pcrs), start));
        }
        in.add(new Node("pcrSelect", "", at, selected));
    }
}
