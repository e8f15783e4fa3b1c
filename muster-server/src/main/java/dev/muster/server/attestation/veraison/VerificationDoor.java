package dev.muster.server.attestation.veraison;

import dev.muster.core.attestation.EvidenceAnswer;
import dev.muster.core.attestation.OfflineAppraisal;
import dev.muster.core.attestation.ReferenceSet;
import dev.muster.core.attestation.Results;
import dev.muster.core.attestation.Schemes;
import dev.muster.core.attestation.Sessions;
import dev.muster.core.attestation.Sessions.Session;
import dev.muster.core.attestation.schemes.BuiltInSchemes;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.attest.ear.EarJson;
import dev.muster.format.attest.ear.VeraisonEar;
import dev.muster.format.attest.ear.VerifierId;
import dev.muster.server.attestation.AttestationKeys;
import dev.muster.server.http.Accepts;
import dev.muster.server.http.Json;
import dev.muster.server.http.Need;
import dev.muster.server.http.Origin;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** {@code /challenge-response/v1}: a nonce, evidence over it, a result in Veraison's profile of EAR as a JWT. */
public final class VerificationDoor {
    private static final String SESSION = "application/vnd.veraison.challenge-response-session+json";
    private static final String PREFIX = "/veraison/{org}";
    private static final String CHALLENGE = "/challenge-response/v1";
    private static final int EVIDENCE_BYTES_MAX = 1 << 20;
    private static final int NONCE_BYTES = 32;

    private final Function<OrgId, Optional<ReferenceSet>> references;
    private final AttestationKeys keys;
    private final Sessions sessions;
    private final Schemes schemes = BuiltInSchemes.all();
    private final Need need;
    private final InstantSource clock;
    private final RandomGenerator random;

    /**
     * @param references of an organisation; empty when there is no such one
     * @param open whether strangers may ask
     */
    public VerificationDoor(
            Function<OrgId, Optional<ReferenceSet>> references,
            AttestationKeys keys,
            boolean open,
            InstantSource clock,
            RandomGenerator random) {
        this.references = references;
        this.keys = keys;
        this.sessions = new Sessions(keys.challenge());
        this.need = open ? Need.NOTHING : Need.READ;
        this.clock = clock;
        this.random = random;
    }

    /** On the listener for people: its callers have tokens, or are strangers. */
    public Routes addTo(Routes routes) {
        String session = PREFIX + CHALLENGE + "/session/{session}";
        return routes.post(PREFIX + CHALLENGE + "/newSession", need, this::open)
                .post(session, need, Accepts.upTo(EVIDENCE_BYTES_MAX), this::evidence)
                .get(session, need, request -> session(200, found(request), Map.of()))
                .delete(session, need, this::close)
                .get(PREFIX + "/.well-known/veraison/verification", need, this::discovery);
    }

    private ReferenceSet known(OrgId org) {
        return references.apply(org).orElseThrow(() -> Problem.notFound().refuse());
    }

    private Response open(Request request) {
        OrgId org = request.org();
        known(org);
        Session session = sessions.open(nonce(request), clock.instant());
        return session(201, session, Map.of()).with("location", "session/" + sessions.name(org, session));
    }

    private byte[] nonce(Request request) {
        Optional<String> given = request.query("nonce");
        Optional<String> size = request.query("nonceSize");
        if (given.isPresent() && size.isPresent()) {
            throw bad("nonce and nonceSize exclude one another");
        }
        if (given.isPresent()) {
            byte[] nonce = decoded(given.get());
            if (!Sessions.fits(nonce)) {
                throw bad("a nonce has 8 to 64 bytes in base64url");
            }
            return nonce;
        }
        byte[] made = new byte[Math.toIntExact(request.query("nonceSize", NONCE_BYTES, 8, 64))];
        random.nextBytes(made);
        return made;
    }

    /** Clients pad, or do not, and some send the standard alphabet, whose plus a query turns into a space. */
    private static byte[] decoded(String text) {
        try {
            return Base64.getUrlDecoder()
                    .decode(text.replace(' ', '-').replace('+', '-').replace('/', '_'));
        } catch (IllegalArgumentException notBase64) {
            throw bad("the nonce is not base64");
        }
    }

    private static RuntimeException bad(String detail) {
        return Problem.of(400, "nonce", "The session cannot be opened.", detail).refuse();
    }

    private Session found(Request request) {
        known(request.org());
        return session(request);
    }

    private Session session(Request request) {
        OrgId org = request.org();
        return sessions.find(org, request.parameter("session"), clock.instant())
                .orElseThrow(() -> Problem.notFound().refuse());
    }

    private Response close(Request request) {
        found(request);
        return Response.of(204);
    }

    private Response evidence(Request request) {
        ReferenceSet set = known(request.org());
        Session session = session(request);
        String type = Schemes.bare(request.contentType());
        if (!schemes.mediaTypes().contains(type)) {
            throw Problem.of(415, "media-type", "Evidence is one of " + schemes.mediaTypes() + ".")
                    .refuse();
        }
        byte[] bytes = request.body(EVIDENCE_BYTES_MAX);
        EvidenceAnswer answer = new OfflineAppraisal(schemes)
                .answer(
                        new OfflineAppraisal.Question(
                                type,
                                bytes,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(session.nonce()),
                                clock.instant()),
                        set);
        Map<String, Object> more = new LinkedHashMap<>();
        more.put("evidence", Map.of("type", request.contentType(), "value", base64(bytes)));
        return switch (answer) {
            case EvidenceAnswer.Appraised appraised -> {
                more.put("status", "complete");
                more.put(
                        "result",
                        result(
                                appraised,
                                Origin.of(request) + "/veraison/"
                                        + request.org().value()));
                yield session(200, session, more);
            }
            case EvidenceAnswer.Refused refused -> {
                more.put("status", "failed");
                more.put("failure-reason", refused.refusal().code() + ": " + refused.detail());
                yield session(200, session, more);
            }
        };
    }

    private String result(EvidenceAnswer.Appraised appraised, String issuer) {
        return EarJson.jwt(
                VeraisonEar.claims(Results.ear(appraised.event(), new VerifierId("Muster", "0.1"), false), issuer),
                keys.verifier().getPrivate(),
                keyId());
    }

    private String keyId() {
        return HexFormat.of().formatHex(keys.verificationKey().kid().orElseThrow());
    }

    private Response session(int status, Session session, Map<String, Object> more) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("status", "waiting");
        told.put("nonce", base64(session.nonce()));
        told.put("expiry", session.expiresAt().toString());
        told.put("accept", List.copyOf(schemes.mediaTypes()));
        told.putAll(more);
        return Response.of(status, SESSION, Json.bytes(told));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private Response discovery(Request request) {
        known(request.org());
        String base = "/veraison/" + request.org().value() + CHALLENGE;
        return Discovery.of(
                Map.of("newChallengeResponseSession", base + "/newSession"),
                List.copyOf(schemes.mediaTypes()),
                Optional.of(Discovery.jwk(keys.verifier().getPublic(), keyId())));
    }
}
