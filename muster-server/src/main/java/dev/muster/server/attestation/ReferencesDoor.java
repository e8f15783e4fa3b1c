package dev.muster.server.attestation;

import dev.muster.core.attestation.AttestationStore;
import dev.muster.core.attestation.MakerAnchor;
import dev.muster.core.attestation.Makers;
import dev.muster.core.attestation.ReferenceSet;
import dev.muster.core.attestation.References;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.MalformedException;
import dev.muster.format.attest.corim.CorimReader;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseVerifier;
import dev.muster.format.crypto.CryptoException;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.Pem;
import dev.muster.ledger.sequence.Shell;
import dev.muster.ledger.sql.Database;
import dev.muster.server.http.Accepts;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The API for makers' keys and reference values. */
public final class ReferencesDoor {
    private final Shell shell;
    private final MakerStatements statements;
    private final Database database;
    private final ReferenceSets sets;
    private final AttestationQueries queries;
    private final AttestationKeys keys;
    private final InstantSource clock;
    private final CoseVerifier signatures = CoseVerifier.strict();

    public ReferencesDoor(
            Shell shell,
            MakerStatements statements,
            Database database,
            ReferenceSets sets,
            AttestationKeys keys,
            InstantSource clock) {
        this.shell = shell;
        this.statements = statements;
        this.database = database;
        this.sets = sets;
        this.queries = new AttestationQueries(database);
        this.keys = keys;
        this.clock = clock;
    }

    /** On the listener for people. */
    public Routes addTo(Routes routes) {
        return routes.get("/api/v1/{org}/makers", Need.READ, request -> Response.json(queries.makers(request.org())))
                .post("/api/v1/{org}/makers", Need.WRITE, this::register)
                .get("/api/v1/{org}/references", Need.READ, this::list)
                .post("/api/v1/{org}/references", Need.WRITE, Accepts.upTo(CorimReader.MAX_BYTES), this::add)
                .get(
                        "/api/v1/{org}/verifier-key",
                        Need.READ,
                        request -> Response.ok(
                                "application/cose-key", keys.verificationKey().encode()));
    }

    /** A manifest with how its tags live. */
    public record Living(
            String digest,
            String maker,
            String corimId,
            Instant addedAt,
            long entry,
            List<AttestationQueries.Release> releases,
            List<Map<String, Object>> life) {}

    private Response list(Request request) {
        OrgId org = request.org();
        ReferenceSet set = database.read(tx -> sets.current(tx, org));
        Map<String, ReferenceSet.Document> documents = new HashMap<>();
        set.documents().forEach(document -> documents.put(document.digest(), document));
        return Response.json(queries.manifests(org).stream()
                .map(manifest -> new Living(
                        manifest.digest(),
                        manifest.maker(),
                        manifest.corimId(),
                        manifest.addedAt(),
                        manifest.entry(),
                        manifest.releases(),
                        Optional.ofNullable(documents.get(manifest.digest())).stream()
                                .flatMap(document -> LifeDoor.of(set, document).stream())
                                .map(LifeDoor::told)
                                .toList()))
                .toList());
    }

    /**
     * A maker's key.
     *
     * @param key SubjectPublicKeyInfo in PEM
     */
    public record MakerBody(String maker, String key) {}

    private Response register(Request request) {
        OrgId org = request.org();
        MakerBody body = request.json(MakerBody.class);
        CoseKey key = key(body.key());
        Makers.Answer answer = shell.<AttestationStore, Makers.Answer>run(
                org,
                tx -> new SqlAttestationStore(tx, org, sets),
                known -> Makers.register(body.maker(), key, request.caller().name(), known, clock.instant()));
        return switch (answer) {
            case Makers.Answer.Registered done -> maker(201, org, done.anchor());
            case Makers.Answer.Known known -> maker(200, org, known.anchor());
            case Makers.Answer.Refused refused ->
                throw Problem.refused(refused, "The key was not registered.").refuse();
        };
    }

    private Response maker(int status, OrgId org, MakerAnchor anchor) {
        return Response.json(
                status,
                Map.of(
                        "maker", anchor.maker(),
                        "thumbprint", anchor.thumbprint(),
                        "statement", statements.trust(org, anchor)));
    }

    private static CoseKey key(String pem) {
        try {
            return CoseKey.of(Keys.publicKey(Pem.first(pem, "PUBLIC KEY")));
        } catch (MalformedException | CryptoException e) {
            throw Problem.of(400, "malformed-key", "The key is not a PEM public key.", String.valueOf(e.getMessage()))
                    .refuse();
        }
    }

    /** A manifest at the desk, and what its maker signed in the log of statements when it was accepted. */
    public References.Answer submit(OrgId org, byte[] bytes) {
        References.Answer answer = decide(org, bytes, false);
        if (answer instanceof References.Answer.Added) {
            statements.register(org, bytes);
        }
        return answer;
    }

    /** @param staged whether the values wait for a rollout */
    private References.Answer decide(OrgId org, byte[] bytes, boolean staged) {
        List<MakerAnchor> anchors = database.read(tx -> new SqlAttestationStore(tx, org, sets).makers());
        References.Reading reading = References.read(bytes, anchors, signatures);
        References.Answer answer = shell.<AttestationStore, References.Answer>run(
                org,
                tx -> new SqlAttestationStore(tx, org, sets),
                known -> References.add(reading, staged, known, clock.instant()));
        // Compiled here, the new set does not keep the next device's transaction waiting.
        database.read(tx -> sets.current(tx, org));
        return answer;
    }

    private Response add(Request request) {
        OrgId org = request.org();
        byte[] bytes = request.body(CorimReader.MAX_BYTES);
        boolean staged = request.query("staged").filter("true"::equals).isPresent();
        return switch (decide(org, bytes, staged)) {
            case References.Answer.Added added ->
                Response.json(
                        201,
                        Map.of(
                                "digest", added.event().digest(),
                                "id", added.event().corimId(),
                                "maker", added.event().maker(),
                                "tolerated", added.event().tolerated(),
                                "warnings", added.warnings(),
                                "referenceSet", added.event().referenceSet(),
                                "statement", statements.register(org, bytes)));
            case References.Answer.Known known ->
                Response.json(Map.of("digest", known.digest(), "statement", statements.register(org, bytes)));
            case References.Answer.Refused refused ->
                throw Problem.refused(refused, "The manifest was not accepted.").refuse();
        };
    }
}
