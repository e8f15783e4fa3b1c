package dev.muster.server.access;

import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.RegistrationData;
import dev.muster.core.access.AccessAnswer;
import dev.muster.core.access.AccessAnswer.SessionOpened;
import dev.muster.core.access.Passkey;
import dev.muster.core.access.PasskeyDesk;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.crypto.Sha256;
import dev.muster.ledger.sql.Database;
import dev.muster.server.http.Json;
import dev.muster.server.http.Need;
import dev.muster.server.http.Origin;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Refused;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Passkeys: making one in a browser that is signed in, signing in with one, taking one away. The bodies are WebAuthn's own
 * JSON forms (Level 3 §5.1.8 to §5.1.11), as browsers write and read them.
 */
public final class PasskeyDoor {
    private static final String SIGN_IN = "sign-in";

    /** What a browser made, and what its person calls it. */
    record NewPasskey(String name, Map<String, Object> credential) {}

    private final Orgs orgs;
    private final Database database;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Passkeys passkeys = new Passkeys();
    private final PasskeyChallenges challenges;
    private final PasskeyDesk desk;

    PasskeyDoor(Orgs orgs, PasskeyDesk desk, Database database, InstantSource clock, SecureRandom random) {
        this.orgs = orgs;
        this.desk = desk;
        this.database = database;
        this.clock = clock;
        this.random = random;
        this.challenges = new PasskeyChallenges(random);
    }

    void addTo(Routes routes) {
        routes.get("/api/v1/{org}/passkeys", Need.READ, this::list)
                .delete("/api/v1/{org}/passkeys/{credential}", Need.READ, this::remove)
                .post("/o/{org}/passkeys/options", Need.READ, this::creation)
                .post("/o/{org}/passkeys", Need.READ, this::add)
                .post("/passkey/options", Need.NOTHING, this::asking)
                .post("/passkey/sign-in", Need.NOTHING, this::signIn);
    }

    private Response list(Request request) {
        String operator = Oneself.of(request);
        return Response.json(Map.of("passkeys", database.read(tx -> PasskeyRow.of(tx, request.org(), operator))));
    }

    /** PublicKeyCredentialCreationOptionsJSON. */
    private Response creation(Request request) {
        String operator = Oneself.inBrowser(request);
        OrgId org = request.org();
        Passkeys.Place place = place(request);
        List<Map<String, Object>> known = database.read(tx -> PasskeyRow.of(tx, org, operator)).stream()
                .map(row -> Map.<String, Object>of("type", "public-key", "id", row.credential()))
                .toList();
        return Response.json(Map.of(
                "rp", Map.of("id", place.id(), "name", "Muster"),
                "user",
                        Map.of(
                                "id",
                                Passkeys.text(Passkeys.handle(org, operator)),
                                "name",
                                operator,
                                "displayName",
                                operator + " of " + org.value()),
                "challenge", Passkeys.text(challenges.make(adding(org, operator), clock.instant())),
                "pubKeyCredParams",
                        Passkeys.ALGORITHMS.stream()
                                .map(kind -> Map.of("type", "public-key", "alg", kind.getValue()))
                                .toList(),
                "excludeCredentials", known,
                "authenticatorSelection", Map.of("residentKey", "required", "userVerification", "required"),
                "attestation", "none",
                "timeout", PasskeyChallenges.VALID.toMillis()));
    }

    private Response add(Request request) {
        String operator = Oneself.inBrowser(request);
        OrgId org = request.org();
        NewPasskey wanted = request.json(NewPasskey.class);
        try {
            RegistrationData made = passkeys.registration(json(wanted.credential()));
            byte[] challenge = Passkeys.challenge(made.getCollectedClientData());
            requireOurs(challenge, adding(org, operator));
            Passkey key = passkeys.registered(made, operator, place(request), challenge);
            Orgs.settle(orgs.ask(org, (_, store) -> desk.add(store, key, wanted.name(), clock.instant())));
            return Response.json(201, Map.of("credential", key.credential()));
        } catch (Passkeys.NotProved wrong) {
            throw notProved(wrong);
        }
    }

