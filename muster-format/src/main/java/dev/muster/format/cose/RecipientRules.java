package dev.muster.format.cose;

import dev.muster.format.cose.Verdict.Invalid;
import dev.muster.format.cose.Verdict.Reason;
import java.util.Optional;

/** What RFC 9052 §8.5 and RFC 9053 §6 ask of a recipient and of the key it is opened with. */
final class RecipientRules {
    private RecipientRules() {}

    /**
     * Why the structure is refused, whatever the keys are.
     *
     * @param siblings recipients of the same layer, this one counted
     */
    static Optional<Invalid> refuses(Recipient recipient, RecipientAlgorithm way, int siblings) {
        if (way.direct() && siblings != 1) {
            return refused(way + " is not the only recipient");
        }
        if (way.direct() && recipient.ciphertext().isPresent()) {
            return refused(way + " with a ciphertext");
        }
        if (way.unprotected() && recipient.headers().protectedMap().size() > 0) {
            return refused(way + " with a protected header, which nothing protects");
        }
        boolean layers = way.unprotected() && !way.direct();
        return layers || recipient.recipients().isEmpty()
                ? Optional.empty()
                : refused(way + " with recipients of its own");
    }

    /** Why this key must not be used so: its {@code alg} or {@code key_ops} say something else. */
    static Optional<Invalid> forbids(CoseKey key, long algorithm, KeyOperation use) {
        if (!key.allows(algorithm)) {
            return Optional.of(new Invalid(
                    Reason.ALG_KEY_MISMATCH, "key is for algorithm " + key.map().require(CoseKey.ALG)));
        }
        return permits(key, use)
                ? Optional.empty()
                : Optional.of(
                        new Invalid(Reason.KEY_WRONG, "key_ops of the key do not say that it may " + use.label()));
    }

    /** Where the RFC names two operations, either of them will do. */
    private static boolean permits(CoseKey key, KeyOperation use) {
        return switch (use) {
            case DECRYPT, UNWRAP_KEY -> key.permits(KeyOperation.DECRYPT, KeyOperation.UNWRAP_KEY);
            case ENCRYPT, WRAP_KEY -> key.permits(KeyOperation.ENCRYPT, KeyOperation.WRAP_KEY);
            case DERIVE_KEY, DERIVE_BITS -> key.permits(KeyOperation.DERIVE_KEY, KeyOperation.DERIVE_BITS);
            default -> key.permits(use);
        };
    }

    private static Optional<Invalid> refused(String detail) {
        return Optional.of(new Invalid(Reason.KEY_WRONG, detail));
    }
}
