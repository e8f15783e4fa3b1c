package dev.muster.format.devices.orders;

import java.time.Instant;
import java.util.regex.Pattern;

/**
 * One thing the server asks of one device.
 *
 * @param id chosen by who issues it, unique within the organisation: 1 to 64 of {@code A-Z a-z 0-9 . _ -}. Issuing the
 *     same id twice is one order, so an issuer that may run twice derives the id from its cause.
 * @param sequence place in the organisation's ledger (the index of the entry that issued it); grows, never reused
 * @param action what to do
 * @param issuedAt whole seconds on the wire
 * @param expiresAt the device must not begin after this; whole seconds on the wire
 */
public record Order(String id, long sequence, OrderAction action, Instant issuedAt, Instant expiresAt) {

    /** Long enough for any artifact URL we write, short enough for the smallest device's buffer. */
    public static final int MAX_URL_CHARS = 512;

    public static final int MAX_NAME_CHARS = 64;

    /** A quarantine ruleset is about 1 KiB; a full allow list of a camera stays below 32 KiB. */
    public static final int MAX_RULESET_BYTES = 64 * 1024;

    /** A gateway's rules for some hundred devices; an agent reads answers of up to 1 MiB. */
    public static final int MAX_GATEWAY_BYTES = 768 * 1024;

    /** SHA-256. */
    public static final int DIGEST_BYTES = 32;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    public Order {
        requireId(id);
        if (sequence < 0) {
            throw new IllegalArgumentException("order sequence is negative");
        }
    }

    /** @throws IllegalArgumentException when the text cannot be an order id */
    public static String requireId(String id) {
        if (!isId(id)) {
            throw new IllegalArgumentException("order id: 1 to 64 of A-Z a-z 0-9 . _ -, a letter or digit first");
        }
        return id;
    }

    /** Whether the text can be an order id. */
    public static boolean isId(String id) {
        return ID.matcher(id).matches();
    }

    public OrderKind kind() {
        return action.kind();
    }
}
