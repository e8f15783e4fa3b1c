package dev.muster.format.attest.dice;

import dev.muster.format.attest.coswid.Digest;
import dev.muster.format.der.DerException;
import dev.muster.format.der.DerReader;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** DiceTcbInfo and DiceTcbInfoSeq of the TCG (DICE Attestation Architecture §6.1). */
final class TcbInfo {
    static final String EXTENSION = "2.23.133.5.4.1";
    static final String SEQUENCE_EXTENSION = "2.23.133.5.4.5";

    private static final int MAX_INFOS = 64;
    private static final int VENDOR = 0x80;
    private static final int MODEL = 0x81;
    private static final int VERSION = 0x82;
    private static final int SVN = 0x83;
    private static final int LAYER = 0x84;
    private static final int FIRMWARE_IDS = 0xA6;
    private static final int FLAGS = 0x87;
    private static final int VENDOR_INFO = 0x88;
    private static final int TYPE = 0x89;

    /** Contents of the OIDs of hashes (RFC 8017, NIST CSOR). */
    private static final Map<String, String> HASHES = Map.of(
            "608648016503040201", Digest.SHA_256, "608648016503040202", "sha-384", "608648016503040203", "sha-512");

    private TcbInfo() {}

    static List<LayerMeasurement> sequence(byte[] der) {
        try {
            DerReader in = DerReader.of(der).enter(DerReader.SEQUENCE);
            List<LayerMeasurement> infos = new ArrayList<>();
            while (in.more()) {
                if (infos.size() >= MAX_INFOS) {
                    throw new DiceException("more than " + MAX_INFOS + " infos", "/tcbInfoSeq", -1);
                }
                infos.add(info(in.enter(DerReader.SEQUENCE)));
            }
            return infos;
        } catch (DerException fault) {
            throw new DiceException(fault.reason(), "/tcbInfoSeq" + fault.path(), fault.offset());
        }
    }

    static LayerMeasurement one(byte[] der) {
        try {
            return info(DerReader.of(der).enter(DerReader.SEQUENCE));
        } catch (DerException fault) {
            throw new DiceException(fault.reason(), "/tcbInfo" + fault.path(), fault.offset());
        }
    }

    private static LayerMeasurement info(DerReader in) {
        Map<Integer, byte[]> fields = new TreeMap<>();
        List<Digest> digests = new ArrayList<>();
        while (in.more()) {
            int tag = in.peek();
            if (tag == FIRMWARE_IDS) {
                digests.addAll(firmwareIds(in.enter(tag)));
            } else {
                fields.put(tag, in.content(tag));
            }
        }
        Map<String, byte[]> values = new TreeMap<>();
        put(values, "flags", fields.get(FLAGS));
        put(values, "vendor-info", fields.get(VENDOR_INFO));
        put(values, "type", fields.get(TYPE));
        return new LayerMeasurement(
                text(fields, VENDOR),
                text(fields, MODEL),
                text(fields, VERSION),
                number(fields, SVN),
                number(fields, LAYER),
                digests,
                values);
    }

    private static void put(Map<String, byte[]> values, String name, byte @org.jspecify.annotations.Nullable [] value) {
        if (value != null) {
            values.put(name, value);
        }
    }

    private static List<Digest> firmwareIds(DerReader in) {
        List<Digest> digests = new ArrayList<>();
        while (in.more()) {
            DerReader id = in.enter(DerReader.SEQUENCE);
            String oid = HexFormat.of().formatHex(id.content(DerReader.OID));
            byte[] value = id.content(DerReader.OCTET_STRING);
            id.end();
            try {
                digests.add(new Digest(HASHES.getOrDefault(oid, "oid:" + oid), value));
            } catch (IllegalArgumentException unfit) {
                throw new DiceException(String.valueOf(unfit.getMessage()), "/fwids", -1);
            }
        }
        return digests;
    }

    private static Optional<String> text(Map<Integer, byte[]> fields, int tag) {
        return Optional.ofNullable(fields.get(tag)).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    private static OptionalLong number(Map<Integer, byte[]> fields, int tag) {
        byte[] bytes = fields.get(tag);
        if (bytes == null) {
            return OptionalLong.empty();
        }
        if (bytes.length == 0 || bytes.length > Long.BYTES || bytes[0] < 0) {
            throw new DiceException("a number is 0 to 2^63-1", "/" + Integer.toHexString(tag), -1);
        }
        return OptionalLong.of(new BigInteger(bytes).longValueExact());
    }
}
