package dev.muster.core.attestation;

import dev.muster.format.crypto.Sha256;
import java.util.HexFormat;
import java.util.Optional;

/**
 * How far a device had counted when it last showed evidence. Under one key these numbers never get smaller: when they do,
 * two machines have that key, or one was set back to an older copy of itself.
 *
 * @param key SHA-256 of the SubjectPublicKeyInfo, hexadecimal
 * @param bootCount starts of the device, 0 when its evidence does not say
 * @param uptimeSeconds since the last start
 * @param twin whether they went backwards once under this key; nothing it shows is believed since
 */
public record Counters(String key, long bootCount, long uptimeSeconds, boolean twin) {

    /** What evidence says of itself; empty for schemes that count nothing. */
    static Optional<Counters> of(Statement statement) {
        return of(statement.key(), statement.software());
    }

    /** How far a device had counted with this evidence; empty for schemes that count nothing. */
    public static Optional<Counters> of(EvidenceAppraised event) {
        return of(event.deviceKey(), event.software());
    }

    /** The same with the mark of two that have one key. */
    public Counters doubled() {
        return new Counters(key, bootCount, uptimeSeconds, true);
    }

    private static Optional<Counters> of(byte[] key, EvidenceAppraised.Software software) {
        return software.bootCount() == 0 && software.uptimeSeconds() == 0
                ? Optional.empty()
                : Optional.of(new Counters(
                        HexFormat.of().formatHex(Sha256.of(key)),
                        software.bootCount(),
                        software.uptimeSeconds(),
                        false));
    }

    /** What went backwards from these to {@code next}, in one sentence; empty when nothing did. Another key counts anew. */
    Optional<String> backwards(Counters next) {
        if (!key.equals(next.key)) {
            return Optional.empty();
        }
        if (next.bootCount < bootCount) {
            return Optional.of("it had started " + bootCount + " times, and now says " + next.bootCount);
        }
        return next.bootCount == bootCount && next.uptimeSeconds < uptimeSeconds
                ? Optional.of("in start " + bootCount + " it had run for " + uptimeSeconds + " s, and now says "
                        + next.uptimeSeconds + " s")
                : Optional.empty();
    }
}
