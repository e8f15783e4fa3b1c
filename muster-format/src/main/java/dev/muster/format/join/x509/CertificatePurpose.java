package dev.muster.format.join.x509;

/** What a certificate that we issue is for; decides its extensions and nothing else does. */
public enum CertificatePurpose {
    /** The beginning of a hierarchy: basicConstraints CA, keyCertSign and cRLSign, authorities below it. */
    ROOT,
    /** Signs other certificates, and only leaves: basicConstraints CA with path length 0, keyCertSign. */
    AUTHORITY,
    /** Factory identity (IEEE 802.1AR IDevID): digitalSignature, no extended key usage. */
    FACTORY,
    /** Local identity (IEEE 802.1AR LDevID): digitalSignature, clientAuth. */
    DEVICE,
    /** TLS server: digitalSignature, serverAuth, the names it answers to. */
    SERVER,
    /** Signs attestation results: digitalSignature, and {@link #VERIFIER_USAGE} as the only extended key usage. */
    VERIFIER,
    /** Lets people work on devices: digitalSignature, and {@link #MAINTENANCE_USAGE} as the only extended key usage. */
    MAINTENANCE,
    /** Signs answers to requests in CMC (RFC 6402 §2.10): digitalSignature, {@code id-kp-cmcCA}. */
    RESPONDER,
    /**
     * Answers for the authority that issued it (RFC 6960 §4.2.2.2): digitalSignature, OCSPSigning, and id-pkix-ocsp-nocheck,
     * because it lives shorter than anybody would ask about it.
     */
    STATUS,
    /** Attestation key in a TPM (TCG AK certificate): digitalSignature, {@code tcg-kp-AIKCertificate}. */
    ATTESTATION_KEY;

    /** {@code tcg-kp-AIKCertificate}. */
    public static final String ATTESTATION_KEY_USAGE = "2.23.133.8.3";

    /**
     * The extended key usage of a verifier. There is no registered one for attestation results; this is derived from a
     * UUID (ITU-T X.667), which needs no registration.
     */
    public static final String VERIFIER_USAGE = "2.25.259067543789248937213909176111139913184";

    /** The extended key usage of who lets people work on devices; derived from a UUID like {@link #VERIFIER_USAGE}. */
    public static final String MAINTENANCE_USAGE = "2.25.147689956650260150170773646411418184340";
}
