package dev.muster.core.joining;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.ProductId;
import dev.muster.core.ledger.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A secret that lets one device without a factory identity join once. What the register keeps is its digest.
 *
 * @param digest SHA-256 of the secret, hex; the secret has 256 random bits, so nobody guesses it back
 * @param usedBy digest of the key that a certificate was issued for with it
 */
public record Token(String digest, DeviceId device, ProductId product, Instant until, Optional<String> usedBy) {

    /** Subject kind of its entries. */
    public static final String KIND = "token";

    /** A token that lies about longer than this is a password. */
    public static final Duration LIFETIME_MAX = Duration.ofDays(30);

    /** Unused tokens that an organisation may have; an import of a pallet fits. */
    public static final int MAX_OPEN = 10_000;

    public Subject subject() {
        return new Subject(KIND, digest);
    }

    /** The origin that an enrolment by it is recorded under. */
    public String origin() {
        return KIND + ":" + digest;
    }
}
