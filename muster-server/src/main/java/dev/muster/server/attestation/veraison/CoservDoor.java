package dev.muster.server.attestation.veraison;

import dev.muster.core.attestation.ReferenceSet;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.attest.corim.CorimException;
import dev.muster.format.attest.corim.CoservQuery;
import dev.muster.format.attest.corim.CoservQuery.Ask;
import dev.muster.format.attest.corim.CoservResults;
import dev.muster.format.attest.corim.Environment;
import dev.muster.format.attest.corim.Measurement;
import dev.muster.format.attest.corim.Triple;
import dev.muster.format.attest.corim.Validity;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cose.Sign1Builder;
import dev.muster.server.attestation.AttestationKeys;
import dev.muster.server.http.Json;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Endorsements to be asked for (draft-ietf-rats-coserv-06 §6): {@code GET …/coserv/{query}} with the query in base64url, so
 * that answers can be cached; unsigned, or in COSE_Sign1 under the key of the verifier, as the client accepts.
 */
public final class CoservDoor {
    private static final String PREFIX = "/veraison/{org}";
    private static final String PATH = "/endorsement-distribution/v1/coserv/";
    private static final String UNSIGNED = "application/coserv+cbor";
    private static final String SIGNED = "application/coserv+cose";
    private static final String PROBLEM = "application/concise-problem-details+cbor";

    /** An answer may be kept for so long, and no longer than what it rests on holds. */
    private static final Duration KEPT = Duration.ofHours(1);

    /** Where manifests lie as they came. */
    @FunctionalInterface
    public interface Manifests {
        Optional<byte[]> signed(OrgId org, String digest);
    }

    private final Function<OrgId, Optional<ReferenceSet>> references;
    private final Manifests manifests;
    private final AttestationKeys keys;
    private final InstantSource clock;

    /** @param references of an organisation; empty when there is no such one */
    public CoservDoor(
            Function<OrgId, Optional<ReferenceSet>> references,
            Manifests manifests,
            AttestationKeys keys,
            InstantSource clock) {
        this.references = references;
        this.manifests = manifests;
        this.keys = keys;
        this.clock = clock;
    }

    /** On the listener for people and their machines. */
    public Routes addTo(Routes routes) {
        return routes.get(PREFIX + PATH + "{query}", Need.READ, this::answer)
                .get(PREFIX + "/.well-known/coserv-configuration", Need.READ, this::discovery);
    }

    private Response discovery(Request request) {
        List<String> collected = List.of("collected", "source");
        return Response.of(
                200,
                "application/coserv-discovery+json",
                Json.bytes(Map.of(
                        "version",
                        "0.1",
                        "capabilities",
                        List.of(
                                Map.of("media-type", UNSIGNED, "artifact-support", collected),
                                Map.of("media-type", SIGNED, "artifact-support", collected)),
                        "api-endpoints",
                        Map.of(
                                "CoSERVRequestResponse",
                                "/veraison/" + request.org().value() + PATH + "{query}"),
                        "result-verification-key",
                        List.of(Discovery.jwk(
                                keys.verifier().getPublic(),
                                java.util.HexFormat.of()
                                        .formatHex(keys.verificationKey().kid().orElseThrow()))))));
    }

    private Response answer(Request request) {
        OrgId org = request.org();
        ReferenceSet known =
                references.apply(org).orElseThrow(() -> Problem.notFound().refuse());
        String accepts = request.header("accept").orElse("*/*");
        boolean plain = accepts.contains(UNSIGNED) || accepts.contains("*/*") || accepts.contains("application/*");
        if (!plain && !accepts.contains(SIGNED)) {
            return problem(406, "the answer is " + UNSIGNED + " or " + SIGNED);
        }
        CoservQuery query;
        try {
            String text = request.parameter("query");
            if (text.length() > CoservQuery.MAX_BYTES) {
                return problem(400, "the query is longer than " + CoservQuery.MAX_BYTES + " characters");
            }
            query = CoservQuery.parse(Base64.getUrlDecoder().decode(text));
        } catch (CorimException | IllegalArgumentException unreadable) {
            return problem(400, String.valueOf(unreadable.getMessage()));
        }
        Instant now = clock.instant();
        Answer answer = new Answer(org, query, now);
        known.documents().forEach(answer::look);
        byte[] results = answer.encode();
        String profile = "; profile=\"" + query.profile() + "\"";
        long age = Duration.between(now, answer.expiry).toSeconds();
        Response response = plain
                ? Response.ok(UNSIGNED + profile, results)
                : Response.ok(SIGNED + profile, sign(results, UNSIGNED + profile));
        return response.with("cache-control", "private, max-age=" + Math.max(0, age));
    }

