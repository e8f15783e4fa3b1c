package dev.muster.format.inspect;

import static dev.muster.format.inspect.Shape.ANY;
import static dev.muster.format.inspect.Shape.TIME;
import static dev.muster.format.inspect.Shape.code;
import static dev.muster.format.inspect.Shape.field;
import static dev.muster.format.inspect.Shape.keys;
import static dev.muster.format.inspect.Shape.tagged;
import static dev.muster.format.inspect.Shape.tuple;

/** COSE (RFC 9052, 9053, 9360, 9596, 9597, 9864, 9942, 9964, 9995) and CWT claims (RFC 8392). */
final class CoseShapes {
    static final Shape ALGORITHM = new Shape.Code(AlgorithmNames.ALL);

    /** CWT claims; EAT adds its own in {@link EatShapes}. */
    static final Shape.Keys CLAIMS = keys(
            1,
            "iss",
            2,
            "sub",
            3,
            "aud",
            4,
            field("exp", TIME),
            5,
            field("nbf", TIME),
            6,
            field("iat", TIME),
            7,
            "cti",
            8,
            field("cnf", keys(1, field("COSE_Key", new Shape.Later(() -> KeyShapes.KEY)))),
            9,
            "scope");

    private static final Shape RECEIPT_PROOFS = keys(
            -1,
            field(
                    "inclusion",
                    new Shape.ArrayOf(new Shape.Embedded(
                            tuple(field("tree-size"), field("leaf-index"), field("inclusion-path"))))),
            -2,
            field(
                    "consistency",
                    new Shape.ArrayOf(
                            new Shape.Embedded(tuple(field("size-1"), field("size-2"), field("consistency-path"))))));

    static final Shape.Keys HEADERS = new Shape.Keys(
            Shape.fields(
                    1,
                    field("alg", ALGORITHM),
                    2,
                    "crit",
                    3,
                    field("content type", contentTypes()),
                    4,
                    "kid",
                    5,
                    "IV",
                    6,
                    "Partial IV",
                    7,
                    "counter signature",
                    11,
                    "Countersignature version 2",
                    12,
                    "Countersignature0 version 2",
                    15,
                    field("CWT Claims", CLAIMS),
                    16,
                    field("typ", contentTypes()),
                    32,
                    "x5bag",
                    33,
                    "x5chain",
                    34,
                    field("x5t", tuple(field("hash alg", ALGORITHM), field("hash"))),
                    35,
                    "x5u",
                    258,
                    field("payload-hash-alg", ALGORITHM),
                    259,
                    "preimage content type",
                    260,
                    "payload location",
                    394,
                    field("receipts", new Shape.ArrayOf(new Shape.Embedded(new Shape.Later(CoseShapes::message)))),
                    395,
                    field("vds", code(1, "RFC9162_SHA256", 2, "CCF_LEDGER_SHA256")),
                    396,
                    field("vdp", RECEIPT_PROOFS),
                    -4,
                    "ek",
                    -5,
                    "psk_id",
                    -1,
                    field("ephemeral key", new Shape.Later(() -> KeyShapes.KEY))),
            ANY);

    private CoseShapes() {}

    /** A COSE message of any tag, with a payload nobody described. */
    static Shape message() {
        return message(ANY, HEADERS);
    }

    static Shape message(Shape payload, Shape headers) {
        Shape inner = new Shape.ByType(new Shape.Embedded(payload), ANY, ANY, ANY);
        Shape sign1 = body(headers, field("payload", inner), field("signature"));
        Shape recipients = new Shape.ArrayOf(body(headers, field("ciphertext")));
        Shape.Tagged tags = tagged(
                16,
                field("COSE_Encrypt0", body(headers, field("ciphertext"))),
                17,
                field("COSE_Mac0", body(headers, field("payload", inner), field("tag"))),
                18,
                field("COSE_Sign1", sign1),
                96,
                field("COSE_Encrypt", body(headers, field("ciphertext"), field("recipients", recipients))),
                97,
                field(
                        "COSE_Mac",
                        body(headers, field("payload", inner), field("tag"), field("recipients", recipients))),
                98,
                field(
                        "COSE_Sign",
                        body(
                                headers,
                                field("payload", inner),
                                field("signatures", new Shape.ArrayOf(body(headers, field("signature")))))),
                61,
                field("CWT", new Shape.Later(() -> message(payload, headers))));
        return new Shape.Tagged(tags.tags(), sign1);
    }

    /** The layout of a message that left its tag away. */
    static Shape untagged(long tag) {
        Shape.Field tagged = ((Shape.Tagged) message()).tags().get(tag);
        return tagged == null ? ANY : tagged.shape();
    }

    /** The tuple of a COSE_Sign1 without its tag. */
    static Shape sign1(Shape payload, Shape headers) {
        return body(
                headers,
                field("payload", new Shape.ByType(new Shape.Embedded(payload), ANY, ANY, ANY)),
                field("signature"));
    }

    private static Shape body(Shape headers, Shape.Field... rest) {
        Shape.Field[] all = new Shape.Field[rest.length + 2];
        all[0] = field("protected", new Shape.Embedded(headers));
        all[1] = field("unprotected", headers);
        System.arraycopy(rest, 0, all, 2, rest.length);
        return tuple(all);
    }

    private static Shape contentTypes() {
        return code(
                42,
                "application/octet-stream",
                50,
                "application/json",
                60,
                "application/cbor",
                61,
                "application/cwt",
                101,
                "application/cose-key",
                258,
                "application/swid+cbor",
                263,
                "application/eat+cwt",
                277,
                "application/scitt-statement+cose",
                278,
                "application/scitt-receipt+cose",
                836,
                "application/voucher+cose");
    }
}
