package dev.muster.format.update.suit;

/**
 * Every number of draft-ietf-suit-manifest-37 and draft-ietf-suit-report-23 that Muster writes or understands; those of the
 * extension drafts are in {@link TrustDomainPoints}, {@link UpdateManagementPoints} and {@link EncryptionPoints}. Nothing
 * else in the project holds a SUIT number.
 */
public final class CodePoints {
    private CodePoints() {}

    // CBOR tags.
    public static final long TAG_ENVELOPE = 107;
    public static final long TAG_MANIFEST = 1070;
    public static final long TAG_COSE_SIGN1 = 18;
    public static final long TAG_COSE_SIGN = 98;
    public static final long TAG_COSE_MAC0 = 17;
    public static final long TAG_COSE_MAC = 97;

    /** COSE header value of the content type, and the media type at a web door. */
    public static final String MEDIA_TYPE = "application/suit-envelope+cose";

    // Envelope.
    public static final int AUTHENTICATION = 2;
    public static final int MANIFEST = 3;

    // Manifest.
    public static final int VERSION = 1;
    public static final int SEQUENCE_NUMBER = 2;
    public static final int COMMON = 3;
    public static final int REFERENCE_URI = 4;
    public static final int MANIFEST_COMPONENT_ID = 5;
    public static final int VALIDATE = 7;
    public static final int LOAD = 8;
    public static final int INVOKE = 9;
    public static final int COSWID = 14;
    public static final int DEPENDENCY_RESOLUTION = 15;
    public static final int PAYLOAD_FETCH = 16;
    public static final int CANDIDATE_VERIFICATION = 18;
    public static final int INSTALL = 20;
    public static final int TEXT = 23;
    public static final int UNINSTALL = 24;

    /** The only manifest version that the draft defines. */
    public static final int MANIFEST_VERSION = 1;

    // Common.
    /** Of trust-domains. */
    public static final int DEPENDENCIES = 1;

    public static final int COMPONENTS = 2;
    public static final int SHARED_SEQUENCE = 4;

    // Conditions.
    public static final int CONDITION_VENDOR_ID = 1;
    public static final int CONDITION_CLASS_ID = 2;
    public static final int CONDITION_IMAGE_MATCH = 3;
    public static final int CONDITION_COMPONENT_SLOT = 5;
    public static final int CONDITION_CHECK_CONTENT = 6;
    public static final int CONDITION_ABORT = 14;
    public static final int CONDITION_DEVICE_ID = 24;

    // Directives.
    public static final int DIRECTIVE_SET_COMPONENT_INDEX = 12;
    public static final int DIRECTIVE_TRY_EACH = 15;
    public static final int DIRECTIVE_WRITE = 18;
    public static final int DIRECTIVE_OVERRIDE_PARAMETERS = 20;
    public static final int DIRECTIVE_FETCH = 21;
    public static final int DIRECTIVE_COPY = 22;
    public static final int DIRECTIVE_INVOKE = 23;
    public static final int DIRECTIVE_SWAP = 31;
    public static final int DIRECTIVE_RUN_SEQUENCE = 32;

    // Parameters.
    public static final int PARAMETER_VENDOR_ID = 1;
    public static final int PARAMETER_CLASS_ID = 2;
    public static final int PARAMETER_IMAGE_DIGEST = 3;
    public static final int PARAMETER_COMPONENT_SLOT = 5;
    public static final int PARAMETER_STRICT_ORDER = 12;
    public static final int PARAMETER_SOFT_FAILURE = 13;
    public static final int PARAMETER_IMAGE_SIZE = 14;
    public static final int PARAMETER_CONTENT = 18;
    public static final int PARAMETER_URI = 21;
    public static final int PARAMETER_SOURCE_COMPONENT = 22;
    public static final int PARAMETER_INVOKE_ARGS = 23;
    public static final int PARAMETER_DEVICE_ID = 24;
    public static final int PARAMETER_FETCH_ARGUMENTS = 25;

    // Text.
    public static final int TEXT_MANIFEST_DESCRIPTION = 1;
    public static final int TEXT_UPDATE_DESCRIPTION = 2;
    public static final int TEXT_VENDOR_NAME = 1;
    public static final int TEXT_MODEL_NAME = 2;
    public static final int TEXT_VENDOR_DOMAIN = 3;
    public static final int TEXT_MODEL_INFO = 4;
    public static final int TEXT_COMPONENT_DESCRIPTION = 5;
    public static final int TEXT_COMPONENT_VERSION = 6;

    // Report (draft-ietf-suit-report-23, as 18; the reference label is 99, the record is a positional array).
    public static final int REPORT_NONCE = 2;
    public static final int REPORT_RECORDS = 3;
    public static final int REPORT_RESULT = 4;
    public static final int REPORT_RESULT_CODE = 5;
    public static final int REPORT_RESULT_RECORD = 6;
    public static final int REPORT_RESULT_REASON = 7;
    public static final int REPORT_CAPABILITIES = 8;
    public static final int REPORT_REFERENCE = 99;
    /** Not of the draft: a sentence for people, in the extension point SUIT_Report_Extensions. */
    public static final int REPORT_DETAIL = -65601;

    // Capability report (§4.1 of the same): the lists that it must have, then those that it may.
    public static final int CAPABILITY_COMPONENTS = 1;
    public static final int CAPABILITY_COMMANDS = 2;
    public static final int CAPABILITY_PARAMETERS = 3;
    public static final int CAPABILITY_ALGORITHMS = 4;
    public static final int CAPABILITY_ENVELOPE = 5;
    public static final int CAPABILITY_MANIFEST = 6;
    public static final int CAPABILITY_COMMON = 7;
    public static final int CAPABILITY_TEXT = 8;
    public static final int CAPABILITY_TEXT_COMPONENT = 9;
    public static final int CAPABILITY_DEPENDENCY = 10;
    /** Not of the draft, in the extension point SUIT_Capability_Report_Extensions: the longest envelope that it reads. */
    public static final int CAPABILITY_ENVELOPE_BYTES = -65610;
    /** Not of the draft: the most that each component holds, a list of pairs. */
    public static final int CAPABILITY_COMPONENT_BYTES = -65611;
    /** Not of the draft: media types of differences between images that it applies. */
    public static final int CAPABILITY_DELTAS = -65612;

    /** In a record's or claim's map: which component the parameters describe. */
    public static final int SYSTEM_COMPONENT_ID = 0;

    /** A name for a command that is read but never executed. */
    static String foreignCommand(long code) {
        return code < 0 ? "custom " + code : "unknown " + code;
    }

    /** A name for a parameter that is read but never accepted. */
    static String foreignParameter(long key) {
        return key < 0 ? "custom " + key : "unknown " + key;
    }

    /** Whether the envelope may carry this manifest member outside of the manifest (trust-domains adds 15 and 18). */
    static boolean severable(long key) {
        return key == COSWID
                || key == DEPENDENCY_RESOLUTION
                || key == PAYLOAD_FETCH
                || key == CANDIDATE_VERIFICATION
                || key == INSTALL
                || key == TEXT;
    }

    /** Whether a manifest member is a command sequence. */
    static boolean sequence(long key) {
        return key == VALIDATE
                || key == LOAD
                || key == INVOKE
                || key == DEPENDENCY_RESOLUTION
                || key == PAYLOAD_FETCH
                || key == CANDIDATE_VERIFICATION
                || key == INSTALL
                || key == UNINSTALL;
    }
}
