package dev.muster.core.access;

import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.Fact;
import dev.muster.core.ledger.FactRule;
import dev.muster.core.ledger.Grade;
import dev.muster.core.ledger.Subject;
import java.util.List;

/** What access events say, for checks about who can do what: the server saw all of it happen. */
public final class AccessFacts implements FactRule {
    @Override
    public List<Fact> facts(Entry entry, Event event) {
        if (!(event instanceof AccessEvent access)) {
            return List.of();
        }
        return switch (access) {
            case OrgCreated created -> one(entry, "access.org", created.name());
            case OperatorAdded added -> one(entry, "access.role", added.role().name());
            case TokenIssued issued ->
                List.of(
                        fact(entry, "access.token", issued.id()),
                        fact(entry, "access.token-expires", issued.expiresAt().toString()));
            case TokenRevoked revoked -> one(entry, "access.token-revoked", revoked.id());
            case SignInLinkMade made ->
                one(entry, "access.link-expires", made.expiresAt().toString());
            case SignedIn in -> one(entry, "access.signed-in", in.role().name());
            case SignedOut out -> one(entry, "access.signed-out", out.operator());
            case OperatorRemoved removed -> one(entry, "access.removed", removed.operator());
            case SessionsEnded ended -> one(entry, "access.sessions-ended", ended.operator());
        };
    }

    private static List<Fact> one(Entry entry, String key, String value) {
        return List.of(fact(entry, key, value));
    }

    private static Fact fact(Entry entry, String key, String value) {
        Subject subject = entry.subject();
        return new Fact(subject, key, value, entry.effectiveAt(), Grade.OBSERVED, entry.index());
    }
}
