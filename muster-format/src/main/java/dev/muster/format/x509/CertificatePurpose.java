package dev.muster.format.x509;

/** What a certificate that we issue is for; decides its extensions and nothing else does. */
public enum CertificatePurpose {
    /** Signs other certificates, and only leaves: basicConstraints CA with path length 0, keyCertSign. */
    AUTHORITY,
    /** Factory identity (IEEE 802.1AR IDevID): digitalSignature, no extended key usage. */
    FACTORY,
    /** Local identity (IEEE 802.1AR LDevID): digitalSignature, clientAuth. */
    DEVICE,
    /** TLS server: digitalSignature, serverAuth, the names it answers to. */
    SERVER
}
