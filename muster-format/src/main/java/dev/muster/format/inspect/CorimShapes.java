package dev.muster.format.inspect;

import static dev.muster.format.inspect.Shape.ANY;
import static dev.muster.format.inspect.Shape.TIME;
import static dev.muster.format.inspect.Shape.code;
import static dev.muster.format.inspect.Shape.field;
import static dev.muster.format.inspect.Shape.keys;
import static dev.muster.format.inspect.Shape.tagged;
import static dev.muster.format.inspect.Shape.tuple;

import java.util.LinkedHashMap;
import java.util.Map;

/** CoRIM and what it carries (draft-ietf-rats-corim-11). */
final class CorimShapes {
    private static final Shape VALIDITY = keys(0, field("not-before", TIME), 1, field("not-after", TIME));

    private static final Shape DIGEST = tuple(field("alg", CoswidShapes.HASH_ALGORITHM), field("value"));

    private static final Shape DIGESTS = new Shape.ArrayOf(DIGEST);

    private static final Shape TYPED = tagged(
            37,
            "UUID",
            111,
            "OID",
            550,
            "UEID",
            552,
            "svn",
            553,
            "min-svn",
            554,
            "PKIX key",
            555,
            "PKIX certificate",
            556,
            "PKIX chain",
            557,
            field("key thumbprint", DIGEST),
            558,
            field("COSE_Key", KeyShapes.KEY),
            559,
            field("certificate thumbprint", DIGEST),
            560,
            "bytes",
            561,
            field("path thumbprint", DIGEST),
            562,
            "DER certificate",
            563,
            field("masked raw value", tuple(field("value"), field("mask"))),
            564,
            field("int range", tuple(field("min"), field("max"))));

    static final Shape CLASS = keys(0, field("class-id", TYPED), 1, "vendor", 2, "model", 3, "layer", 4, "index");

    static final Shape ENVIRONMENT =
            keys(0, field("class", CLASS), 1, field("instance", TYPED), 2, field("group", TYPED));

    private static final Shape FLAGS = keys(
            0,
            "is-configured",
            1,
            "is-secure",
            2,
            "is-recovery",
            3,
            "is-debug",
            4,
            "is-replay-protected",
            5,
            "is-integrity-protected",
            6,
            "is-runtime-meas",
            7,
            "is-immutable",
            8,
            "is-tcb",
            9,
            "is-confidentiality-protected",
            10,
            "is-runtime-updatable");

    private static final Shape VALUES = keys(
            0,
            field("version", keys(0, "version", 1, field("version-scheme", CoswidShapes.VERSION_SCHEME))),
            1,
            field("svn", TYPED),
            2,
            field("digests", DIGESTS),
            3,
            field("flags", FLAGS),
            4,
            field("raw-value", TYPED),
            5,
            "raw-value-mask",
            6,
            "mac-addr",
            7,
            "ip-addr",
            8,
            "serial-number",
            9,
            field("ueid", TYPED),
            10,
            field("uuid", TYPED),
            11,
            "name",
            13,
            field("cryptokeys", new Shape.ArrayOf(TYPED)),
            14,
            field("integrity-registers", new Shape.MapOf(ANY, DIGESTS)),
            15,
            field("int-range", TYPED),
            100,
            "psa certification number");

    private static final Shape MEASUREMENT = keys(
            0, field("mkey", TYPED), 1, field("mval", VALUES), 2, field("authorized-by", new Shape.ArrayOf(TYPED)));

    static final Shape MEASUREMENTS = new Shape.ArrayOf(MEASUREMENT);

    private static final Shape STATEFUL = tuple(field("environment", ENVIRONMENT), field("claims", MEASUREMENTS));

    static final Shape KEYED = tuple(
            field("environment", ENVIRONMENT),
            field("keys", new Shape.ArrayOf(TYPED)),
            field("conditions", keys(0, field("mkey", TYPED), 1, field("authorized-by", new Shape.ArrayOf(TYPED)))));

    private static final Shape SERIES = tuple(
            field("condition", STATEFUL),
            field(
                    "series",
                    new Shape.ArrayOf(tuple(field("selection", MEASUREMENTS), field("addition", MEASUREMENTS)))));

