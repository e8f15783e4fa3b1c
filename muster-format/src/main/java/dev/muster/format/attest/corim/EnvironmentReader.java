package dev.muster.format.attest.corim;

import dev.muster.format.attest.coswid.CoswidException;
import dev.muster.format.attest.coswid.CoswidReader;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cbor.CborProfile;
import dev.muster.format.cbor.CborTag;
import dev.muster.format.cbor.CborType;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/** environment-map and the typed values in it (CoRIM -11 §5.1.4.1.1). */
final class EnvironmentReader {
    private static final Set<Long> CLASS_IDS = Set.of(CodePoints.TAG_UUID, CodePoints.TAG_OID, CodePoints.TAG_BYTES);

    /** Class ids of older files, which are read with a remark. */
    private static final Set<Long> OLD_CLASS_IDS =
            Set.of(CodePoints.TAG_OLD_INT, CodePoints.TAG_OLD_PSA_IMPLEMENTATION);

    /** Of a key, a certificate, and a path of certificates. */
    private static final Set<Long> THUMBPRINTS = Set.of(557L, 559L, 561L);

    private static final int UUID_BYTES = 16;
    private static final int UEID_BYTES_MIN = 7;
    private static final int UEID_BYTES_MAX = 33;

    private EnvironmentReader() {}

    static Environment read(CborMap map, Consumer<String> tolerate) {
        Optional<CborMap> device = map.get(CodePoints.ENV_CLASS).map(Cbor::asMap);
        if (device.filter(fields -> fields.size() == 0).isPresent()) {
            throw CorimReader.fault(map, "a class that says nothing");
        }
        return CorimReader.checked(
                map,
                () -> new Environment(
                        device.flatMap(fields -> fields.get(CodePoints.CLASS_ID))
                                .map(item -> classId(item, tolerate)),
                        device.flatMap(fields -> fields.get(CodePoints.CLASS_VENDOR))
                                .map(Cbor::asText),
                        device.flatMap(fields -> fields.get(CodePoints.CLASS_MODEL))
                                .map(Cbor::asText),
                        number(device.flatMap(fields -> fields.get(CodePoints.CLASS_LAYER))),
                        number(device.flatMap(fields -> fields.get(CodePoints.CLASS_INDEX))),
                        map.get(CodePoints.ENV_INSTANCE).map(EnvironmentReader::typed),
                        map.get(CodePoints.ENV_GROUP).map(EnvironmentReader::typed)));
    }

    private static TypedBytes classId(Cbor item, Consumer<String> tolerate) {
        TypedBytes id = typed(item);
        if (OLD_CLASS_IDS.contains(id.tag())) {
            tolerate.accept("a class id with the older tag " + id.tag());
            return id.tag() == CodePoints.TAG_OLD_PSA_IMPLEMENTATION ? TypedBytes.bytes(id.content()) : id;
        } else if (!CLASS_IDS.contains(id.tag())) {
            throw CorimReader.fault(item, "a class id is a UUID (37), an OID (111) or tagged bytes (560)");
        }
        return id;
    }

    private static OptionalLong number(Optional<Cbor> item) {
        if (item.isEmpty()) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(CorimReader.unsigned(item.get()));
    }

    /** A tagged value, kept in deterministic form so that equal values are equal bytes. */
    static TypedBytes typed(Cbor item) {
        CborTag tag = item.asTag();
        Cbor inside = tag.content();
        byte[] content = switch (inside.type()) {
            case BYTES -> inside.asBytes();
            case TEXT -> inside.asText().getBytes(StandardCharsets.UTF_8);
            default -> inside.deterministic(CborProfile.DETERMINISTIC);
        };
        requireLength(tag, content);
        return new TypedBytes(tag.tag(), item.deterministic(CborProfile.DETERMINISTIC), content);
    }

    private static void requireLength(CborTag tag, byte[] content) {
        if (tag.tag() == CodePoints.TAG_UUID && content.length != UUID_BYTES) {
            throw CorimReader.fault(tag, "a UUID has 16 bytes, not " + content.length);
        }
        if (tag.tag() == CodePoints.TAG_UEID && (content.length < UEID_BYTES_MIN || content.length > UEID_BYTES_MAX)) {
            throw CorimReader.fault(tag, "a UEID has 7..33 bytes, not " + content.length);
        }
        if (THUMBPRINTS.contains(tag.tag())) {
            thumbprint(tag.content());
        }
    }

    /** A digest of a known algorithm has its length. */
    private static void thumbprint(Cbor digest) {
        try {
            CoswidReader.digest(digest);
        } catch (CoswidException fault) {
            throw CorimReader.fault(digest, fault.reason());
        }
    }

    /** Any value, tagged or not; tag 0 stands for none. */
    static TypedBytes any(Cbor item) {
        if (item.type() == CborType.TAG) {
            return typed(item);
        }
        byte[] encoded = item.deterministic(CborProfile.DETERMINISTIC);
        return new TypedBytes(0, encoded, encoded);
    }
}
