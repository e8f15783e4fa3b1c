package dev.muster.core.access;

import dev.muster.core.access.AccessAnswer.Denied;
import dev.muster.core.access.AccessAnswer.Done;
import dev.muster.core.access.AccessAnswer.Reason;
import dev.muster.core.access.AccessAnswer.SessionOpened;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/** The rules of who may do what in one organisation. Pure. */
public final class AccessDesk {
    /** Long enough to copy a link from a terminal, too short to find it later in a scroll-back. */
    public static final Duration LINK_VALID = Duration.ofMinutes(15);

    /** Id of the token that lies on the machine; there is one an organisation. */
    private static final String MACHINE_TOKEN = "machine";

    private static final Pattern OPERATOR = Pattern.compile("[a-z][a-z0-9._-]{0,63}");

    private final OrgId org;
    private final Duration sessionValid;

    public AccessDesk(OrgId org, Duration sessionValid) {
        this.org = org;
        this.sessionValid = sessionValid;
    }

    /** The issuer text of an operator in entries. */
    public static String issuer(String operator) {
        return "operator/" + operator;
    }

    /**
     * The organisation with its first operator, who is whoever owns the machine.
     *
     * @param tokenHash of the token that lies on the machine
     */
    public Decision<AccessAnswer> create(
            AccessStore store, String name, String operator, String tokenHash, Instant tokenExpires, Instant now) {
        if (store.exists()) {
            return denied(Reason.ORG_EXISTS, "The organisation " + org + " exists already.");
        }
        String issuer = issuer(operator);
        Subject subject = Subject.org(org);
        return Decision.of(
                new Done(),
                new Draft(subject, now, issuer, new OrgCreated(name)),
                new Draft(operatorOf(operator), now, issuer, new OperatorAdded(operator, Role.INSTALLATION)),
                new Draft(
                        operatorOf(operator),
                        now,
                        issuer,
                        new TokenIssued(MACHINE_TOKEN, operator, Role.INSTALLATION, tokenHash, tokenExpires)));
    }

    /** The file with the machine's token was lost: another token takes its place and ends it. */
    public Decision<AccessAnswer> renewMachineToken(
            AccessStore store, String operator, String tokenHash, Instant expires, Instant now) {
        if (store.wasEnded(tokenHash)) {
            return denied(Reason.TOKEN_ENDED, "This token was ended and does not come back.");
        }
        return Decision.of(
                new Done(),
                new Draft(
                        operatorOf(operator),
                        now,
                        issuer(operator),
                        new TokenIssued(MACHINE_TOKEN, operator, Role.INSTALLATION, tokenHash, expires)));
    }

    public Decision<AccessAnswer> addOperator(AccessStore store, String operator, Role role, String by, Instant now) {
        if (!OPERATOR.matcher(operator).matches()) {
            return denied(Reason.BAD_OPERATOR_NAME, "An operator's name looks like anna or anna.b, in small letters.");
        }
        if (role == Role.INSTALLATION
                || store.roleOf(operator).filter(Role.INSTALLATION::equals).isPresent()) {
            return denied(Reason.ROLE_NOT_GIVEN_HERE, "Only the machine itself has the installation role.");
        }
        return Decision.of(new Done(), new Draft(operatorOf(operator), now, by, new OperatorAdded(operator, role)));
    }

    /** Nobody is an operator by accident: the machine's own stays. */
    public Decision<AccessAnswer> removeOperator(AccessStore store, String operator, String by, Instant now) {
        Optional<Role> role = store.roleOf(operator);
        if (role.isEmpty()) {
            return unknownOperator(operator);
        }
        if (role.get() == Role.INSTALLATION) {
            return denied(
                    Reason.ROLE_NOT_GIVEN_HERE, "The machine itself is not removed from an organisation it made.");
        }
        return Decision.of(new Done(), new Draft(operatorOf(operator), now, by, new OperatorRemoved(operator)));
    }

