package dev.muster.format.inspect;

import static dev.muster.format.inspect.Shape.ANY;
import static dev.muster.format.inspect.Shape.TIME;
import static dev.muster.format.inspect.Shape.code;
import static dev.muster.format.inspect.Shape.field;
import static dev.muster.format.inspect.Shape.keys;
import static dev.muster.format.inspect.Shape.tagged;
import static dev.muster.format.inspect.Shape.tuple;

/** EAT (RFC 9711), PSA tokens (RFC 9783), CCA tokens, and attestation results (draft-ietf-rats-ear-04). */
final class EatShapes {
    private static final Shape PSA_COMPONENT = keys(
            1,
            "measurement type",
            2,
            "measurement value",
            3,
            "(reserved)",
            4,
            "version",
            5,
            "signer id",
            6,
            "measurement description");

    private static final Shape DEBUG = code(
            0,
            "enabled",
            1,
            "disabled",
            2,
            "disabled since boot",
            3,
            "disabled permanently",
            4,
            "disabled fully and permanently");

    private static final Shape CONTENT = tuple(
            field("content format"),
            field(
                    "content",
                    new Shape.Embedded(new Shape.ByType(
                            ANY, ANY, CoswidShapes.TAG, tagged(1398229316, field("CoSWID", CoswidShapes.TAG))))));

    /** EAT claims with those of PSA and CCA: their numbers do not collide, so one table serves all three. */
    static final Shape.Keys CLAIMS = new Shape.Keys(
            Shape.fields(
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
                    field("cnf", keys(1, field("COSE_Key", KeyShapes.KEY))),
                    10,
                    "eat_nonce",
                    256,
                    "ueid",
                    257,
                    "sueids",
                    258,
                    "oemid",
                    259,
                    "hwmodel",
                    260,
                    "hwversion",
                    261,
                    "uptime",
                    262,
                    "oemboot",
                    263,
                    field("dbgstat", DEBUG),
                    264,
                    field(
                            "location",
                            keys(
                                    1,
                                    "latitude",
                                    2,
                                    "longitude",
                                    3,
                                    "altitude",
                                    4,
                                    "accuracy",
                                    5,
                                    "altitude-accuracy",
                                    6,
                                    "heading",
                                    7,
                                    "speed",
                                    8,
                                    field("timestamp", TIME),
                                    9,
                                    "age")),
                    265,
                    "eat_profile",
                    266,
                    field("submods", new Shape.MapOf(ANY, new Shape.Later(EatShapes::submodule))),
                    267,
                    "bootcount",
                    268,
                    "bootseed",
                    269,
                    "dloas",
                    270,
                    "swname",
                    271,
                    "swversion",
                    272,
                    field("manifests", new Shape.ArrayOf(CONTENT)),
                    273,
                    field("measurements", new Shape.ArrayOf(CONTENT)),
                    274,
                    "measres",
                    275,
                    field("intuse", code(1, "generic", 2, "registration", 3, "provisioning", 4, "csr", 5, "pop")),
                    299,
                    "cmw",
                    2394,
                    field("psa-client-id", ANY),
                    2395,
                    "psa-security-lifecycle",
                    2396,
                    "psa-implementation-id",
                    2397,
                    "psa-boot-seed (2.0.0)",
                    2398,
                    "psa-certification-reference",
                    2399,
                    field("psa-software-components", new Shape.ArrayOf(PSA_COMPONENT)),
                    2400,
                    "psa-verification-service-indicator",
                    2401,
                    "cca-platform-config",
                    2402,
                    "cca-platform-hash-algo-id",
                    44234,
                    field("cca-platform-token", new Shape.Embedded(new Shape.Later(EatShapes::token))),
                    44235,
                    "cca-realm-personalization-value",
                    44236,
                    "cca-realm-hash-algo-id",
                    44237,
                    "cca-realm-public-key",
                    44238,
                    "cca-realm-initial-measurement",
                    44239,
                    "cca-realm-extensible-measurements",
                    44240,
                    "cca-realm-public-key-hash-algo-id",
                    44241,
                    field("cca-realm-delegated-token", new Shape.Embedded(new Shape.Later(EatShapes::token))),
                    -75000,
                    "psa profile (legacy)",
                    -75001,
                    "psa client id (legacy)",
                    -75002,
                    "psa lifecycle (legacy)",
                    -75003,
                    "psa implementation id (legacy)",
                    -75004,
                    "psa boot seed (legacy)",
                    -75005,
                    "psa hardware version (legacy)",
                    -75006,
                    field("psa software components (legacy)", new Shape.ArrayOf(PSA_COMPONENT)),
                    -75007,
                    "psa no software measurement (legacy)",
                    -75008,
                    "psa nonce (legacy)",
                    -75009,
                    "psa instance id (legacy)",
                    -75010,
                    "psa verification service (legacy)"),
            ANY);

    private static final Shape STATUS = code(0, "none", 2, "affirming", 32, "warning", 96, "contraindicated");

    private static final Shape VECTOR = keys(
            0,
            "instance-identity",
            1,
            "configuration",
            2,
            "executables",
            3,
            "file-system",
            4,
            "hardware",
            5,
            "runtime-opaque",
            6,
            "storage-opaque",
            7,
            "sourced-data");

    private static final Shape APPRAISAL = keys(
            10,
            "eat_nonce",
            1000,
            field("ear_status", STATUS),
            1001,
            field("ear_trustworthiness_vector", VECTOR),
            1003,
            "ear_appraisal_policy_ids",
            1005,
            "ear_attester_claims",
            1006,
            "ear_verifier_claims",
            1007,
            "ear_device_topology");

    /** Attestation result: CWT claims with an appraisal for each submodule. */
    static final Shape EAR = new Shape.Keys(
            Shape.fields(
                    1,
                    "iss",
                    2,
                    "sub",
                    4,
                    field("exp", TIME),
                    6,
                    field("iat", TIME),
                    10,
                    "eat_nonce",
                    265,
                    "eat_profile",
                    266,
                    field("submods", new Shape.MapOf(ANY, APPRAISAL)),
                    1000,
                    field("ear_status", STATUS),
                    1002,
                    "ear_raw_evidence",
                    1004,
                    field("ear_verifier_id", keys(0, "developer", 1, "build"))),
            ANY);

    private EatShapes() {}

    static Shape token() {
        return CoseShapes.message(CLAIMS, CoseShapes.HEADERS);
    }

    private static Shape submodule() {
        return new Shape.ByType(
                new Shape.Embedded(new Shape.Later(EatShapes::token)),
                tuple(field("digest alg", CoseShapes.ALGORITHM), field("digest")),
                CLAIMS,
                ANY);
    }
}
