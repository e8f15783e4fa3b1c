package dev.muster.format.inspect;

import static dev.muster.format.inspect.Shape.ANY;
import static dev.muster.format.inspect.Shape.field;
import static dev.muster.format.inspect.Shape.keys;
import static dev.muster.format.inspect.Shape.pairs;
import static dev.muster.format.inspect.Shape.tagged;
import static dev.muster.format.inspect.Shape.tuple;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * SUIT envelopes and manifests (draft-ietf-suit-manifest-37), with the keys of trust domains (-12), update management
 * (-14) and firmware encryption (-26).
 */
final class SuitShapes {
    static final Shape DIGEST = tuple(field("algorithm-id", CoseShapes.ALGORITHM), field("digest-bytes"));

    static final Shape.Keys PARAMETERS = keys(
            1,
            // Tag 112: the vendor's private enterprise number, as a relative object identifier (RFC 9090 §2).
            field("vendor-id", tagged(112L, "private enterprise number")),
            2,
            "class-id",
            3,
            field("image-digest", new Shape.Embedded(DIGEST)),
            4,
            "use-before",
            5,
            "component-slot",
            12,
            "strict-order",
            13,
            "soft-failure",
            14,
            "image-size",
            18,
            "content",
            19,
            field("encryption-info", new Shape.Embedded(new Shape.Later(CoseShapes::message))),
            21,
            "uri",
            22,
            "source-component",
            23,
            "invoke-args",
            24,
            "device-id",
            25,
            "fetch-arguments",
            26,
            "min-battery",
            27,
            "update-priority",
            28,
            "version",
            29,
            "wait-info",
            30,
            "component-metadata");

    private static final Shape SEQUENCE = new Shape.Embedded(new Shape.Later(SuitShapes::commands));

    private static final Shape COMMANDS = pairs(
            1,
            "condition-vendor-identifier",
            2,
            "condition-class-identifier",
            3,
            "condition-image-match",
            4,
            "condition-use-before",
            5,
            "condition-component-slot",
            6,
            "condition-check-content",
            7,
            "condition-dependency-integrity",
            8,
            "condition-is-dependency",
            11,
            "directive-process-dependency",
            12,
            "directive-set-component-index",
            14,
            "condition-abort",
            15,
            field(
                    "directive-try-each",
                    new Shape.ArrayOf(new Shape.ByType(
                            new Shape.Embedded(new Shape.Later(SuitShapes::commands)), ANY, ANY, ANY))),
            18,
            "directive-write",
            19,
            field("directive-set-parameters", PARAMETERS),
            20,
            field("directive-override-parameters", PARAMETERS),
            21,
            "directive-fetch",
            22,
            "directive-copy",
            23,
            "directive-invoke",
            24,
            "condition-device-identifier",
            25,
            "condition-image-not-match",
            26,
            "condition-minimum-battery",
            27,
            "condition-update-authorized",
            28,
            "condition-version",
            29,
            "directive-wait",
            31,
            "directive-swap",
            32,
            field("directive-run-sequence", SEQUENCE),
            33,
            "directive-unlink",
            34,
            field("directive-override-multiple", new Shape.MapOf(ANY, PARAMETERS)),
            35,
            "directive-copy-params");

    /** A section is its sequence, or only its digest when it was severed. */
    private static final Shape SECTION = new Shape.ByType(new Shape.Embedded(COMMANDS), DIGEST, ANY, ANY);

    private static final Shape COMPONENT_TEXT = keys(
            1,
            "vendor-name",
            2,
            "model-name",
            3,
            "vendor-domain",
            4,
            "model-info",
            5,
            "component-description",
            6,
            "component-version",
            7,
            "version-required",
            8,
            "current-version");

    private static final Shape TEXT = new Shape.MapOf(
            ANY,
            new Shape.Keys(
                    Shape.fields(
                            1,
                            "manifest-description",
                            2,
                            "update-description",
                            3,
                            "manifest-json-source",
                            4,
                            "manifest-yaml-source"),
                    COMPONENT_TEXT));

    private static final Shape COMMON = keys(
            1,
            field("dependencies", new Shape.MapOf(ANY, keys(1, "prefix"))),
            2,
            field("components", new Shape.ArrayOf(ANY)),
            4,
            field("shared-sequence", new Shape.Embedded(COMMANDS)));

    static final Map<Object, Shape.Field> SECTIONS = Shape.fields(
            7,
            field("validate", SECTION),
            8,
            field("load", SECTION),
            9,
            field("invoke", SECTION),
            14,
            field("coswid", new Shape.ByType(new Shape.Embedded(CoswidShapes.TAG), DIGEST, ANY, ANY)),
            15,
            field("dependency-resolution", SECTION),
            16,
            field("payload-fetch", SECTION),
            18,
            field("candidate-verification", SECTION),
            20,
            field("install", SECTION),
            23,
            field("text", new Shape.ByType(new Shape.Embedded(TEXT), DIGEST, ANY, ANY)),
            24,
            field("uninstall", SECTION));

    static final Shape MANIFEST = new Shape.Keys(
            with(
                    Shape.fields(
                            1,
                            "manifest-version",
                            2,
                            "manifest-sequence-number",
                            3,
                            field("common", new Shape.Embedded(COMMON)),
                            4,
                            "reference-uri",
                            5,
                            "manifest-component-id",
                            6,
                            "set-version"),
                    SECTIONS),
            ANY);

    private static final Shape AUTHENTICATION = new Shape.Tuple(
            List.of(field("digest", new Shape.Embedded(DIGEST))),
            new Shape.Embedded(new Shape.Later(CoseShapes::message)));

    /** Envelope (tag 107) or bare manifest (tag 1070). */
    static final Shape.Tagged ENVELOPE = tagged(
            107,
            field(
                    "SUIT_Envelope",
                    new Shape.Keys(
                            with(
                                    Shape.fields(
                                            2,
                                            field("authentication-wrapper", new Shape.Embedded(AUTHENTICATION)),
                                            3,
                                            field("manifest", new Shape.Embedded(MANIFEST))),
                                    SECTIONS),
                            ANY)),
            1070,
            field("SUIT_Manifest", MANIFEST));

    /** The envelope without its tag. */
    static final Shape UNTAGGED = envelope();

    private SuitShapes() {}

    private static Shape envelope() {
        Shape.Field tagged = ENVELOPE.tags().get(107L);
        return tagged == null ? ANY : tagged.shape();
    }

    private static Shape commands() {
        return COMMANDS;
    }

    static Map<Object, Shape.Field> with(Map<Object, Shape.Field> first, Map<Object, Shape.Field> second) {
        Map<Object, Shape.Field> all = new LinkedHashMap<>(first);
        all.putAll(second);
        return all;
    }
}
