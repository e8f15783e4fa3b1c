package dev.muster.server.attestation;

import dev.muster.core.attestation.AttestationStore;
import dev.muster.core.attestation.ImportedKeys;
import dev.muster.core.attestation.SharedKey;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sequence.Shell;
import dev.muster.ledger.sql.Database;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The API for keys that devices and the verifier share. A key goes in and never comes out again. */
final class SharedKeysDoor {
    private static final String PATH = "/api/v1/{org}/attestation-keys";

    private final Shell shell;
    private final Database database;
    private final ReferenceSets sets;
    private final KeySeal seal;
    private final InstantSource clock;
    private final RandomGenerator random;

    SharedKeysDoor(
            Shell shell,
            Database database,
            ReferenceSets sets,
            KeySeal seal,
            InstantSource clock,
            RandomGenerator random) {
        this.shell = shell;
        this.database = database;
        this.sets = sets;
        this.seal = seal;
        this.clock = clock;
        this.random = random;
    }

    /** On the listener for people. */
    Routes addTo(Routes routes) {
        return routes.get(PATH, Need.READ, this::list)
                .post(PATH, Need.WRITE, this::bring)
                .post(PATH + "/{id}/remove", Need.WRITE, this::remove);
    }

    private Response list(Request request) {
        String after = request.query("after").orElse("");
        return Response.json(database.read(tx -> SqlSharedKeys.list(tx, request.org(), after)).stream()
                .map(SharedKeysDoor::row)
                .toList());
    }

    private static Map<String, String> row(ImportedKeys.Imported key) {
        return Map.of(
                "id", key.id(),
                "implementation", key.owner().implementation(),
                "instance", key.owner().instance());
    }

    /**
     * @param implementation implementation id of a PSA root of trust, hexadecimal; absent for the key of an EAT
     * @param instance UEID, hexadecimal
     * @param key COSE_Key of the type Symmetric, base64url
     */
    record KeyBody(Optional<String> implementation, String instance, String key) {}

    /** @param because one sentence */
    record RemovalBody(String because) {}

    private Response bring(Request request) {
        OrgId org = request.org();
        KeyBody body = request.json(KeyBody.class);
        SharedKey key = key(body.key());
        ImportedKeys.Owner owner = new ImportedKeys.Owner(body.implementation().orElse(""), body.instance());
        byte[] sealed = seal.close(org, owner, key, random);
        return answered(shell.<AttestationStore, ImportedKeys.Answer>run(
                org,
                tx -> new SqlAttestationStore(tx, org, sets),
                known -> ImportedKeys.bring(key, owner, sealed, request.caller().name(), known, clock.instant())));
    }

    private static SharedKey key(String text) {
        try {
            return SharedKey.parse(Base64.getUrlDecoder().decode(text));
        } catch (IllegalArgumentException refused) {
            throw Problem.of(
                            400,
                            "malformed-key",
                            "The key is not a shared key that tokens can be checked with.",
                            String.valueOf(refused.getMessage()))
                    .refuse();
        }
    }

    private Response remove(Request request) {
        OrgId org = request.org();
        RemovalBody body = request.json(RemovalBody.class);
        return answered(shell.<AttestationStore, ImportedKeys.Answer>run(
                org,
                tx -> new SqlAttestationStore(tx, org, sets),
                known -> ImportedKeys.remove(
                        request.parameter("id"),
                        body.because(),
                        request.caller().name(),
                        known,
                        clock.instant())));
    }

    private static Response answered(ImportedKeys.Answer answer) {
        return switch (answer) {
            case ImportedKeys.Answer.Done done ->
                Response.json(done.changed() ? 201 : 200, Map.of("id", done.id(), "changed", done.changed()));
            case ImportedKeys.Answer.Refused refused ->
                throw Problem.refused(refused, "The register of shared keys stays as it is.")
                        .refuse();
        };
    }
}
