package dev.muster.format.attest.corim;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** A raw value, or the bits of one that a mask selects (CoRIM -11 §5.1.4.1.5.6). */
public record RawValue(byte[] value, Optional<byte[]> mask) {
    public RawValue {
        value = value.clone();
        mask = mask.map(byte[]::clone);
    }

    /**
     * Without a mask: equal bytes. With a mask: value, mask and stated value of one length, equal under the mask; other
     * lengths never agree, and neither does a stated value that has a mask itself (§9.4.6).
     */
    public boolean accepts(RawValue stated) {
        boolean comparable = stated.mask.isEmpty()
                && mask.map(bits -> bits.length == value.length).orElse(true);
        if (!comparable || stated.value.length != value.length) {
            return false;
        }
        byte[] selected = mask.orElse(null);
        for (int i = 0; i < value.length; i++) {
            int bits = selected == null ? 0xFF : selected[i];
            if (((value[i] ^ stated.value[i]) & bits) != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RawValue that
                && Arrays.equals(value, that.value)
                && Arrays.equals(mask.orElse(null), that.mask.orElse(null));
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        HexFormat hex = HexFormat.of();
        return hex.formatHex(value)
                + mask.map(bits -> " mask " + hex.formatHex(bits)).orElse("");
    }
}
