package dev.muster.core.access;

import static dev.muster.core.facts.FactType.text;
import static dev.muster.core.facts.FactType.time;

import dev.muster.core.facts.DeclaredFact;
import dev.muster.core.facts.Vocabulary;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.Fact;
import dev.muster.core.ledger.FactRule;
import dev.muster.core.ledger.Grade;
import dev.muster.core.ledger.Subject;
import java.util.List;

/** What access events say, for checks about who can do what: the server saw all of it happen. */
public final class AccessFacts implements FactRule {
    private static final Vocabulary WORDS = new Vocabulary();

    static {
        WORDS.org("access.org", text(), Grade.OBSERVED, "name of the organisation");
        for (String subject : List.of("operator", "org")) {
            WORDS.about(subject, "access.role", text(), Grade.OBSERVED, "what the operator may do");
            WORDS.about(subject, "access.token", text(), Grade.OBSERVED, "a token that was issued");
            WORDS.about(subject, "access.token-expires", time(), Grade.OBSERVED, "when it ends by itself");
            WORDS.about(subject, "access.token-revoked", text(), Grade.OBSERVED, "a token that was ended");
            WORDS.about(subject, "access.link-expires", time(), Grade.OBSERVED, "when a sign-in link ends");
            WORDS.about(subject, "access.signed-in", text(), Grade.OBSERVED, "role of a browser that was signed in");
            WORDS.about(subject, "access.passkey", text(), Grade.OBSERVED, "a passkey that may sign the operator in");
            WORDS.about(subject, "access.passkey-removed", text(), Grade.OBSERVED, "a passkey that no longer may");
            WORDS.about(subject, "access.signed-out", text(), Grade.OBSERVED, "operator whose browser was signed out");
        }
    }

    /** What these facts are called and mean. */
    public static List<DeclaredFact> vocabulary() {
        return WORDS.all();
    }

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
            case PasskeyAdded added -> one(entry, "access.passkey", added.credential());
            case PasskeyRemoved removed -> one(entry, "access.passkey-removed", removed.credential());
            case PasskeySignedIn in -> one(entry, "access.signed-in", in.role().name());
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
