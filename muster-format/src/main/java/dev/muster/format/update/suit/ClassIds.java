package dev.muster.format.update.suit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/** Vendor and class identifiers as version 5 UUIDs by name (manifest §8.4.8.2, RFC 9562 §5.5). Names, not secrets. */
public final class ClassIds {
    /** The name space of domain names, RFC 9562 §6.6. */
    private static final byte[] DNS = HexFormat.of().parseHex("6ba7b8109dad11d180b400c04fd430c8");

    /** The name space of private enterprise numbers (manifest §8.4.8.2). */
    private static final byte[] NUMBERS = HexFormat.of().parseHex("47fbdabbf2e455f0bb393620c2f6df4e");

    private ClassIds() {}

    /**
     * 16 bytes for a vendor's private enterprise number.
     *
     * @param number as tag 112 holds it: the relative object identifier, encoded
     */
    public static byte[] vendorOfNumber(byte[] number) {
        return uuid5(NUMBERS, number);
    }

    /** 16 bytes for a vendor's domain name. */
    public static byte[] vendor(String domain) {
        return uuid5(DNS, domain.toLowerCase(Locale.ROOT));
    }

    /** 16 bytes for a class of one vendor's devices. */
    public static byte[] deviceClass(byte[] vendorId, String name) {
        return uuid5(vendorId, name);
    }

    private static byte[] uuid5(byte[] nameSpace, String name) {
        return uuid5(nameSpace, name.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] uuid5(byte[] nameSpace, byte[] name) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            sha1.update(nameSpace);
            byte[] uuid = Arrays.copyOf(sha1.digest(name), 16);
            uuid[6] = (byte) ((uuid[6] & 0x0f) | 0x50);
            uuid[8] = (byte) ((uuid[8] & 0x3f) | 0x80);
            return uuid;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
