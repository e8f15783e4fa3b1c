package dev.muster.format.attest.corim;

import dev.muster.format.attest.coswid.ConciseSwid;
import dev.muster.format.attest.coswid.CoswidException;
import dev.muster.format.attest.coswid.CoswidReader;
import dev.muster.format.attest.coswid.TagId;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborException;
import dev.muster.format.cbor.CborLimits;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cbor.CborProfile;
import dev.muster.format.cbor.CborTag;
import dev.muster.format.cbor.CborType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The bytes of an unsigned manifest to {@link Corim}, and of one CoMID to {@link Comid}. */
public final class CorimReader {
    /** A manifest of one maker's product line; larger catalogues are split by the maker. */
    public static final int MAX_BYTES = 4 * 1024 * 1024;

    /** Most tags in one manifest. */
    private static final int MAX_TAGS = 1_024;

    static final CborLimits LIMITS = new CborLimits(32, 500_000, MAX_BYTES);

    private final List<Comid> comids = new ArrayList<>();
    private final List<ConciseSwid> coswids = new ArrayList<>();
    private final List<Cotl> cotls = new ArrayList<>();
    private final List<String> tolerated = new ArrayList<>();
    private int otherTags;

    private CorimReader() {}

    /** Reads tag 501, and with a remark the same without the tag or inside the dropped wrapper 500. */
    public static Corim parse(byte[] bytes) {
        try {
            return new CorimReader().manifest(Cbor.parse(bytes, CborProfile.STRICT, LIMITS));
        } catch (CborException fault) {
            throw new CorimException(fault.reason(), fault.path(), fault.offset());
        }
    }

    private Corim manifest(Cbor item) {
        Cbor inside = item;
        if (inside.type() == CborType.TAG && inside.asTag().tag() == CodePoints.TAG_OLD_TOP) {
            tolerate("the wrapper tag 500");
            inside = inside.asTag().content();
        }
        if (inside.type() == CborType.TAG) {
            inside = inside.asTag().content(CodePoints.TAG_UNSIGNED);
        } else {
            tolerate("a manifest without tag 501");
        }
        CborMap map = inside.asMap();
        Optional<String> profile = map.get(CodePoints.CORIM_PROFILE).map(this::profile);
        tags(
                map.require(CodePoints.CORIM_TAGS),
                profile.filter(ArmProfiles::isPlatform).isPresent());
        if (profile.filter(RealmProfiles::isOlder).isPresent()) {
            comids.replaceAll(comid -> OlderRealms.read(comid, this::tolerate));
        }
        return new Corim(
                tagId(map.require(CodePoints.CORIM_ID)),
                comids,
                coswids,
                cotls,
                otherTags,
                map.get(CodePoints.CORIM_DEPENDENT).map(CorimReader::locations).orElse(List.of()),
                profile,
                map.get(CodePoints.CORIM_VALIDITY).map(validity -> validity(validity.asMap())),
                oneSigner(map, entities(map.get(CodePoints.CORIM_ENTITIES))),
                tolerated.stream().distinct().toList());
    }

    /** Two signers of one manifest are a contradiction (§4.1.5). */
    private static List<Entity> oneSigner(CborMap map, List<Entity> entities) {
        if (entities.stream()
                        .filter(entity -> entity.roles().contains(Entity.MANIFEST_SIGNER))
                        .count()
                > 1) {
            throw fault(map, "two entities are called the manifest's signer");
        }
        return entities;
    }

    private void tolerate(String what) {
        tolerated.add(what);
    }

    private void tags(Cbor list, boolean cca) {
        if (list.asArray().size() == 0 || list.asArray().size() > MAX_TAGS) {
            throw fault(list, "a manifest has 1.." + MAX_TAGS + " tags");
        }
        for (Cbor item : list.asArray()) {
            CborTag tag = unwrapped(item);
            if (tag.tag() == CodePoints.TAG_COMID) {
                comids.add(new ComidReader(this::tolerate, cca).read(content(tag)));
            } else if (tag.tag() == CodePoints.TAG_COSWID) {
                coswids.add(coswid(item, content(tag)));
            } else if (tag.tag() == CodePoints.TAG_COTL) {
                cotls.add(cotl(
                        Cbor.parse(content(tag), CborProfile.STRICT, LIMITS).asMap()));
            } else {
                otherTags++;
            }
        }
    }

    /** Until -03 the tag was inside the byte string, around a map. */
    private CborTag unwrapped(Cbor item) {
        if (item.type() != CborType.BYTES) {
            return item.asTag();
        }
        tolerate("a tag inside a byte string");
        return Cbor.parse(item.asBytes(), CborProfile.STRICT, LIMITS).asTag();
    }

    private static byte[] content(CborTag tag) {
        return tag.content().type() == CborType.BYTES
                ? tag.content().asBytes()
                : tag.content().encoded();
    }

