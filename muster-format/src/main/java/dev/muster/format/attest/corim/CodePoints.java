package dev.muster.format.attest.corim;

/** Every number of draft-ietf-rats-corim-11 that is read or written here. */
final class CodePoints {
    // Tags (§12.3)
    static final long TAG_OLD_TOP = 500;
    static final long TAG_UNSIGNED = 501;
    static final long TAG_OLD_SIGNED = 502;
    static final long TAG_COSWID = 505;
    static final long TAG_COMID = 506;
    static final long TAG_COTL = 508;
    static final long TAG_UUID = 37;
    static final long TAG_OID = 111;
    static final long TAG_UEID = 550;
    static final long TAG_SVN = 552;
    static final long TAG_MIN_SVN = 553;
    static final long TAG_PKIX_KEY = 554;
    static final long TAG_PKIX_CERTIFICATE = 555;
    static final long TAG_PKIX_PATH = 556;
    static final long TAG_KEY_THUMBPRINT = 557;
    static final long TAG_COSE_KEY = 558;
    static final long TAG_CERTIFICATE_THUMBPRINT = 559;
    static final long TAG_PATH_THUMBPRINT = 561;
    static final long TAG_DER_CERTIFICATE = 562;
    /** An integer class id of the Veraison project, and its PSA and CCA types from before those had profiles. */
    static final long TAG_OLD_INT = 551;

    static final long TAG_OLD_PSA_IMPLEMENTATION = 600;
    static final long TAG_OLD_PSA_REFERENCE = 601;
    static final long TAG_OLD_CCA_CONFIG = 602;
    static final long TAG_BYTES = 560;
    static final long TAG_MASKED_RAW = 563;
    static final long TAG_INT_RANGE = 564;
    static final long TAG_URI = 32;
    static final long TAG_TIME = 1;
    static final long TAG_SIGN1 = 18;

    // COSE header parameters (§4.2)
    static final long HEADER_CORIM_META = 8;
    static final long HEADER_PAYLOAD_HASH_ALG = 258;
    static final String CONTENT_TYPE = "application/rim+cbor";

    // corim-map (§4.1)
    static final long CORIM_ID = 0;
    static final long CORIM_TAGS = 1;
    static final long CORIM_DEPENDENT = 2;
    static final long CORIM_PROFILE = 3;
    static final long CORIM_VALIDITY = 4;
    static final long CORIM_ENTITIES = 5;

    // corim-meta-map, signer, validity, entity
    static final long META_SIGNER = 0;
    static final long META_VALIDITY = 1;
    static final long SIGNER_NAME = 0;
    static final long VALIDITY_NOT_BEFORE = 0;
    static final long VALIDITY_NOT_AFTER = 1;
    static final long ENTITY_NAME = 0;
    static final long ENTITY_REG_ID = 1;
    static final long ENTITY_ROLE = 2;
    static final long CWT_ISS = 1;
    static final long CWT_SUB = 2;
    static final long CWT_EXP = 4;
    static final long CWT_NBF = 5;

    // concise-mid-tag (§5.1)
    static final long COMID_LANGUAGE = 0;
    static final long COMID_IDENTITY = 1;
    static final long COMID_ENTITIES = 2;
    static final long COMID_LINKED = 3;
    static final long COMID_TRIPLES = 4;
    static final long IDENTITY_ID = 0;
    static final long IDENTITY_VERSION = 1;
    static final long LINKED_ID = 0;
    static final long LINKED_REL = 1;

    // triples-map (§5.1.4)
    static final long TRIPLES_REFERENCE = 0;
    static final long TRIPLES_ENDORSED = 1;
    static final long TRIPLES_IDENTITY = 2;
    static final long TRIPLES_ATTEST_KEY = 3;
    static final long TRIPLES_DEPENDENCY = 4;
    static final long TRIPLES_MEMBERSHIP = 5;
    static final long TRIPLES_COSWID = 6;
    static final long TRIPLES_SERIES = 8;
    static final long TRIPLES_CONDITIONAL = 10;
    static final long KEYS_ELEMENT = 0;
    static final long KEYS_AUTHORITY = 1;

    // environment-map, class-map, measurement-map (§5.1.4.1)
    static final long ENV_CLASS = 0;
    static final long ENV_INSTANCE = 1;
    static final long ENV_GROUP = 2;
    static final long CLASS_ID = 0;
    static final long CLASS_VENDOR = 1;
    static final long CLASS_MODEL = 2;
    static final long CLASS_LAYER = 3;
    static final long CLASS_INDEX = 4;
    static final long MEAS_KEY = 0;
    static final long MEAS_VALUES = 1;
    static final long MEAS_AUTHORITY = 2;

    // measurement-values-map (§5.1.4.1.5)
    static final long MVAL_VERSION = 0;
    static final long MVAL_SVN = 1;
    static final long MVAL_DIGESTS = 2;
    static final long MVAL_FLAGS = 3;
    static final long MVAL_RAW = 4;
    static final long MVAL_RAW_MASK = 5;
    static final long MVAL_MAC = 6;
    static final long MVAL_IP = 7;
    static final long MVAL_SERIAL = 8;
    static final long MVAL_UEID = 9;
    static final long MVAL_UUID = 10;
    static final long MVAL_NAME = 11;
    static final long MVAL_CRYPTO_KEYS = 13;
    static final long MVAL_REGISTERS = 14;
    static final long MVAL_INT_RANGE = 15;

    // concise-tl-tag (§6.1)
    static final long COTL_IDENTITY = 0;
    static final long COTL_TAGS = 1;
    static final long COTL_VALIDITY = 2;

    private CodePoints() {}
}
