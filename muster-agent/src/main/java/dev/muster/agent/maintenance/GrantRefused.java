package dev.muster.agent.maintenance;

import dev.muster.format.devices.maintenance.Reply;

/** A person's wish that is not done; becomes a {@link Reply}. */
final class GrantRefused extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;

    /** @param code one of those that {@link Reply} lists */
    GrantRefused(String code, String detail) {
        super(detail);
        this.code = code;
    }

    Reply reply() {
        return Reply.refused(code, String.valueOf(getMessage()));
    }
}
