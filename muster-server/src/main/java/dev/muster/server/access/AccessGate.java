package dev.muster.server.access;

import dev.muster.core.access.AccessDesk;
import dev.muster.core.access.Role;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Tx;
import dev.muster.server.http.Caller;
import dev.muster.server.http.Gate;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Refused;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Finds out who a caller of the console listener is and whether the route is open to them. */
public final class AccessGate implements Gate {
    /** The {@code __Host-} prefix makes browsers insist on Secure, no domain and path {@code /}. */
    static final String COOKIE = "__Host-muster";

    private static final String BEARER = "Bearer ";
    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD");

    private final Database database;
    private final InstantSource clock;

    public AccessGate(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public Caller admit(Request request, Need need) {
        if (need == Need.NOTHING) {
            return Caller.NOBODY;
        }
        List<Grant> grants = grants(request, need);
        Grant grant = switch (need) {
            case NOTHING, SIGNED_IN -> grants.getFirst();
            case INSTALLATION ->
                grants.stream()
                        .filter(g -> g.role() == Role.INSTALLATION)
                        .findFirst()
                        .orElseThrow(AccessGate::notAllowed);
            case READ -> inOrg(grants, request);
            case WRITE -> writer(inOrg(grants, request));
            case ADMINISTER -> administrator(inOrg(grants, request));
        };
        Set<String> orgs = grants.stream().map(Grant::org).collect(Collectors.toCollection(TreeSet::new));
        return new Caller(AccessDesk.issuer(grant.operator()), orgs);
    }

    /** What is needed of what the caller has; never empty for the needs that do not name an organisation. */
    private List<Grant> grants(Request request, Need need) {
        Instant now = clock.instant();
        Optional<String> bearer = request.header("authorization").filter(value -> value.startsWith(BEARER));
        if (bearer.isPresent()) {
            String hash = new Secret(bearer.get().substring(BEARER.length()).strip()).hash();
            return database.read(tx -> ofToken(tx, request, need, hash, now));
        }
        Optional<String> cookie = request.cookie(COOKIE);
        if (cookie.isEmpty()) {
            throw signInFirst(request);
        }
        if (!SAFE_METHODS.contains(request.method())) {
            refuseForeignPages(request);
        }
        String hash = new Secret(cookie.get()).hash();
        List<Grant> grants = database.read(tx -> Grant.ofSession(tx, hash, now));
        if (grants.isEmpty()) {
            throw signInFirst(request);
        }
        return grants;
    }

    private static List<Grant> ofToken(Tx tx, Request request, Need need, String hash, Instant now) {
        List<Grant> grants = switch (need) {
            case NOTHING, SIGNED_IN -> Grant.ofToken(tx, hash, now);
            case INSTALLATION -> Grant.ofInstallation(tx, hash, now);
            case READ, WRITE, ADMINISTER -> Grant.ofToken(tx, hash, request.parameter("org"), now);
        };
        // Whoever may do other things is told that this is not theirs, and anybody else to sign in.
        if (grants.isEmpty() && !Grant.opens(tx, hash, now)) {
            throw signInFirst(request);
        }
        return grants;
    }

    /** A write with a cookie must come from a page of ours: the browser says so, and a page cannot make it lie. */
    private static void refuseForeignPages(Request request) {
        Optional<String> site = request.header("sec-fetch-site");
        boolean ours = site.isPresent()
                ? site.get().equals("same-origin")
                : request.header("origin").equals(request.header("host").map(host -> "https://" + host));
        if (!ours) {
            throw Problem.of(403, "foreign-page", "A write with a session must come from the console itself.")
                    .refuse();
        }
    }

    private static Grant inOrg(List<Grant> grants, Request request) {
        String org = request.parameter("org");
        return grants.stream()
                .filter(g -> g.org().equals(org))
                .findFirst()
                .orElseThrow(() -> Problem.notFound().refuse());
    }

    private static Grant writer(Grant grant) {
        if (!grant.role().mayWrite()) {
            throw notAllowed();
        }
        return grant;
    }

    private static Grant administrator(Grant grant) {
        if (!grant.role().mayAdminister()) {
            throw notAllowed();
        }
        return grant;
    }

    /** A page of another site may not send anything here; a program that is no browser says nothing of where it is. */
    static void refuseOtherSites(Request request) {
        Optional<String> site = request.header("sec-fetch-site");
        boolean foreign = site.isPresent()
                ? !site.get().equals("same-origin")
                : request.header("origin").isPresent()
                        && !request.header("origin")
                                .equals(request.header("host").map(host -> "https://" + host));
        if (foreign) {
            throw Problem.of(403, "foreign-page", "This must come from the console itself.")
                    .refuse();
        }
    }

    private static Refused notAllowed() {
        return Problem.of(403, "not-allowed", "Your role does not allow this.").refuse();
    }

    private static Refused signInFirst(Request request) {
        boolean page = request.method().equals("GET") && request.asksForPage();
        return page
                ? new Refused(Response.seeOther("/sign-in"))
                : Problem.of(401, "sign-in-required", "Sign in first, or send a valid bearer token.")
                        .refuse();
    }
}
