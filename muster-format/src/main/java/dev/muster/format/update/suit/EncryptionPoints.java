package dev.muster.format.update.suit;

/** Numbers of draft-ietf-suit-firmware-encryption-26. */
public final class EncryptionPoints {
    private EncryptionPoints() {}

    /** TBD19 in the drafts up to 25. */
    public static final int PARAMETER_ENCRYPTION_INFO = 19;

    /** COSE_Encrypt. */
    public static final long TAG_COSE_ENCRYPT = 96;

    /** Other public information of the key derivation context. */
    public static final String KDF_OTHER = "SUIT Payload Encryption";
}
