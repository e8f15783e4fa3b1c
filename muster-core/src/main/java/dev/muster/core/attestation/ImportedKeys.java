package dev.muster.core.attestation;

import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Refusing;
import dev.muster.core.ledger.Refusing.Kind;
import dev.muster.core.ledger.Subject;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/** The desk where an operator brings keys that devices and this verifier share, and takes them away again. */
public final class ImportedKeys {
    /** Subject kind of a shared key. */
    public static final String KIND = "attestation-key";

    /**
     * Keys of one owner that count: the one that it was made with, and a few that follow. All of them are tried under a token,
     * so a ninth is refused, not passed over.
     */
    public static final int MAX_OF_ONE = 8;

    private static final int IMPLEMENTATION_BYTES = 32;
    private static final int INSTANCE_LEAST_BYTES = 7;
    private static final int INSTANCE_MOST_BYTES = 33;
    private static final int MAX_REASON_CHARS = 256;

    private ImportedKeys() {}

    /**
     * Whose key it is.
     *
     * @param implementation 32 bytes in hexadecimal: the implementation id of a PSA root of trust; empty for the key of an
     *     EAT, which names a UEID alone
     * @param instance 7..33 bytes in hexadecimal: the instance id, a UEID
     */
    public record Owner(String implementation, String instance) {
        private Optional<String> fault() {
            boolean fits =
                    (implementation.isEmpty() || isHex(implementation, IMPLEMENTATION_BYTES, IMPLEMENTATION_BYTES))
                            && isHex(instance, INSTANCE_LEAST_BYTES, INSTANCE_MOST_BYTES);
            return fits
                    ? Optional.empty()
                    : Optional.of(
                            "an implementation id has 32 bytes and an instance id 7..33, in lower-case hexadecimal");
        }

        private static boolean isHex(String text, int least, int most) {
            return text.length() % 2 == 0
                    && text.length() >= 2 * least
                    && text.length() <= 2 * most
                    && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
        }
    }

    /** A key of the register. */
    public record Imported(String id, Owner owner) {}

    /** What becomes of a wish. */
    public sealed interface Answer {
        /** @param changed whether it was otherwise before */
        record Done(String id, boolean changed) implements Answer {}

        record Refused(Kind kind, String reason, String detail) implements Answer, Refusing {}
    }

    /** @param sealed the key as this server alone can open it: the record of what happened holds no secret */
    public static Decision<Answer> bring(
            SharedKey key, Owner owner, byte[] sealed, String by, AttestationStore known, Instant now) {
        Optional<String> fault = owner.fault();
        if (fault.isPresent()) {
            return Decision.of(new Answer.Refused(Kind.INVALID, "key-owner", fault.get()));
        }
        String id = HexFormat.of().formatHex(key.id());
        Optional<Imported> before = known.importedKey(id);
        if (before.isPresent()) {
            return Decision.of(
                    before.get().owner().equals(owner)
                            ? new Answer.Done(id, false)
                            : new Answer.Refused(
                                    Kind.CONFLICT,
                                    "key-taken",
                                    "this key is that of the instance "
                                            + before.get().owner().instance()
                                            + ": two devices with one key cannot be told apart"));
        }
        if (known.importedKeys(owner) >= MAX_OF_ONE) {
            return Decision.of(new Answer.Refused(
                    Kind.CONFLICT,
                    "keys-enough",
                    "the instance " + owner.instance() + " has " + MAX_OF_ONE
                            + " keys that count: remove one that it does not use any more"));
        }
        return Decision.of(
                new Answer.Done(id, true),
                new Draft(
                        new Subject(KIND, id),
                        now,
                        by,
                        new SharedKeyImported(id, owner.implementation(), owner.instance(), sealed)));
    }

    /** @param because why nothing under this key is believed any more */
    public static Decision<Answer> remove(String id, String because, String by, AttestationStore known, Instant now) {
        if (known.importedKey(id).isEmpty()) {
            return Decision.of(new Answer.Refused(Kind.ABSENT, "key-unknown", "there is no shared key " + id));
        }
        if (because.isBlank() || because.length() > MAX_REASON_CHARS) {
            return Decision.of(
                    new Answer.Refused(Kind.INVALID, "because", "say why in 1.." + MAX_REASON_CHARS + " characters"));
        }
        return Decision.of(
                new Answer.Done(id, true),
                new Draft(new Subject(KIND, id), now, by, new SharedKeyRemoved(id, because)));
    }
}
