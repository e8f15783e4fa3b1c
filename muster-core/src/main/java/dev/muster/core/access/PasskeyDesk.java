package dev.muster.core.access;

import dev.muster.core.access.AccessAnswer.Denied;
import dev.muster.core.access.AccessAnswer.Done;
import dev.muster.core.access.AccessAnswer.Reason;
import dev.muster.core.access.AccessAnswer.SessionOpened;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The rules of passkeys in one organisation. Signatures are checked before; what they open is decided here. Pure. */
public final class PasskeyDesk {
    /** A few devices and a key in a safe; more is somebody else's. */
    public static final int PASSKEYS_MAX = 10;

    private static final int NAME_CHARS_MAX = 64;

    private final Duration sessionValid;

    public PasskeyDesk(Duration sessionValid) {
        this.sessionValid = sessionValid;
    }

    public Decision<AccessAnswer> add(AccessStore store, Passkey key, String name, Instant now) {
        if (store.roleOf(key.operator()).isEmpty()) {
            return denied(Reason.UNKNOWN_OPERATOR, "There is no operator " + key.operator() + ".");
        }
        if (name.isBlank() || name.length() > NAME_CHARS_MAX) {
            return denied(Reason.BAD_PASSKEY_NAME, "A passkey's name has 1 to " + NAME_CHARS_MAX + " characters.");
        }
        if (store.passkey(key.credential()).isPresent()) {
            return denied(Reason.PASSKEY_EXISTS, "This passkey is known already.");
        }
        if (store.passkeys(key.operator()) >= PASSKEYS_MAX) {
            return denied(Reason.TOO_MANY_PASSKEYS, "An operator has at most " + PASSKEYS_MAX + " passkeys.");
        }
        return Decision.of(
                new Done(),
                draft(
                        key.operator(),
                        AccessDesk.issuer(key.operator()),
                        new PasskeyAdded(key.operator(), key.credential(), name, key.data(), key.signatures()),
                        now));
    }

    public Decision<AccessAnswer> remove(AccessStore store, String credential, String by, Instant now) {
        Optional<Passkey> key = store.passkey(credential);
        if (key.isEmpty()) {
            return denied(Reason.UNKNOWN_PASSKEY, "There is no such passkey.");
        }
        return Decision.of(
                new Done(),
                draft(key.get().operator(), by, new PasskeyRemoved(key.get().operator(), credential), now));
    }

    /**
     * Opens a session.
     *
     * @param challengeHash of the challenge that the passkey signed: it opens one session
     * @param signatures as the authenticator counts them now
     */
    public Decision<AccessAnswer> signIn(
            AccessStore store,
            String credential,
            String challengeHash,
            long signatures,
            String sessionHash,
            Instant now) {
        Optional<Passkey> key = store.passkey(credential);
        if (key.isEmpty()) {
            return denied(Reason.UNKNOWN_PASSKEY, "There is no such passkey.");
        }
        if (store.wasAnswered(challengeHash)) {
            return denied(Reason.CHALLENGE_USED, "This challenge has opened a session already.");
        }
        // WebAuthn Level 3 §7.2, step 22: a count that does not grow is a second authenticator with the same key.
        boolean counts = key.get().signatures() > 0 || signatures > 0;
        if (counts && signatures <= key.get().signatures()) {
            return denied(Reason.PASSKEY_COPIED, "This passkey counts backwards: somebody may have a copy of it.");
        }
        String operator = key.get().operator();
        Optional<Role> role = store.roleOf(operator).map(AccessDesk::inBrowser);
        if (role.isEmpty()) {
            return denied(Reason.UNKNOWN_OPERATOR, "There is no operator " + operator + ".");
        }
        Instant expires = now.plus(sessionValid);
        return Decision.of(
                new SessionOpened(operator, role.get(), expires),
                draft(
                        operator,
                        AccessDesk.issuer(operator),
                        new PasskeySignedIn(
                                operator, role.get(), credential, challengeHash, signatures, sessionHash, expires),
                        now));
    }

    private static Draft draft(String operator, String by, AccessEvent event, Instant now) {
        return new Draft(new Subject("operator", operator), now, by, event);
    }

    private static Decision<AccessAnswer> denied(Reason reason, String sentence) {
        return Decision.of(new Denied(reason, sentence));
    }
}
