package dev.muster.server.joining.authorities;

import dev.muster.core.joining.authorities.Authority;
import dev.muster.core.joining.authorities.AuthorityDesk.Answer;
import dev.muster.core.joining.authorities.Lifetimes;
import dev.muster.core.joining.authorities.Proposal;
import dev.muster.core.joining.authorities.Standing;
import dev.muster.core.joining.authorities.Step;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Refusing.Kind;
import dev.muster.format.crypto.CryptoException;
import dev.muster.format.crypto.Pem;
import dev.muster.format.crypto.SignatureScheme;
import dev.muster.format.join.x509.CertificateReader;
import dev.muster.format.join.x509.KeyType;
import dev.muster.ledger.sql.Database;
import dev.muster.server.http.Json;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The authorities of an organisation and how one generation follows another (console listener, JSON):
 *
 * <pre>
 * GET  /api/v1/{org}/authorities              {authorities: [{fingerprint, role, standing, subject, key, issuer, since,
 *                                             notAfter, live, certificate: PEM}], twoPeople, proposal?: {...}}
 * POST /api/v1/{org}/authorities/announce     {key?: P-256 | P-384 | ML-DSA-44 | ML-DSA-65, root?: true, reason?}
 * POST /api/v1/{org}/authorities/activate     {reason?}
 * POST /api/v1/{org}/authorities/retire       {fingerprint, force?: true, reason?}
 *                                             -> 200 {changed: [fingerprint]}, 202 {proposal} when two people are needed
 * POST /api/v1/{org}/authorities/approve      {reason?}: another administrator's word; the step is taken
 * POST /api/v1/{org}/authorities/withdraw     {reason?}: it is not
 * </pre>
 */
public final class AuthoritiesDoor {
    private static final int MAX_BODY_BYTES = 4 * 1024;
    private static final int MAX_REASON_CHARS = 512;
    private static final String FORCE = "+force";
    private static final String ROOT = "+root";

    private final Database database;
    private final Authorities authorities;
    private final Hierarchy hierarchy;
    private final boolean twoPeople;
    private final InstantSource clock;

    public AuthoritiesDoor(
            Database database, Authorities authorities, Hierarchy hierarchy, boolean twoPeople, InstantSource clock) {
        this.database = database;
        this.authorities = authorities;
        this.hierarchy = hierarchy;
        this.twoPeople = twoPeople;
        this.clock = clock;
    }

    record StepBody(
            @Nullable String key,
            @Nullable Boolean root,
            @Nullable String fingerprint,
            @Nullable Boolean force,
            @Nullable String reason) {
        static final StepBody NOTHING = new StepBody(null, null, null, null, null);

        String why() {
            return reason == null ? "" : reason;
        }
    }

    public void addTo(Routes console) {
        String base = "/api/v1/{org}/authorities";
        console.get(base, Need.READ, this::list)
                .post(base + "/announce", Need.ADMINISTER, request -> step(request, Step.ANNOUNCE))
                .post(base + "/activate", Need.ADMINISTER, request -> step(request, Step.ACTIVATE))
                .post(base + "/retire", Need.ADMINISTER, request -> step(request, Step.RETIRE))
                .post(base + "/approve", Need.ADMINISTER, request -> answer(request, true))
                .post(base + "/withdraw", Need.ADMINISTER, request -> answer(request, false));
    }

    private Response list(Request request) {
        OrgId org = request.org();
        Instant now = clock.instant();
        return database.read(tx -> {
            SqlAuthorityStore store = new SqlAuthorityStore(tx, org);
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put(
                    "authorities",
                    store.authorities().stream()
                            .map(each -> json(each, store.live(each.fingerprint(), now)))
                            .toList());
            answer.put("twoPeople", twoPeople);
            store.proposal().ifPresent(proposal -> answer.put("proposal", json(proposal)));
            return Response.json(answer);
        });
    }

    private Response step(Request request, Step step) {
        StepBody body = body(request);
        String argument = argument(step, body);
        String caller = request.caller().name();
        if (!twoPeople) {
            return answered(take(request.org(), caller, step, argument, body.why()));
        }
        Proposal proposal =
                new Proposal(UUID.randomUUID().toString(), step, argument, body.why(), caller, clock.instant());
        return answered(hierarchy.run(request.org(), caller, desk -> desk.propose(proposal)));
    }

    private Response answer(Request request, boolean approve) {
        String caller = request.caller().name();
        Answer word = hierarchy.run(
                request.org(),
                caller,
                desk -> desk.answer(approve, body(request).why()));
        if (word instanceof Answer.Approved(Proposal proposal) && approve) {
            return answered(take(
                    request.org(),
                    proposal.by() + " and " + caller,
                    proposal.step(),
                    proposal.argument(),
                    proposal.reason()));
        }
        return answered(word);
    }

