package dev.muster.server.devices;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.DeviceRegister;
import dev.muster.core.devices.IssuedOrder;
import dev.muster.core.devices.OrderDesk;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.devices.orders.OrderAction;
import dev.muster.ledger.sequence.Shell;
import dev.muster.ledger.sql.Database;
import dev.muster.server.http.Json;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Orders by hand (console listener, JSON). Installations and network policies are ordered by their topics, never by hand.
 *
 * <pre>
 * POST /api/v1/{org}/devices/{id}/orders   {kind: attest | roll-back | restart}  -> 201 {order}
 * GET  /api/v1/{org}/devices/{id}/orders   {orders: [{id, kind, because, issuedAt, expiresAt}]}: what is open
 * </pre>
 */
public final class OrdersApi {

    private static final int MAX_BODY_BYTES = 1024;
    private static final int ID_BYTES = 8;

    private final Database database;
    private final Shell shell;
    private final InstantSource clock;
    private final RandomGenerator random;

    public OrdersApi(Database database, Shell shell, InstantSource clock, RandomGenerator random) {
        this.database = database;
        this.shell = shell;
        this.clock = clock;
        this.random = random;
    }

    record OrderBody(String kind) {}

    public void addTo(Routes console) {
        console.post("/api/v1/{org}/devices/{id}/orders", Need.WRITE, this::ask)
                .get("/api/v1/{org}/devices/{id}/orders", Need.READ, this::open);
    }

    private Response ask(Request request) {
        OrgId org = request.org();
        DeviceId device = Paths.device(request);
        OrderAction action = action(String.valueOf(
                Json.read(request.body(MAX_BODY_BYTES), OrderBody.class).kind()));
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        String id = "op-" + HexFormat.of().formatHex(bytes);
        OrderDesk.Asked asked = shell.<DeviceRegister, OrderDesk.Asked>run(
                org,
                tx -> new SqlDeviceRegister(tx, org),
                register -> OrderDesk.ask(
                        device, id, action, register, request.caller().name(), clock.instant()));
        return switch (asked) {
            case OrderDesk.Asked.Issued issued -> Response.json(201, Map.of("order", issued.order()));
            case OrderDesk.Asked.Refused refused ->
                throw Problem.refused(refused, "The device cannot be asked for this.")
                        .refuse();
        };
    }

    private static OrderAction action(String kind) {
        return switch (kind) {
            case "attest" -> new OrderAction.Attest();
            case "roll-back" -> new OrderAction.RollBack();
            case "restart" -> new OrderAction.Restart();
            default ->
                throw Problem.of(400, "order-kind-unknown", "By hand: attest, roll-back or restart.")
                        .refuse();
        };
    }

    private Response open(Request request) {
        OrgId org = request.org();
        DeviceId device = Paths.device(request);
        List<IssuedOrder> orders = database.read(tx -> {
            SqlDeviceRegister register = new SqlDeviceRegister(tx, org);
            if (register.device(device).isEmpty()) {
                throw Problem.notFound().refuse();
            }
            return register.openOrders(device);
        });
        return Response.json(
                Map.of("orders", orders.stream().map(OrdersApi::json).toList()));
    }

    private static Map<String, Object> json(IssuedOrder issued) {
        return Map.of(
                "id", issued.order().id(),
                "kind", issued.order().kind().word(),
                "because", issued.because(),
                "issuedAt", issued.order().issuedAt().toString(),
                "expiresAt", issued.order().expiresAt().toString());
    }
}