    /** Signs the operator out everywhere. */
    public Decision<AccessAnswer> endSessions(AccessStore store, String operator, String by, Instant now) {
        if (store.roleOf(operator).isEmpty()) {
            return unknownOperator(operator);
        }
        return Decision.of(new Done(), new Draft(operatorOf(operator), now, by, new SessionsEnded(operator)));
    }

    /** A token with the operator's own role. */
    public Decision<AccessAnswer> issueToken(
            AccessStore store, String id, String operator, String secretHash, Duration valid, String by, Instant now) {
        Optional<Role> role = store.roleOf(operator);
        if (role.isEmpty()) {
            return unknownOperator(operator);
        }
        if (role.get() == Role.INSTALLATION) {
            return denied(Reason.ROLE_NOT_GIVEN_HERE, "The machine's own token lies on the machine only.");
        }
        return Decision.of(
                new Done(),
                new Draft(
                        operatorOf(operator),
                        now,
                        by,
                        new TokenIssued(id, operator, role.get(), secretHash, now.plus(valid))));
    }

    public Decision<AccessAnswer> revokeToken(AccessStore store, String id, String by, Instant now) {
        if (store.ownerOfToken(id).isEmpty()) {
            return denied(Reason.UNKNOWN_TOKEN, "There is no token " + id + ".");
        }
        return Decision.of(new Done(), new Draft(Subject.org(org), now, by, new TokenRevoked(id)));
    }

    public Decision<AccessAnswer> makeLink(
            AccessStore store, String operator, String secretHash, String by, Instant now) {
        if (store.roleOf(operator).isEmpty()) {
            return unknownOperator(operator);
        }
        return Decision.of(
                new Done(),
                new Draft(
                        operatorOf(operator), now, by, new SignInLinkMade(operator, secretHash, now.plus(LINK_VALID))));
    }

    /** Turns a link into a session, once, within its time. */
    public Decision<AccessAnswer> redeem(AccessStore store, String linkHash, String sessionHash, Instant now) {
        Optional<SignInLink> link = store.link(linkHash);
        if (link.isEmpty()) {
            return denied(Reason.LINK_UNKNOWN, "This sign-in link is not one of ours.");
        }
        if (link.get().used()) {
            return denied(Reason.LINK_USED, "This sign-in link has been used already.");
        }
        if (!now.isBefore(link.get().expiresAt())) {
            return denied(Reason.LINK_EXPIRED, "This sign-in link is too old; ask for a new one.");
        }
        String operator = link.get().operator();
        Optional<Role> role = store.roleOf(operator);
        if (role.isEmpty()) {
            return unknownOperator(operator);
        }
        Role inBrowser = inBrowser(role.get());
        Instant expires = now.plus(sessionValid);
        return Decision.of(
                new SessionOpened(operator, inBrowser, expires),
                new Draft(
                        operatorOf(operator),
                        now,
                        issuer(operator),
                        new SignedIn(operator, inBrowser, linkHash, sessionHash, expires)));
    }

    public Decision<AccessAnswer> signOut(String operator, String sessionHash, Instant now) {
        return Decision.of(
                new Done(),
                new Draft(operatorOf(operator), now, issuer(operator), new SignedOut(operator, sessionHash)));
    }

    /** A browser gets no right over the installation: that stays with the file on the machine. */
    static Role inBrowser(Role role) {
        return role == Role.INSTALLATION ? Role.ADMINISTRATOR : role;
    }

    private static Subject operatorOf(String operator) {
        return new Subject("operator", operator);
    }

    private static Decision<AccessAnswer> unknownOperator(String operator) {
        return denied(Reason.UNKNOWN_OPERATOR, "There is no operator " + operator + ".");
    }

    private static Decision<AccessAnswer> denied(Reason reason, String sentence) {
        return Decision.of(new Denied(reason, sentence));
    }
}
