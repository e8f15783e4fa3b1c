package dev.muster.core.joining;

import dev.muster.core.devices.DeviceRegister;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Refusing;
import dev.muster.core.ledger.Refusing.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Settles which bootstrap tokens there are. */
public final class TokenDesk {

    /** What became of a request. */
    public sealed interface Answer {
        record Done(Token token) implements Answer {}

        /** @param reason {@code product-unknown}, {@code product-mismatch}, {@code token-unfit}, {@code token-unknown}, {@code tokens-too-many} */
        record Refused(Kind kind, String reason, String detail) implements Answer, Refusing {}
    }

    private TokenDesk() {}

    /** Makes a token for a device that is new here, or that an operator let go of. */
    public static Decision<Answer> make(
            Token token, JoiningStore store, DeviceRegister register, String issuer, Instant now) {
        if (!token.until().isAfter(now) || Duration.between(now, token.until()).compareTo(Token.LIFETIME_MAX) > 0) {
            return refused(
                    Kind.INVALID, "token-unfit", "a token lives for at most " + Token.LIFETIME_MAX.toDays() + " days");
        }
        if (register.product(token.product()).isEmpty()) {
            return refused(Kind.ABSENT, "product-unknown", "product " + token.product() + " is not on the register");
        }
        if (register.device(token.device())
                .filter(known -> !known.product().equals(token.product()))
                .isPresent()) {
            return refused(Kind.CONFLICT, "product-mismatch", "the register has the device as another product");
        }
        if (store.openTokens(now) >= Token.MAX_OPEN) {
            return refused(Kind.CONFLICT, "tokens-too-many", "at most " + Token.MAX_OPEN + " unused ones");
        }
        TokenMade event = new TokenMade(token.device().value(), token.product().value(), token.until());
        return Decision.of(new Answer.Done(token), new Draft(token.subject(), now, issuer, event));
    }

    /** Takes an unused token back. */
    public static Decision<Answer> withdraw(
            String digest, JoiningStore store, String issuer, String reason, Instant now) {
        Optional<Token> token =
                store.token(digest).filter(known -> known.usedBy().isEmpty());
        if (token.isEmpty()) {
            return refused(Kind.ABSENT, "token-unknown", "no unused token has this digest");
        }
        return Decision.of(
                new Answer.Done(token.get()),
                new Draft(token.get().subject(), now, issuer, new TokenWithdrawn(reason)));
    }

    private static Decision<Answer> refused(Kind kind, String reason, String detail) {
        return Decision.of(new Answer.Refused(kind, reason, detail));
    }
}
