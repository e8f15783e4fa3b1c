package dev.muster.format.join.est;

/** Paths and media types of EST (RFC 7030 §3.2.2 and §4), with the organisation as the label of the path. */
public final class EstMessage {

    /** {@code /.well-known/est/{label}/{operation}}. */
    public static final String PATH = "/.well-known/est/";

    public static final String CACERTS = "cacerts";
    public static final String SIMPLE_ENROLL = "simpleenroll";
    public static final String SIMPLE_REENROLL = "simplereenroll";

    public static final String CSRATTRS = "csrattrs";
    public static final String SERVERKEYGEN = "serverkeygen";
    public static final String FULLCMC = "fullcmc";

    /** The path without a label, for the organisation that the server takes then: {@code /.well-known/est/{operation}}. */
    public static String path(String operation) {
        return PATH + operation;
    }

    /** Request body of both enrolments: base64 of a PKCS#10 request. */
    public static final String PKCS10 = "application/pkcs10";

    /** Answer to both enrolments (RFC 7030 §4.2.3). */
    public static final String CERTS_ONLY = "application/pkcs7-mime; smime-type=certs-only";

    /** Answer to cacerts (RFC 7030 §4.1.3); without smime-type, which libest does not send or expect here. */
    public static final String PKCS7 = "application/pkcs7-mime";

    /** Answer to fullcmc (RFC 7030 §4.3.2), whatever it says. */
    public static final String CMC_RESPONSE = "application/pkcs7-mime; smime-type=CMC-response";

    /** Answer to csrattrs (RFC 7030 §4.5.2). */
    public static final String CSR_ATTRIBUTES = "application/csrattrs";

    /** What PKCS #10 was called before it was registered. */
    private static final String PKCS10_BEFORE = "application/x-pkcs10";

    private EstMessage() {}

    /** Whether a body of this type may be a request; one without a type is looked at (RFC 9110 §8.3). */
    public static boolean isRequest(String type) {
        return type.isEmpty() || type.equals(PKCS10) || type.equals(PKCS10_BEFORE);
    }

    /** The path of one operation for one label. */
    public static String path(String label, String operation) {
        return PATH + label + "/" + operation;
    }
}
