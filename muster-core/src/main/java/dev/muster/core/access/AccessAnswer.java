package dev.muster.core.access;

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
     * @param reason stable code
     * @param sentence for people
     */
    record Denied(Reason reason, String sentence) implements AccessAnswer {}

    /** Why not; {@link #code} is stable. */
    enum Reason {
        ORG_EXISTS("org-exists"),
        BAD_OPERATOR_NAME("bad-operator-name"),
        UNKNOWN_OPERATOR("unknown-operator"),
        ROLE_NOT_GIVEN_HERE("role-not-given-here"),
        LINK_UNKNOWN("link-unknown"),
        LINK_USED("link-used"),
        LINK_EXPIRED("link-expired"),
        UNKNOWN_TOKEN("unknown-token"),
        TOKEN_ENDED("token-ended");

        private final String code;

        Reason(String code) {
            this.code = code;
        }

        public String code() {
            return code;
        }
    }
}