    private byte[] sign(byte[] results, String contentType) {
        return Sign1Builder.create()
                .contentType(contentType)
                .payload(results)
                .sign(keys.signer())
                .encode();
    }

    private static Response problem(int status, String detail) {
        byte[] body = Cbor.map()
                .put(-1, "The query is not answered.")
                .put(-2, detail)
                .build()
                .encoded();
        return Response.of(status, PROBLEM, body);
    }

    /** What is found while the manifests are gone through. */
    private final class Answer {
        private final OrgId org;
        private final CoservQuery query;
        private final Instant now;
        private final CoservResults results;
        private Instant expiry;

        Answer(OrgId org, CoservQuery query, Instant now) {
            this.org = org;
            this.query = query;
            this.now = now;
            this.results = new CoservResults(query);
            this.expiry = now.plus(KEPT);
        }

        byte[] encode() {
            return results.encode(expiry);
        }

        void look(ReferenceSet.Document document) {
            List<Validity> spans = document.validity();
            if (!spans.stream().allMatch(span -> span.covers(now))) {
                return;
            }
            boolean found = switch (query.ask()) {
                case Ask.Manifests asked -> manifest(asked, document);
                case Ask.Artifacts asked -> artifacts(asked, document);
            };
            if (found) {
                spans.stream()
                        .map(Validity::notAfter)
                        .filter(end -> end.isBefore(expiry))
                        .forEach(end -> expiry = end);
            }
        }

        private boolean manifest(Ask.Manifests asked, ReferenceSet.Document document) {
            boolean wanted = asked.ids().contains(document.corim().id());
            if (wanted) {
                manifests
                        .signed(org, document.digest())
                        .ifPresent(
                                bytes -> results.manifest(document.corim().id().toString(), bytes));
            }
            return wanted;
        }

        private boolean artifacts(Ask.Artifacts asked, ReferenceSet.Document document) {
            List<Triple> found = document.corim().comids().stream()
                    .flatMap(comid -> comid.triples().stream())
                    .filter(triple -> about(asked, triple))
                    .toList();
            if (found.isEmpty()) {
                return false;
            }
            if (asked.form() != CoservQuery.Form.SOURCE) {
                found.forEach(triple -> results.add(document.authority(), triple));
            }
            if (asked.form() != CoservQuery.Form.COLLECTED) {
                manifests.signed(org, document.digest()).ifPresent(results::source);
            }
            return true;
        }

        /** Of a stateful selection: every claim is one of the statement's measurements. */
        private static boolean has(Triple triple, List<Measurement> claims) {
            return claims.isEmpty()
                    || (triple instanceof Triple.Reference reference
                            && reference.measurements().containsAll(claims));
        }

        private static boolean about(Ask.Artifacts asked, Triple triple) {
            Optional<Environment> stated = switch (asked.artifact()) {
                case REFERENCE_VALUES ->
                    triple instanceof Triple.Reference one ? Optional.of(one.environment()) : Optional.empty();
                case TRUST_ANCHORS ->
                    triple instanceof Triple.Keys one ? Optional.of(one.environment()) : Optional.empty();
                case ENDORSED_VALUES ->
                    triple instanceof Triple.Endorsed one ? Optional.of(one.environment()) : Optional.empty();
            };
            return stated.filter(environment -> asked.selected().stream()
                            .anyMatch(selected -> selected.isAbout(environment) && has(triple, selected.claims())))
                    .isPresent();
        }
    }
}
