package dev.muster.format.devices.orders;

import java.time.Instant;
import java.util.Optional;

/**
 * What the device says became of an order. It is the device's word (grade REPORTED), never a proof.
 *
 * @param outcome how it ended; a device never sends {@link OrderOutcome#WITHDRAWN}
 * @param reason a stable code in lower case with dashes, empty when there is nothing to explain
 * @param detail one sentence for people, at most {@value #MAX_DETAIL_CHARS} characters
 * @param strength how firmly it was done; empty where the word means nothing for the kind
 * @param at when it ended by the device's clock; whole seconds on the wire
 */
public record OrderReport(OrderOutcome outcome, String reason, String detail, Optional<Strength> strength, Instant at) {

    public static final int MAX_REASON_CHARS = 64;

    /** What a door takes: both texts at four bytes a character, and the frame. */
    public static final int MAX_BYTES = 4 * 1024;

    /** A sentence, not a log. */
    public static final int MAX_DETAIL_CHARS = 512;

    public OrderReport {
        if (reason.length() > MAX_REASON_CHARS) {
            throw new IllegalArgumentException("reason: at most " + MAX_REASON_CHARS + " characters");
        }
        if (detail.length() > MAX_DETAIL_CHARS) {
            throw new IllegalArgumentException("detail: at most " + MAX_DETAIL_CHARS + " characters");
        }
    }

    /** An outcome that needs no words. */
    public static OrderReport done(Instant at) {
        return new OrderReport(OrderOutcome.DONE, "", "", Optional.empty(), at);
    }

    /** @throws OrderException when the bytes are not a report */
    public static OrderReport parse(byte[] bytes) {
        return OrderReader.report(bytes);
    }

    /** Deterministic CBOR. */
    public byte[] encode() {
        return OrderWriter.report(this);
    }
}
