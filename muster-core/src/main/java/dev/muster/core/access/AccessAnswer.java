package dev.muster.core.access;

import dev.muster.core.ledger.Refusing;
import java.time.Instant;

/** What the desk says. */
public sealed interface AccessAnswer {
    /** It is so now. */
    record Done() implements AccessAnswer {}

    /** A session is open. */
    record SessionOpened(String operator, Role role, Instant expiresAt) implements AccessAnswer {}

    /**
     * No.
     *
     * @param why stable code
     * @param detail for people
     */
    record Denied(Reason why, String detail) implements AccessAnswer, Refusing {
        @Override
        public Kind kind() {
            return why.kind;
        }

        @Override
        public String reason() {
            return why.code;
        }
    }

    /** Why not; {@link #code} is stable. */
    enum Reason {
        ORG_EXISTS(Refusing.Kind.CONFLICT, "org-exists"),
        BAD_OPERATOR_NAME(Refusing.Kind.INVALID, "bad-operator-name"),
        UNKNOWN_OPERATOR(Refusing.Kind.ABSENT, "unknown-operator"),
        ROLE_NOT_GIVEN_HERE(Refusing.Kind.CONFLICT, "role-not-given-here"),
        LINK_UNKNOWN(Refusing.Kind.ABSENT, "link-unknown"),
        LINK_USED(Refusing.Kind.CONFLICT, "link-used"),
        LINK_EXPIRED(Refusing.Kind.CONFLICT, "link-expired"),
        UNKNOWN_TOKEN(Refusing.Kind.ABSENT, "unknown-token"),
        TOKEN_ENDED(Refusing.Kind.CONFLICT, "token-ended"),
        UNKNOWN_PASSKEY(Refusing.Kind.ABSENT, "unknown-passkey"),
        BAD_PASSKEY_NAME(Refusing.Kind.INVALID, "bad-passkey-name"),
        PASSKEY_EXISTS(Refusing.Kind.CONFLICT, "passkey-exists"),
        TOO_MANY_PASSKEYS(Refusing.Kind.CONFLICT, "too-many-passkeys"),
        PASSKEY_COPIED(Refusing.Kind.FORBIDDEN, "passkey-copied"),
        CHALLENGE_USED(Refusing.Kind.CONFLICT, "challenge-used");

        private final Refusing.Kind kind;
        private final String code;

        Reason(Refusing.Kind kind, String code) {
            this.kind = kind;
            this.code = code;
        }

        public String code() {
            return code;
        }
    }
}
