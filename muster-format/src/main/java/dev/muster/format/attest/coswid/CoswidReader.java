package dev.muster.format.attest.coswid;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborException;
import dev.muster.format.cbor.CborLimits;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cbor.CborProfile;
import dev.muster.format.cbor.CborType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;

/** Bytes to {@link ConciseSwid} (RFC 9393). Reads tagged and untagged forms. */
public final class CoswidReader {
    /** Most files of one tag: as many as a measured slot may have. */
    public static final int MAX_FILES = 20_000;

    /** Deepest nesting of directories; PATH_MAX allows no more in practice. */
    private static final int MAX_DIRECTORY_DEPTH = 64;

    /** Eight items a file and room for the rest; depth for directories in directories. */
    private static final CborLimits LIMITS = new CborLimits(200, 400_000, 8 * 1024 * 1024);

    /** Attributes of the evidence as a whole: nothing that was skipped. */
    private static final Set<Long> OF_THE_WHOLE = Set.of(CodePoints.DATE, CodePoints.DEVICE_ID, CodePoints.LOCATION);

    private final List<FileEntry> files = new ArrayList<>();
    private int skipped;

    private CoswidReader() {}

    /** @throws CoswidException when the bytes are not one tag */
    public static ConciseSwid parse(byte[] bytes) {
        try {
            Cbor item = Cbor.parse(bytes, CborProfile.STRICT, LIMITS);
            return tag(
                    item.type() == CborType.TAG
                            ? item.asTag().content(CodePoints.TAG).asMap()
                            : item.asMap());
        } catch (CborException fault) {
            throw new CoswidException(fault.reason(), fault.path(), fault.offset());
        }
    }

    private static ConciseSwid tag(CborMap map) {
        return checked(
                map,
                () -> new ConciseSwid(
                        tagId(map.require(CodePoints.TAG_ID)),
                        unsigned(map.require(CodePoints.TAG_VERSION)),
                        map.require(CodePoints.SOFTWARE_NAME).asText(),
                        map.get(CodePoints.SOFTWARE_VERSION).map(Cbor::asText),
                        scheme(map.get(CodePoints.VERSION_SCHEME)),
                        oneOrMore(map.require(CodePoints.ENTITY)).stream()
                                .map(entity -> entity(entity.asMap()))
                                .toList(),
                        map.get(CodePoints.PAYLOAD).map(payload -> collection(payload.asMap())),
                        map.get(CodePoints.EVIDENCE).map(evidence -> collection(evidence.asMap()))));
    }

    /** A tag identity: text, or a UUID in 16 bytes. */
    public static TagId tagId(Cbor item) {
        return checked(item, () -> item.type() == CborType.TEXT ? TagId.of(item.asText()) : TagId.of(item.asBytes()));
    }

    /** {@code [algorithm, value]}, the algorithm as a number of the Named Information or COSE registry, or as text. */
    public static Digest digest(Cbor item) {
        var pair = item.asArray().ofSize(2);
        Cbor algorithm = pair.get(0);
        return checked(
                item,
                () -> new Digest(
                        algorithm.type() == CborType.TEXT ? algorithm.asText() : Digest.nameOf(algorithm.asLong()),
                        pair.get(1).asBytes()));
    }

    /** RFC 9393 §4.1 names some schemes by text in private use; those are not kept. */
    private static OptionalInt scheme(Optional<Cbor> item) {
        return item.filter(scheme -> scheme.type() != CborType.TEXT)
                .map(scheme -> OptionalInt.of(scheme.asInt()))
                .orElseGet(OptionalInt::empty);
    }

    private static SwidEntity entity(CborMap map) {
        List<Integer> roles = new ArrayList<>();
        for (Cbor role : oneOrMore(map.require(CodePoints.ROLE))) {
            if (role.type() != CborType.TEXT) {
                roles.add(role.asInt());
            }
        }
        return new SwidEntity(
                map.require(CodePoints.ENTITY_NAME).asText(),
                map.get(CodePoints.REG_ID).map(CoswidReader::uri),
                roles);
    }

    private static String uri(Cbor item) {
        return item.type() == CborType.TAG ? item.asTag().content().asText() : item.asText();
    }

    private static ResourceCollection collection(CborMap map) {
        CoswidReader reader = new CoswidReader();
        reader.entries(map, "", 0);
        return new ResourceCollection(reader.files, reader.skipped);
    }

    private void entries(CborMap map, String parent, int depth) {
        if (depth > MAX_DIRECTORY_DEPTH) {
            throw fault(map, "directories nested deeper than " + MAX_DIRECTORY_DEPTH);
        }
        for (CborMap.Entry entry : map.entries()) {
            if (entry.key().type() == CborType.TEXT) {
                skipped++;
                continue;
            }
            long key = entry.key().asLong();
            if (key == CodePoints.FILE) {
                oneOrMore(entry.value()).forEach(file -> file(file.asMap(), parent));
            } else if (key == CodePoints.DIRECTORY) {
                for (Cbor directory : oneOrMore(entry.value())) {
                    directory(directory.asMap(), parent, depth);
                }
            } else if (!OF_THE_WHOLE.contains(key)) {
                skipped += oneOrMore(entry.value()).size();
            }
        }
    }

    private void directory(CborMap map, String parent, int depth) {
        String path = path(map, parent);
        map.get(CodePoints.PATH_ELEMENTS).ifPresent(inside -> entries(inside.asMap(), path, depth + 1));
    }

    private void file(CborMap map, String parent) {
        if (files.size() >= MAX_FILES) {
            throw fault(map, "more than " + MAX_FILES + " files");
        }
        OptionalLong size = map.get(CodePoints.SIZE)
                .map(item -> OptionalLong.of(unsigned(item)))
                .orElseGet(OptionalLong::empty);
        files.add(checked(
                map,
                () -> new FileEntry(
                        path(map, parent), size, map.get(CodePoints.HASH).map(CoswidReader::digest))));
    }

    private static String path(CborMap map, String parent) {
        StringBuilder path = new StringBuilder(parent);
        map.get(CodePoints.LOCATION)
                .map(Cbor::asText)
                .filter(text -> !text.isEmpty())
                .ifPresent(text -> join(path, text));
        join(path, map.require(CodePoints.FS_NAME).asText());
        return path.toString();
    }

    private static void join(StringBuilder path, String step) {
        if (!path.isEmpty()) {
            path.append('/');
        }
        path.append(step);
    }

    /** RFC 9393 writes a list of one as the item itself. */
    private static List<Cbor> oneOrMore(Cbor item) {
        return item.type() == CborType.ARRAY ? item.asArray().items() : List.of(item);
    }

    private static long unsigned(Cbor item) {
        long value = item.asLong();
        if (value < 0) {
            throw fault(item, "expected a number that is not negative");
        }
        return value;
    }

    private static <T> T checked(Cbor item, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException refused) {
            throw fault(item, String.valueOf(refused.getMessage()));
        }
    }

    private static CoswidException fault(Cbor item, String reason) {
        return new CoswidException(reason, item.path(), item.offset());
    }
}
