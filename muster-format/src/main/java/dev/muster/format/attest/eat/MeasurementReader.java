package dev.muster.format.attest.eat;

import dev.muster.format.attest.coswid.CoswidException;
import dev.muster.format.attest.coswid.CoswidReader;
import dev.muster.format.attest.coswid.Digest;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborArray;
import dev.muster.format.cbor.CborException;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cbor.CborProfile;
import java.util.List;
import java.util.Optional;

/** The claims measurements and manifests, and measured components in them. */
final class MeasurementReader {
    private static final int MAX_MEASUREMENTS = 256;
    private static final int MAX_AUTHORITIES = 16;

    private MeasurementReader() {}

    static List<Measurement> list(Optional<Cbor> claim) {
        if (claim.isEmpty()) {
            return List.of();
        }
        CborArray items = claim.get().asArray();
        if (items.size() == 0 || items.size() > MAX_MEASUREMENTS) {
            throw EatReader.fault(items, "1.." + MAX_MEASUREMENTS + " entries");
        }
        return items.items().stream().map(MeasurementReader::entry).toList();
    }

    private static Measurement entry(Cbor item) {
        CborArray pair = item.asArray().ofSize(2);
        int format = pair.get(0).asInt();
        if (format < 0 || format > 65_535) {
            throw EatReader.fault(pair.get(0), "a content format is 0..65535");
        }
        byte[] content = pair.get(1).asBytes();
        return switch (format) {
            case CodePoints.FORMAT_COSWID -> software(pair.get(1), content);
            case CodePoints.FORMAT_MEASURED_COMPONENT -> new Measurement.Component(component(pair.get(1), content));
            default -> new Measurement.Other(format, content);
        };
    }

    private static Measurement software(Cbor at, byte[] content) {
        try {
            return new Measurement.Software(CoswidReader.parse(content));
        } catch (CoswidException refused) {
            throw EatReader.fault(at, "CoSWID: " + refused.getMessage());
        }
    }

    private static MeasuredComponent component(Cbor at, byte[] content) {
        try {
            return component(
                    Cbor.parse(content, CborProfile.STRICT, EatReader.LIMITS).asMap());
        } catch (CborException | EatException refused) {
            throw EatReader.fault(at, "measured component: " + refused.getMessage());
        }
    }

    static MeasuredComponent component(CborMap map) {
        CborArray id = map.require(CodePoints.COMPONENT_ID).asArray();
        Optional<String> version =
                id.size() > 1 ? Optional.of(id.ofSize(2).get(1).asArray().get(0).asText()) : Optional.empty();
        List<byte[]> authorities = map.get(CodePoints.COMPONENT_AUTHORITIES)
                .map(list -> list.asArray().items().stream().map(Cbor::asBytes).toList())
                .orElse(List.of());
        Optional<byte[]> flags = map.get(CodePoints.COMPONENT_FLAGS).map(Cbor::asBytes);
        if (authorities.size() > MAX_AUTHORITIES
                || flags.filter(bytes -> bytes.length != MeasuredComponent.FLAGS_BYTES)
                        .isPresent()) {
            throw EatReader.fault(map, "at most " + MAX_AUTHORITIES + " authorities, and flags of 8 bytes");
        }
        return EatReader.checked(
                map,
                () -> new MeasuredComponent(
                        id.get(0).asText(),
                        version,
                        map.get(CodePoints.COMPONENT_DIGEST).map(MeasurementReader::digest),
                        map.get(CodePoints.COMPONENT_RAW).map(Cbor::asBytes),
                        authorities,
                        flags));
    }

    static Digest digest(Cbor item) {
        try {
            return CoswidReader.digest(item);
        } catch (CoswidException refused) {
            throw EatReader.fault(item, refused.reason());
        }
    }
}
