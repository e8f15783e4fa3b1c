package dev.muster.server.update;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.ProductId;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.update.DdiDesk;
import dev.muster.core.update.UpdateStore;
import dev.muster.format.crypto.Sha256;
import dev.muster.ledger.sequence.Shell;
import dev.muster.server.devices.Paths;
import dev.muster.server.http.Need;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Who may speak hawkBit's device API (console listener, JSON). A token is shown once.
 *
 * <pre>
 * POST /api/v1/{org}/ddi/devices/{id}   {product?}  -> 201 {device, token}   Authorization: TargetToken TOKEN
 * POST /api/v1/{org}/ddi/gateway                    -> 201 {token}           Authorization: GatewayToken TOKEN
 * </pre>
 *
 * <p>A device that is not on the register yet comes into service as one of the product: whoever asks vouches for it.
 */
public final class DdiApi {
    /** As many as nobody guesses. */
    private static final int TOKEN_BYTES = 32;

    private final Admission admission;
    private final Shell shell;
    private final InstantSource clock;
    private final RandomGenerator random;

    /** Puts a device on the register and into service when it is not there yet; known by whoever keeps the register. */
    interface Admission {
        /** @throws dev.muster.server.http.Refused when the product is not there, or the device cannot be in service */
        void admit(OrgId org, DeviceId device, ProductId product, String by);
    }

    DdiApi(Admission admission, Shell shell, InstantSource clock, RandomGenerator random) {
        this.admission = admission;
        this.shell = shell;
        this.clock = clock;
        this.random = random;
    }

    /** On the listener for people. */
    public Routes addTo(Routes routes) {
        return routes.post("/api/v1/{org}/ddi/devices/{id}", Need.WRITE, this::attach)
                .post("/api/v1/{org}/ddi/gateway", Need.WRITE, this::gateway);
    }

    /** The product of a device that is not on the register yet. */
    public record AttachBody(@Nullable String product) {}

    private Response attach(Request request) {
        OrgId org = request.org();
        DeviceId device = Paths.device(request);
        AttachBody body = request.json(AttachBody.class);
        if (body.product() != null) {
            admission.admit(
                    org, device, Doors.product(body.product()), request.caller().name());
        }
        String token = token();
        return answer(
                run(
                        org,
                        known -> DdiDesk.attach(
                                device, digest(token), request.caller().name(), known, clock.instant())),
                Map.of("device", device.value(), "token", token));
    }

    private Response gateway(Request request) {
        String token = token();
        return answer(
                run(
                        request.org(),
                        known -> DdiDesk.openGateway(
                                digest(token), request.caller().name(), clock.instant())),
                Map.of("token", token));
    }

    private DdiDesk.Answer run(OrgId org, Function<UpdateStore, Decision<DdiDesk.Answer>> desk) {
        return shell.<UpdateStore, DdiDesk.Answer>run(org, tx -> new SqlUpdateStore(tx, org), desk);
    }

    private static Response answer(DdiDesk.Answer answer, Map<String, Object> body) {
        return switch (answer) {
            case DdiDesk.Answer.Done done -> Response.json(201, body);
            case DdiDesk.Answer.Gone gone -> throw new IllegalStateException("nothing to be gone");
            case DdiDesk.Answer.Refused refused -> throw Doors.refused(refused.refusal());
        };
    }

    private String token() {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static String digest(String token) {
        return HexFormat.of().formatHex(Sha256.of(token.getBytes(StandardCharsets.UTF_8)));
    }
}
