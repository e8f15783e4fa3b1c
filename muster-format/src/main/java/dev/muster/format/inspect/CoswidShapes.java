package dev.muster.format.inspect;

import static dev.muster.format.inspect.Shape.code;
import static dev.muster.format.inspect.Shape.field;
import static dev.muster.format.inspect.Shape.keys;
import static dev.muster.format.inspect.Shape.tuple;

/** Concise software identification tags (RFC 9393). */
final class CoswidShapes {
    /** Named information identifiers (RFC 6920), and those of COSE, which some writers use in their place. */
    static final Shape HASH_ALGORITHM = code(
            1,
            "sha-256",
            2,
            "sha-256-128",
            3,
            "sha-256-120",
            4,
            "sha-256-96",
            5,
            "sha-256-64",
            6,
            "sha-256-32",
            7,
            "sha-384",
            8,
            "sha-512",
            9,
            "sha3-224",
            10,
            "sha3-256",
            11,
            "sha3-384",
            12,
            "sha3-512",
            -16,
            "SHA-256",
            -43,
            "SHA-384",
            -44,
            "SHA-512");

    static final Shape VERSION_SCHEME =
            code(1, "multipartnumeric", 2, "multipartnumeric+suffix", 3, "alphanumeric", 4, "decimal", 16384, "semver");

    private static final Shape HASH = tuple(field("hash alg", HASH_ALGORITHM), field("hash"));

    private static final Shape FILE = keys(
            20,
            "size",
            21,
            "file-version",
            7,
            field("hash", HASH),
            22,
            "key",
            23,
            "location",
            24,
            "fs-name",
            25,
            "root");

    private static final Shape PAYLOAD = keys(
            16,
            field("directory", one(new Shape.Later(CoswidShapes::directory))),
            17,
            field("file", one(FILE)),
            18,
            "process",
            19,
            "resource",
            35,
            "date",
            36,
            "device-id",
            37,
            "location");

    private static final Shape ROLES = one(code(
            1,
            "tag-creator",
            2,
            "software-creator",
            3,
            "aggregator",
            4,
            "distributor",
            5,
            "licensor",
            6,
            "maintainer"));

    /** The tag's map; tagged 1398229316 when it stands alone. */
    static final Shape TAG = keys(
            0,
            "tag-id",
            12,
            "tag-version",
            8,
            "corpus",
            9,
            "patch",
            11,
            "supplemental",
            1,
            "software-name",
            13,
            "software-version",
            14,
            field("version-scheme", VERSION_SCHEME),
            10,
            "media",
            5,
            "software-meta",
            2,
            field("entity", one(keys(31, "entity-name", 32, "reg-id", 33, field("role", ROLES), 34, "thumbprint"))),
            4,
            field("link", one(keys(37, "artifact", 38, "href", 39, "media", 40, "rel", 41, "media-type", 42, "use"))),
            6,
            field("payload", PAYLOAD),
            3,
            field("evidence", PAYLOAD),
            15,
            "lang");

    private CoswidShapes() {}

    /** CoSWID writes one item bare and several as an array. */
    private static Shape one(Shape element) {
        return new Shape.ByType(element, new Shape.ArrayOf(element), element, element);
    }

    private static Shape directory() {
        return keys(26, field("path-elements", PAYLOAD), 23, "location", 24, "fs-name", 25, "root", 22, "key");
    }
}
