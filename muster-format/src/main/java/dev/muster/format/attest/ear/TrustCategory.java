package dev.muster.format.attest.ear;

import java.util.Locale;

/** The eight things a verifier says something about (AR4SI -10 §2.3.4). */
public enum TrustCategory {
    INSTANCE_IDENTITY(0),
    CONFIGURATION(1),
    EXECUTABLES(2),
    FILE_SYSTEM(3),
    HARDWARE(4),
    RUNTIME_OPAQUE(5),
    STORAGE_OPAQUE(6),
    SOURCED_DATA(7);

    private final int key;

    TrustCategory(int key) {
        this.key = key;
    }

    /** The CBOR key. */
    public int key() {
        return key;
    }

    /** @throws IllegalArgumentException when no category has this key */
    public static TrustCategory of(long key) {
        for (TrustCategory category : values()) {
            if (category.key == key) {
                return category;
            }
        }
        throw new IllegalArgumentException("no category has the number " + key);
    }

    /** The JSON name, such as {@code instance-identity}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
