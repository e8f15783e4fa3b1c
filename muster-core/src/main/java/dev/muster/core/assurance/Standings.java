package dev.muster.core.assurance;

import java.util.Arrays;

/**
 * How a device stands by every requirement of a catalogue, to be kept: one byte for each, which only the same catalogue and
 * the same version of this program read.
 */
public final class Standings {
    private final byte[] codes;
    private final int hash;

    private Standings(byte[] codes) {
        this.codes = codes;
        this.hash = Arrays.hashCode(codes);
    }

    /** How it stands as of its last judgement. */
    static Standings of(DeviceFold device, int requirements, SharedRows rows) {
        byte[] codes = new byte[requirements];
        for (int place = 0; place < requirements; place++) {
            codes[place] = device.standing(place).code();
        }
        return new Standings(rows.of(codes));
    }

    /** What {@link #bytes} gave. */
    public static Standings ofBytes(byte[] bytes) {
        return new Standings(bytes.clone());
    }

    /** To be kept. */
    public byte[] bytes() {
        return codes.clone();
    }

    Standing at(int place) {
        return Standing.decode(codes[place]);
    }

    byte[] codes() {
        return codes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Standings standings && Arrays.equals(codes, standings.codes);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
