package dev.muster.server.http;

/** Decides who a caller is and whether a route is open to them. */
@FunctionalInterface
public interface Gate {
    /** For listeners whose doors judge by themselves: only routes that need nothing are open. */
    Gate CLOSED = (request, need) -> {
        if (need != Need.NOTHING) {
            throw Problem.of(401, "sign-in-required", "Sign in first.").refuse();
        }
        return Caller.NOBODY;
    };

    /** @throws Refused 401 without or with bad credentials, 404 for another organisation's things, 403 for a role */
    Caller admit(Request request, Need need);
}
