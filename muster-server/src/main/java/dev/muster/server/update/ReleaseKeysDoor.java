package dev.muster.server.update;

import dev.muster.core.devices.ProductId;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.update.ReleaseKeys;
import dev.muster.core.update.SignerMay;
import dev.muster.core.update.UpdateStore;
import dev.muster.format.MalformedException;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.crypto.CryptoException;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.Pem;
import dev.muster.ledger.sequence.Shell;
import dev.muster.ledger.sql.Database;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The API for the keys that sign releases (console listener, JSON).
 *
 * <pre>
 * POST /api/v1/{org}/release-keys          {product, name, key, downgrades?, components?, commands?, parameters?}
 * GET  /api/v1/{org}/release-keys?product=ID          -> {needed, keys: [{name, thumbprint, may}]}
 * POST /api/v1/{org}/release-keys/revoke   {product, thumbprint, reason}  -> {thumbprint, stopped: [rollout]}
 * POST /api/v1/{org}/release-keys/needed   {product, count}               -> {needed}
 * </pre>
 */
public final class ReleaseKeysDoor {
    private final Database database;
    private final Shell shell;
    private final InstantSource clock;

    ReleaseKeysDoor(Database database, Shell shell, InstantSource clock) {
        this.database = database;
        this.shell = shell;
        this.clock = clock;
    }

    /** On the listener for people. */
    public Routes addTo(Routes routes) {
        return routes.post("/api/v1/{org}/release-keys", Need.WRITE, this::accept)
                .get("/api/v1/{org}/release-keys", Need.READ, this::list)
                .post("/api/v1/{org}/release-keys/revoke", Need.WRITE, this::revoke)
                .post("/api/v1/{org}/release-keys/needed", Need.WRITE, this::need);
    }

    /**
     * A key that signs releases. What is absent of the last four bounds nothing, and gives no right to downgrade.
     *
     * @param product id of the product
     * @param name whose key it is
     * @param key SubjectPublicKeyInfo in PEM
     */
    public record KeyBody(
            String product,
            String name,
            String key,
            @Nullable Boolean downgrades,
            @Nullable List<String> components,
            @Nullable List<Long> commands,
            @Nullable List<Long> parameters) {
        SignerMay may() {
            return new SignerMay(
                    Boolean.TRUE.equals(downgrades), orNone(components), orNone(commands), orNone(parameters));
        }

        private static <T> List<T> orNone(@Nullable List<T> given) {
            return given == null ? List.of() : given;
        }
    }

    private Response accept(Request request) {
        KeyBody body = request.json(KeyBody.class);
        ProductId product = Doors.product(body.product());
        CoseKey key = key(body.key());
        SignerMay may;
        try {
            may = body.may();
        } catch (IllegalArgumentException e) {
            throw Problem.of(400, "bad-bounds", "A key cannot be bounded like that.", String.valueOf(e.getMessage()))
                    .refuse();
        }
        return answer(run(
                request.org(),
                known -> ReleaseKeys.accept(
                        product, body.name(), key, may, request.caller().name(), known, clock.instant())));
    }

    private static CoseKey key(String pem) {
        try {
            return CoseKey.of(Keys.publicKey(Pem.first(pem, "PUBLIC KEY")));
        } catch (MalformedException | CryptoException e) {
            throw Problem.of(400, "malformed-key", "The key is not a PEM public key.", String.valueOf(e.getMessage()))
                    .refuse();
        }
    }

    /** @param thumbprint as {@code GET} and accepting told it */
    public record RevokeBody(String product, String thumbprint, String reason) {}

    private Response revoke(Request request) {
        RevokeBody body = request.json(RevokeBody.class);
        ProductId product = Doors.product(body.product());
        return answer(run(
                request.org(),
                known -> ReleaseKeys.revoke(
                        product,
                        body.thumbprint(),
                        body.reason(),
                        request.caller().name(),
                        known,
                        clock.instant())));
    }

    /** @param count how many different accepted keys must have signed a release */
    public record NeededBody(String product, int count) {}

    private Response need(Request request) {
        NeededBody body = request.json(NeededBody.class);
        ProductId product = Doors.product(body.product());
        return answer(run(
                request.org(),
                known ->
                        ReleaseKeys.need(product, body.count(), request.caller().name(), known, clock.instant())));
    }

    /** @param may what it may sign */
    public record KeyView(String name, String thumbprint, SignerMay may) {}

    private Response list(Request request) {
        OrgId org = request.org();
        ProductId product = Doors.product(request.query("product").orElse(""));
        return Response.json(database.read(tx -> {
            SqlUpdateStore known = new SqlUpdateStore(tx, org);
            List<KeyView> keys = known.signers(product).stream()
                    .map(signer -> new KeyView(signer.name(), signer.thumbprint(), signer.may()))
                    .toList();
            return Map.of("needed", known.signersNeeded(product), "keys", keys);
        }));
    }

    private ReleaseKeys.Answer run(OrgId org, Function<UpdateStore, Decision<ReleaseKeys.Answer>> desk) {
        return shell.<UpdateStore, ReleaseKeys.Answer>run(org, tx -> new SqlUpdateStore(tx, org), desk);
    }

    private static Response answer(ReleaseKeys.Answer answer) {
        return switch (answer) {
            case ReleaseKeys.Answer.Accepted done -> Response.json(201, Map.of("thumbprint", done.thumbprint()));
            case ReleaseKeys.Answer.Known known -> Response.json(Map.of("thumbprint", known.thumbprint()));
            case ReleaseKeys.Answer.Revoked revoked ->
                Response.json(Map.of("thumbprint", revoked.thumbprint(), "stopped", revoked.stopped()));
            case ReleaseKeys.Answer.Needed needed -> Response.json(Map.of("needed", needed.count()));
            case ReleaseKeys.Answer.Refused refused -> throw Doors.refused(refused.refusal());
        };
    }
}
