package dev.muster.format.cose;

/** Header labels of the COSE registry that Muster reads or writes. */
public final class HeaderLabel {
    /** Algorithm (RFC 9052 §3.1). */
    public static final long ALG = 1;
    /** Labels that must be understood (RFC 9052 §3.1). */
    public static final long CRIT = 2;
    /** Media type or CoAP content-format of the payload (RFC 9052 §3.1). */
    public static final long CONTENT_TYPE = 3;
    /** Key identifier (RFC 9052 §3.1). */
    public static final long KID = 4;
    /** Nonce (RFC 9052 §3.1). */
    public static final long IV = 5;
    /** Part of a nonce (RFC 9052 §3.1). */
    public static final long PARTIAL_IV = 6;
    /** Countersignature version 2 (RFC 9338). */
    public static final long COUNTERSIGNATURE = 11;
    /** Abbreviated countersignature version 2 (RFC 9338). */
    public static final long COUNTERSIGNATURE0 = 12;
    /** CWT claims (RFC 9597). */
    public static final long CWT_CLAIMS = 15;
    /** Type of the whole message (RFC 9596). */
    public static final long TYP = 16;
    /** Unordered certificates (RFC 9360). */
    public static final long X5BAG = 32;
    /** Certificate chain, end-entity first (RFC 9360). */
    public static final long X5CHAIN = 33;
    /** Hash of the end-entity certificate (RFC 9360). */
    public static final long X5T = 34;
    /** Address of the certificates (RFC 9360); never fetched here. */
    public static final long X5U = 35;
    /** Hash algorithm of a hash envelope (RFC 9995). */
    public static final long PAYLOAD_HASH_ALG = 258;
    /** Content type of what was hashed (RFC 9995). */
    public static final long PREIMAGE_CONTENT_TYPE = 259;
    /** Where what was hashed may be found (RFC 9995). */
    public static final long PAYLOAD_LOCATION = 260;
    /** Receipts (RFC 9942). */
    public static final long RECEIPTS = 394;
    /** Verifiable data structure (RFC 9942). */
    public static final long VDS = 395;
    /** Verifiable data proofs (RFC 9942). */
    public static final long VDP = 396;

    /** Ephemeral public key of the sender (RFC 9053 §6.3.1). */
    static final long EPHEMERAL_KEY = -1;
    /** Static public key of the sender. */
    static final long STATIC_KEY = -2;
    /** Identifier of the sender's static key. */
    static final long STATIC_KEY_ID = -3;
    /** Encapsulated key of HPKE (draft-ietf-cose-hpke-27 §7.3). */
    static final long EK = -4;
    /** Which pre-shared key HPKE uses (draft-ietf-cose-hpke-27 §7.3). */
    static final long PSK_ID = -5;
    /** Salt of the key derivation (RFC 9053 §5.1). */
    static final long SALT = -20;
    /** Identity, nonce and other of party U: -21 to -23; of party V: -24 to -26 (RFC 9053 §5.2). */
    static final long PARTY_U = -21;

    static final long PARTY_V = -24;

    private HeaderLabel() {}
}
