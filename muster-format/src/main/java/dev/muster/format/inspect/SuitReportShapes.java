package dev.muster.format.inspect;

import static dev.muster.format.inspect.Shape.ANY;
import static dev.muster.format.inspect.Shape.code;
import static dev.muster.format.inspect.Shape.field;
import static dev.muster.format.inspect.Shape.keys;
import static dev.muster.format.inspect.Shape.tuple;

import java.util.LinkedHashMap;
import java.util.Map;

/** Report of what a device did with a manifest (draft-ietf-suit-report-18). */
final class SuitReportShapes {
    /** A sentence for people; a private member of the map. */
    private static final int REPORT_DETAIL = -65601;

    private static final Shape SECTION_NAMES = new Shape.Code(names(SuitShapes.SECTIONS));

    private static final Shape RECORD = tuple(
            field("manifest-id"),
            field("manifest-section", SECTION_NAMES),
            field("section-offset"),
            field("component-index"),
            field("properties", SuitShapes.PARAMETERS));

    private static final Shape PROPERTY_CLAIMS = new Shape.Keys(
            SuitShapes.with(Shape.fields(0, "system-component-id"), SuitShapes.PARAMETERS.fields()), ANY);

    private static final Shape REASON = code(
            0,
            "ok",
            1,
            "cbor-parse",
            2,
            "cose-unsupported",
            3,
            "alg-unsupported",
            4,
            "unauthorised",
            5,
            "command-unsupported",
            6,
            "component-unsupported",
            7,
            "component-unauthorised",
            8,
            "parameter-unsupported",
            9,
            "severing-unsupported",
            10,
            "condition-failed",
            11,
            "operation-failed",
            12,
            "invoke-pending");

    private static final Shape RESULT =
            keys(5, "result-code", 6, field("result-record", RECORD), 7, field("result-reason", REASON));

    static final Shape.Keys REPORT = keys(
            2,
            "nonce",
            3,
            field("records", new Shape.ArrayOf(new Shape.ByType(ANY, RECORD, PROPERTY_CLAIMS, ANY))),
            4,
            field("result", RESULT),
            REPORT_DETAIL,
            "detail (Muster's own)",
            8,
            field(
                    "capability-report",
                    keys(
                            1,
                            "component-capabilities",
                            2,
                            "command-capabilities",
                            3,
                            "parameters-capabilities",
                            4,
                            field("crypt-algo-capabilities", new Shape.ArrayOf(CoseShapes.ALGORITHM)),
                            5,
                            "envelope-capabilities",
                            6,
                            "manifest-capabilities",
                            7,
                            "common-capabilities",
                            8,
                            "text-capabilities",
                            9,
                            "text-component-capabilities",
                            10,
                            "dependency-capabilities")),
            99,
            field("reference", tuple(field("manifest-uri"), field("manifest-digest", SuitShapes.DIGEST))));

    private SuitReportShapes() {}

    private static Map<Object, String> names(Map<Object, Shape.Field> sections) {
        Map<Object, String> names = new LinkedHashMap<>();
        sections.forEach((key, section) -> names.put(key, section.name()));
        return names;
    }
}