    private static ConciseSwid coswid(Cbor item, byte[] content) {
        try {
            return CoswidReader.parse(content);
        } catch (CoswidException refused) {
            throw new CorimException("CoSWID: " + refused.getMessage(), item.path(), item.offset());
        }
    }

    private static Cotl cotl(CborMap map) {
        CborMap identity = map.require(CodePoints.COTL_IDENTITY).asMap();
        List<Cotl.Activated> active = map.require(CodePoints.COTL_TAGS).asArray().items().stream()
                .map(Cbor::asMap)
                .map(tag -> new Cotl.Activated(tagId(tag.require(CodePoints.IDENTITY_ID)), version(tag)))
                .toList();
        if (active.isEmpty()) {
            throw fault(map, "a list that activates no tag");
        }
        return new Cotl(
                tagId(identity.require(CodePoints.IDENTITY_ID)),
                version(identity),
                active,
                validity(map.require(CodePoints.COTL_VALIDITY).asMap()));
    }

    private String profile(Cbor item) {
        if (item.type() == CborType.ARRAY) {
            tolerate("a list of profiles");
            return profile(item.asArray().ofSize(1).get(0));
        }
        if (item.type() == CborType.TAG && item.asTag().tag() == CodePoints.TAG_OID) {
            return checked(item, () -> Oid.dotted(item.asTag().content().asBytes()));
        }
        return uri(item);
    }

    private static List<String> locations(Cbor list) {
        List<String> locations = new ArrayList<>();
        for (Cbor locator : list.asArray()) {
            Cbor href = locator.asMap().require(0);
            if (href.type() == CborType.ARRAY) {
                href.asArray().forEach(one -> locations.add(uri(one)));
            } else {
                locations.add(uri(href));
            }
        }
        return locations;
    }

    static String uri(Cbor item) {
        return item.type() == CborType.TAG
                ? item.asTag().content(CodePoints.TAG_URI).asText()
                : item.asText();
    }

    static TagId tagId(Cbor item) {
        // Some manifests tag the UUID (37), which the draft does for class ids only.
        Cbor id = item.type() == CborType.TAG ? item.asTag().content(CodePoints.TAG_UUID) : item;
        return checked(id, () -> id.type() == CborType.TEXT ? TagId.of(id.asText()) : TagId.of(id.asBytes()));
    }

    static long version(CborMap identity) {
        long version =
                identity.get(CodePoints.IDENTITY_VERSION).map(Cbor::asLong).orElse(0L);
        if (version < 0) {
            throw fault(identity, "a tag version is not negative");
        }
        return version;
    }

    static Validity validity(CborMap map) {
        Optional<Instant> begins = map.get(CodePoints.VALIDITY_NOT_BEFORE).map(CorimReader::time);
        Instant ends = time(map.require(CodePoints.VALIDITY_NOT_AFTER));
        if (begins.filter(ends::isBefore).isPresent()) {
            throw fault(map, "it ends before it begins");
        }
        return new Validity(begins, ends);
    }

    static Instant time(Cbor item) {
        Cbor number = item.type() == CborType.TAG ? ((CborTag) item).content(CodePoints.TAG_TIME) : item;
        double seconds = number.type() == CborType.FLOAT ? number.asDouble() : number.asLong();
        if (!(seconds >= 0 && seconds <= 253_402_300_799.0)) {
            throw fault(item, "a time is epoch seconds up to the year 9999");
        }
        return Instant.ofEpochSecond((long) seconds);
    }

    static List<Entity> entities(Optional<Cbor> list) {
        List<Entity> entities = new ArrayList<>();
        if (list.isPresent()) {
            for (Cbor item : list.get().asArray()) {
                CborMap map = item.asMap();
                entities.add(new Entity(
                        map.require(CodePoints.ENTITY_NAME).asText(),
                        map.get(CodePoints.ENTITY_REG_ID).map(CorimReader::uri),
                        roles(map.require(CodePoints.ENTITY_ROLE))));
            }
        }
        return entities;
    }

    private static List<Long> roles(Cbor list) {
        if (list.asArray().size() == 0) {
            throw fault(list, "an entity without a role");
        }
        return list.asArray().items().stream().map(Cbor::asLong).toList();
    }

    /** A {@code uint} up to 2^64-1, as the bits of a long that is to be read without a sign. */
    static long unsigned(Cbor item) {
        if (item.type() != CborType.UNSIGNED) {
            throw fault(item, "expected an unsigned integer");
        }
        return item.asBigInteger().longValue();
    }

    static <T> T checked(Cbor item, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException refused) {
            throw fault(item, String.valueOf(refused.getMessage()));
        }
    }

    static CorimException fault(Cbor item, String reason) {
        return new CorimException(reason, item.path(), item.offset());
    }
}