    private static String argument(Step step, StepBody body) {
        return switch (step) {
            case ANNOUNCE ->
                (body.key() == null ? KeyType.P256.word() : body.key())
                        + (Boolean.TRUE.equals(body.root()) ? ROOT : "");
            case ACTIVATE -> "";
            case RETIRE ->
                (body.fingerprint() == null ? "" : body.fingerprint())
                        + (Boolean.TRUE.equals(body.force()) ? FORCE : "");
        };
    }

    private Answer take(OrgId org, String caller, Step step, String argument, String reason) {
        return switch (step) {
            case ANNOUNCE -> {
                try {
                    yield hierarchy.announce(org, caller, scheme(argument.replace(ROOT, "")), argument.endsWith(ROOT));
                } catch (CryptoException e) {
                    yield new Answer.Refused(Kind.CONFLICT, "key-unsupported", String.valueOf(e.getMessage()));
                }
            }
            case ACTIVATE -> hierarchy.activate(org, caller);
            case RETIRE -> hierarchy.retire(org, caller, argument.replace(FORCE, ""), argument.endsWith(FORCE), reason);
        };
    }

    private static SignatureScheme scheme(String word) {
        return Stream.of(
                        Map.entry(KeyType.P256, SignatureScheme.ECDSA_P256_SHA256),
                        Map.entry(KeyType.P384, SignatureScheme.ECDSA_P384_SHA384),
                        Map.entry(KeyType.ML_DSA_44, SignatureScheme.ML_DSA_44),
                        Map.entry(KeyType.ML_DSA_65, SignatureScheme.ML_DSA_65))
                .filter(entry -> entry.getKey().word().equals(word))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> Problem.of(
                                400, "key-unsupported", "An authority's key is P-256, P-384, ML-DSA-44 or ML-DSA-65.")
                        .refuse());
    }

    private static StepBody body(Request request) {
        byte[] bytes = request.body(MAX_BODY_BYTES);
        StepBody body = bytes.length == 0 ? StepBody.NOTHING : Json.read(bytes, StepBody.class);
        if (body.why().length() > MAX_REASON_CHARS) {
            throw Problem.of(400, "reason-too-long", "The reason is too long.").refuse();
        }
        return body;
    }

    private static Response answered(Answer answer) {
        return switch (answer) {
            case Answer.Done done -> Response.json(Map.of("changed", done.changed()));
            case Answer.Proposed proposed -> Response.json(202, Map.of("proposal", json(proposed.proposal())));
            case Answer.Approved _ -> Response.of(204);
            case Answer.Refused refused ->
                throw Problem.refused(refused, "This is not possible.").refuse();
        };
    }

    private static Map<String, Object> json(Proposal proposal) {
        return Map.of(
                "id", proposal.id(),
                "step", proposal.step().word(),
                "argument", proposal.argument(),
                "reason", proposal.reason(),
                "by", proposal.by(),
                "at", proposal.at().toString());
    }

    private static Map<String, Object> json(Authority authority, long live) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("fingerprint", authority.fingerprint());
        json.put("role", authority.role().word());
        json.put("standing", authority.standing().word());
        json.put("subject", authority.certificate().getSubjectX500Principal().getName());
        json.put(
                "key",
                KeyType.of(authority.certificate().getPublicKey())
                        .map(KeyType::word)
                        .orElse("other"));
        json.put("issuer", authority.issuer());
        json.put("since", authority.since().toString());
        json.put("notAfter", authority.ends().toString());
        json.put("live", live);
        json.put("certificate", new Pem("CERTIFICATE", CertificateReader.encoded(authority.certificate())).encode());
        return json;
    }

    /** What somebody should know: an authority that ends, a generation that waits. */
    public List<String> troubles(OrgId org) {
        Instant soon = clock.instant().plus(Lifetimes.WARNED_BEFORE);
        Stream<String> ending = authorities.of(org).all().stream()
                .filter(each -> each.standing() == Standing.ACTIVE)
                .filter(each -> each.ends().isBefore(soon))
                .map(each -> "The " + each.role().word() + " authority ends at " + each.ends()
                        + "; announce the next generation: muster ca announce");
        Optional<String> waiting = authorities.of(org).all().stream()
                .filter(each -> each.standing() == Standing.NEXT)
                .findFirst()
                .map(each -> "A generation of authorities was announced at " + each.since()
                        + " and is not in force; when devices have learnt of it: muster ca activate");
        return Stream.concat(ending, waiting.stream()).toList();
    }
}
