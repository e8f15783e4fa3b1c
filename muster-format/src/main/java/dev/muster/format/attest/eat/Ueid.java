package dev.muster.format.attest.eat;

import dev.muster.format.crypto.Sha256;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A universal entity id (RFC 9711 §4.2.1): what a device is called everywhere, for ever.
 *
 * @param bytes 7..33 bytes: a type (1 RAND, 2 EUI, 3 IMEI) and the id
 */
public record Ueid(byte[] bytes) {
    public static final int MIN_BYTES = 7;
    public static final int MAX_BYTES = 33;
    private static final byte TYPE_RAND = 1;

    public Ueid {
        if (bytes.length < MIN_BYTES || bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException("a UEID has 7..33 bytes, not " + bytes.length);
        }
        bytes = bytes.clone();
    }

    /**
     * The id of a device in the linux-slots profile: type RAND over SHA-256 of maker, model and serial number, which
     * together name one device in the world, and which stay when its key is renewed.
     */
    public static Ueid of(String maker, String model, String serial) {
        ByteArrayOutputStream named = new ByteArrayOutputStream();
        for (String part : new String[] {maker, model, serial}) {
            named.writeBytes(part.getBytes(StandardCharsets.UTF_8));
            named.write(0); // ends the part: no other three strings give these bytes
        }
        byte[] hash = Sha256.of(named.toByteArray());
        byte[] ueid = new byte[1 + hash.length];
        ueid[0] = TYPE_RAND;
        System.arraycopy(hash, 0, ueid, 1, hash.length);
        return new Ueid(ueid);
    }

    @Override
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Ueid that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
