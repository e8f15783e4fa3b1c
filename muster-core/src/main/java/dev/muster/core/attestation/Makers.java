package dev.muster.core.attestation;

import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Refusing;
import dev.muster.core.ledger.Refusing.Kind;
import dev.muster.core.ledger.Subject;
import dev.muster.format.cose.CoseKey;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/** The desk where an operator says which key speaks for which maker. */
public final class Makers {
    /** Subject kind of a maker's key. */
    public static final String KIND = "maker";

    private Makers() {}

    /** What becomes of a registration. */
    public sealed interface Answer {
        record Registered(MakerAnchor anchor) implements Answer {}

        /** The key is there already, for this maker. */
        record Known(MakerAnchor anchor) implements Answer {}

        /** The key speaks for another maker: one key, one maker. */
        record Refused(Kind kind, String reason, String detail) implements Answer, Refusing {}
    }

    /**
     * @param maker as the products name it
     * @param key the maker's public key
     * @param operator who says so
     */
    public static Decision<Answer> register(
            String maker, CoseKey key, String operator, AttestationStore known, Instant now) {
        if (maker.isBlank() || maker.length() > MakerAnchor.MAX_MAKER_CHARS) {
            return Decision.of(new Answer.Refused(
                    Kind.INVALID,
                    "maker-name",
                    "a maker's name has 1.." + MakerAnchor.MAX_MAKER_CHARS + " characters"));
        }
        MakerAnchor anchor = new MakerAnchor(
                maker,
                HexFormat.of().formatHex(key.thumbprint()),
                CoseKey.of(key.verificationKey()).encode());
        Optional<MakerAnchor> before = known.makers().stream()
                .filter(other -> other.thumbprint().equals(anchor.thumbprint()))
                .findFirst();
        if (before.isPresent()) {
            return Decision.of(
                    before.get().maker().equals(maker)
                            ? new Answer.Known(before.get())
                            : new Answer.Refused(
                                    Kind.CONFLICT,
                                    "key-taken",
                                    "this key speaks for " + before.get().maker()));
        }
        return Decision.of(
                new Answer.Registered(anchor),
                new Draft(
                        new Subject(KIND, anchor.thumbprint()),
                        now,
                        operator,
                        new MakerRegistered(maker, anchor.thumbprint(), anchor.key())));
    }
}
