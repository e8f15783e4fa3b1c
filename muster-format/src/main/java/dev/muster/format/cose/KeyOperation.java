package dev.muster.format.cose;

/** What a key may be used for, when it says so in {@code key_ops} (RFC 9052 §7.1, table 5). */
public enum KeyOperation {
    SIGN(1, "sign"),
    VERIFY(2, "verify"),
    ENCRYPT(3, "encrypt"),
    DECRYPT(4, "decrypt"),
    WRAP_KEY(5, "wrapKey"),
    UNWRAP_KEY(6, "unwrapKey"),
    DERIVE_KEY(7, "deriveKey"),
    DERIVE_BITS(8, "deriveBits"),
    MAC_CREATE(9, "MAC create"),
    MAC_VERIFY(10, "MAC verify");

    private final long id;
    private final String label;

    KeyOperation(long id, String label) {
        this.id = id;
        this.label = label;
    }

    /** The number in the registry. */
    public long id() {
        return id;
    }

    /** The name, for people. */
    public String label() {
        return label;
    }
}
