package dev.muster.server.joining;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.ProductId;
import dev.muster.core.joining.Token;
import dev.muster.core.joining.TokenDesk;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Refusing;
import dev.muster.format.crypto.Sha256;
import dev.muster.ledger.sequence.Shell;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Tx;
import dev.muster.server.devices.SqlDeviceRegister;
import dev.muster.server.http.Json;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Bootstrap tokens (console listener, JSON); the secret is shown once, in the answer that makes it:
 *
 * <pre>
 * POST   /api/v1/{org}/joining/tokens            {device, product, hours?: 24} -> {token, digest, device, product, until}
 * GET    /api/v1/{org}/joining/tokens            {tokens: [{digest, device, product, until}]}: those that can still be used
 * DELETE /api/v1/{org}/joining/tokens/{digest}   204
 * POST   /api/v1/{org}/joining/tokens/{digest}/withdraw  {reason?} the same, with why
 * </pre>
 */
final class TokensDoor {
    private static final int MAX_BODY_BYTES = 4 * 1024;
    private static final int MAX_REASON_CHARS = 512;
    private static final int SECRET_BYTES = 32;
    private static final int DEFAULT_HOURS = 24;

    private final Database database;
    private final Shell shell;
    private final InstantSource clock;
    private final SecureRandom random;

    TokensDoor(Database database, Shell shell, InstantSource clock, SecureRandom random) {
        this.database = database;
        this.shell = shell;
        this.clock = clock;
        this.random = random;
    }

    record TokenBody(
            String device, String product, @Nullable Integer hours) {}

    record ReasonBody(@Nullable String reason) {}

    private record Stores(SqlJoiningStore joining, SqlDeviceRegister register) {
        static Stores of(Tx tx, OrgId org) {
            return new Stores(new SqlJoiningStore(tx, org), new SqlDeviceRegister(tx, org));
        }
    }

    void addTo(Routes console) {
        console.post("/api/v1/{org}/joining/tokens", Need.WRITE, this::make)
                .get("/api/v1/{org}/joining/tokens", Need.READ, this::list)
                .delete("/api/v1/{org}/joining/tokens/{digest}", Need.WRITE, request -> withdraw(request, ""))
                .post("/api/v1/{org}/joining/tokens/{digest}/withdraw", Need.WRITE, this::withdraw);
    }

    private Response make(Request request) {
        OrgId org = request.org();
        TokenBody body = Json.read(request.body(MAX_BODY_BYTES), TokenBody.class);
        if (body.device() == null
                || body.product() == null
                || !DeviceId.isDeviceId(body.device())
                || !ProductId.isProductId(body.product())) {
            throw Problem.of(400, "token-unfit", "A device id and a product are needed.", DeviceId.SHAPE_IN_WORDS)
                    .refuse();
        }
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Instant now = clock.instant();
        int hours = body.hours() == null ? DEFAULT_HOURS : body.hours();
        Token token = new Token(
                HexFormat.of().formatHex(Sha256.of(secret.getBytes(StandardCharsets.UTF_8))),
                new DeviceId(body.device()),
                new ProductId(body.product()),
                now.plus(Duration.ofHours(hours)),
                Optional.empty());
        TokenDesk.Answer answer = shell.run(
                org,
                tx -> Stores.of(tx, org),
                stores -> TokenDesk.make(
                        token,
                        stores.joining(),
                        stores.register(),
                        request.caller().name(),
                        now));
        return switch (answer) {
            case TokenDesk.Answer.Done _ -> Response.json(201, shown(token, secret));
            case TokenDesk.Answer.Refused refused -> throw refused(refused);
        };
    }

    private Response list(Request request) {
        OrgId org = request.org();
        List<Map<String, Object>> tokens =
                database.read(tx -> new SqlJoiningStore(tx, org).tokens(clock.instant())).stream()
                        .map(TokensDoor::json)
                        .toList();
        return Response.json(Map.of("tokens", tokens));
    }

    private Response withdraw(Request request) {
        byte[] body = request.body(MAX_BODY_BYTES);
        String reason =
                body.length == 0 ? null : Json.read(body, ReasonBody.class).reason();
        if (reason != null && reason.length() > MAX_REASON_CHARS) {
            throw Problem.of(400, "reason-too-long", "The reason is too long.").refuse();
        }
        return withdraw(request, reason == null ? "" : reason);
    }

    private Response withdraw(Request request, String reason) {
        OrgId org = request.org();
        TokenDesk.Answer answer = shell.run(
                org,
                tx -> new SqlJoiningStore(tx, org),
                store -> TokenDesk.withdraw(
                        request.parameter("digest"), store, request.caller().name(), reason, clock.instant()));
        return switch (answer) {
            case TokenDesk.Answer.Done _ -> Response.of(204);
            case TokenDesk.Answer.Refused refused -> throw refused(refused);
        };
    }

    private static RuntimeException refused(Refusing refused) {
        return Problem.refused(refused, "This is not possible.").refuse();
    }

    private static Map<String, Object> shown(Token token, String secret) {
        Map<String, Object> json = new java.util.LinkedHashMap<>(json(token));
        json.put("token", secret);
        return json;
    }

    private static Map<String, Object> json(Token token) {
        return Map.of(
                "digest", token.digest(),
                "device", token.device().value(),
                "product", token.product().value(),
                "until", token.until().toString());
    }
}