    private static final Shape TRIPLES = keys(
            0,
            field("reference-triples", new Shape.ArrayOf(STATEFUL)),
            1,
            field("endorsed-triples", new Shape.ArrayOf(STATEFUL)),
            2,
            field("identity-triples", new Shape.ArrayOf(KEYED)),
            3,
            field("attest-key-triples", new Shape.ArrayOf(KEYED)),
            4,
            field("trust-dependency-triples", new Shape.ArrayOf(tuple(field("domain", TYPED), field("trustees")))),
            5,
            field("membership-triples", new Shape.ArrayOf(tuple(field("domain", TYPED), field("members")))),
            6,
            field("coswid-triples", new Shape.ArrayOf(tuple(field("environment", ENVIRONMENT), field("tag-ids")))),
            8,
            field("conditional-endorsement-series-triples", new Shape.ArrayOf(SERIES)),
            10,
            field(
                    "conditional-endorsement-triples",
                    new Shape.ArrayOf(tuple(
                            field("conditions", new Shape.ArrayOf(STATEFUL)),
                            field("endorsements", new Shape.ArrayOf(STATEFUL))))));

    private static final Shape ENTITY = keys(
            0,
            "entity-name",
            1,
            "reg-id",
            2,
            field("role", new Shape.ArrayOf(code(0, "tag-creator", 1, "creator", 2, "maintainer"))));

    /** A concise module identifier: reference values and endorsements for environments. */
    static final Shape COMID = keys(
            0,
            "language",
            1,
            field("tag-identity", keys(0, field("tag-id", TYPED), 1, "tag-version")),
            2,
            field("entities", new Shape.ArrayOf(ENTITY)),
            3,
            field(
                    "linked-tags",
                    new Shape.ArrayOf(keys(
                            0, field("linked-tag-id", TYPED), 1, field("rel", code(0, "supplements", 1, "replaces"))))),
            4,
            field("triples", TRIPLES));

    private static final Shape COTL = keys(
            0,
            field("tag-identity", keys(0, field("tag-id", TYPED), 1, "tag-version")),
            1,
            "tags-list",
            2,
            field("validity", VALIDITY));

    private static final Shape TAGS = new Shape.ArrayOf(tagged(
            505,
            field("CoSWID", new Shape.Embedded(CoswidShapes.TAG)),
            506,
            field("CoMID", new Shape.Embedded(COMID)),
            508,
            field("CoTL", new Shape.Embedded(COTL))));

    private static final Shape CORIM = keys(
            0,
            field("id", TYPED),
            1,
            field("tags", TAGS),
            2,
            "dependent-rims",
            3,
            field("profile", TYPED),
            4,
            field("rim-validity", VALIDITY),
            5,
            field(
                    "entities",
                    new Shape.ArrayOf(keys(
                            0,
                            "entity-name",
                            1,
                            "reg-id",
                            2,
                            field("role", new Shape.ArrayOf(code(1, "manifest-creator", 2, "manifest-signer")))))));

    /** Unsigned CoRIM, and the forms of older drafts that are still published. */
    static final Shape UNSIGNED = new Shape.Tagged(
            tagged(
                            500,
                            field("corim (older wrapper)", new Shape.Later(CorimShapes::older)),
                            501,
                            field("unsigned-corim-map", CORIM),
                            502,
                            field("signed corim (older wrapper)", new Shape.Later(CorimShapes::signed)))
                    .tags(),
            CORIM);

    private static final Shape META =
            keys(0, field("signer", keys(0, "signer-name", 1, "signer-uri")), 1, field("signature-validity", VALIDITY));

    private CorimShapes() {}

    /** What tag 500 held: either form under its own tag, or the signed one directly. */
    private static Shape older() {
        Map<Long, Shape.Field> tags = new LinkedHashMap<>(((Shape.Tagged) signed()).tags());
        tags.putAll(((Shape.Tagged) UNSIGNED).tags());
        return new Shape.Tagged(tags, CORIM);
    }

    static Shape signed() {
        return CoseShapes.message(UNSIGNED, headers());
    }

    private static Shape headers() {
        Map<Object, Shape.Field> fields = new LinkedHashMap<>(CoseShapes.HEADERS.fields());
        fields.put(8L, field("corim-meta", new Shape.Embedded(META)));
        return new Shape.Keys(fields, ANY);
    }
}
