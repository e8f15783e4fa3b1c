package dev.muster.format.attest.corim;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** A raw value, or the bits of one that a mask selects (CoRIM -11 §5.1.4.1.5.6). */
public record RawValue(byte[] value, Optional<byte[]> mask) {
    public RawValue {
        value = value.clone();
        if (mask.isPresent() && mask.get().length != value.length) {
            throw new IllegalArgumentException("the mask of a raw value is as long as the value");
        }
        mask = mask.map(byte[]::clone);
    }

    /** Without a mask: equal bytes. With a mask: same length, equal under the mask (§9.4.6). */
    public boolean accepts(RawValue stated) {
        if (stated.value.length != value.length) {
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