    private Response remove(Request request) {
        String credential = request.parameter("credential");
        Optional<String> owner = database.read(tx -> new SqlAccessStore(tx, request.org()).passkey(credential))
                .map(Passkey::operator);
        if (!owner.equals(Optional.of(Oneself.of(request)))) {
            request.require(Need.ADMINISTER);
        }
        Orgs.settle(orgs.ask(
                request.org(),
                (_, store) -> desk.remove(store, credential, request.caller().name(), clock.instant())));
        return Response.of(204);
    }

    /** PublicKeyCredentialRequestOptionsJSON, the same for everybody: it tells nobody who has a passkey. */
    private Response asking(Request request) {
        AccessGate.refuseOtherSites(request);
        return Response.json(Map.of(
                "rpId", place(request).id(),
                "challenge", Passkeys.text(challenges.make(SIGN_IN, clock.instant())),
                "allowCredentials", List.of(),
                "userVerification", "required",
                "timeout", PasskeyChallenges.VALID.toMillis()));
    }

    private Response signIn(Request request) {
        AccessGate.refuseOtherSites(request);
        try {
            AuthenticationData shown = passkeys.authentication(new String(request.body(), StandardCharsets.UTF_8));
            byte[] challenge = Passkeys.challenge(shown.getCollectedClientData());
            requireOurs(challenge, SIGN_IN);
            PasskeyRow.Held held = held(shown);
            Passkeys.Shown proved = passkeys.shown(shown, held.key(), place(request), challenge);
            return open(held, challenge, proved);
        } catch (Passkeys.NotProved wrong) {
            throw notProved(wrong);
        }
    }

    /** The authenticator says whose key it is. */
    private PasskeyRow.Held held(AuthenticationData shown) throws Passkeys.NotProved {
        String id = Passkeys.text(Passkeys.credential(shown));
        Optional<byte[]> handle = Optional.ofNullable(shown.getUserHandle());
        return database.read(tx -> PasskeyRow.named(tx, id)).stream()
                .filter(one -> handle.filter(said -> Arrays.equals(
                                said, Passkeys.handle(one.org(), one.key().operator())))
                        .isPresent())
                .findFirst()
                .orElseThrow(() -> Problem.of(401, "unknown-passkey", "This passkey is not known here.")
                        .refuse());
    }

    private Response open(PasskeyRow.Held held, byte[] challenge, Passkeys.Shown proved) {
        Secret session = Secret.fresh(random);
        String hash = HexFormat.of().formatHex(Sha256.of(challenge));
        AccessAnswer answer = orgs.ask(
                held.org(),
                (_, store) -> desk.signIn(
                        store, held.key().credential(), hash, proved.signatures(), session.hash(), clock.instant()));
        Orgs.settle(answer);
        if (!(answer instanceof SessionOpened opened)) {
            throw new IllegalStateException("a passkey opens a session: " + answer);
        }
        return Response.json(Map.of("location", "/o/" + held.org().value() + "/"))
                .with("set-cookie", AccessDoor.cookie(session.text(), opened.expiresAt(), clock.instant()));
    }

    private void requireOurs(byte[] challenge, String purpose) {
        if (!challenges.isOurs(challenge, purpose, clock.instant())) {
            throw Problem.of(400, "bad-challenge", "This was not asked for here, or too long ago. Try once more.")
                    .refuse();
        }
    }

    private static String adding(OrgId org, String operator) {
        return "add " + org.value() + " " + operator;
    }

    private static Passkeys.Place place(Request request) {
        return new Passkeys.Place(request.host(), Origin.of(request));
    }

    private static String json(Map<String, Object> credential) {
        return new String(Json.bytes(credential), StandardCharsets.UTF_8);
    }

    private static Refused notProved(Passkeys.NotProved wrong) {
        return Problem.of(
                        400,
                        "passkey-not-proved",
                        "This passkey proves nothing here.",
                        String.valueOf(wrong.getMessage()))
                .refuse();
    }

    /** Who asks, as an operator. */
    static final class Oneself {
        private static final String OPERATOR = "operator/";

        private Oneself() {}

        static String of(Request request) {
            String name = request.caller().name();
            return name.startsWith(OPERATOR) ? name.substring(OPERATOR.length()) : name;
        }

        /** A token that somebody found must not make itself a key that outlives it. */
        static String inBrowser(Request request) {
            if (request.header("authorization").isPresent()) {
                throw Problem.of(403, "browser-only", "A passkey is made by its person, in a browser.")
                        .refuse();
            }
            return of(request);
        }
    }
}
