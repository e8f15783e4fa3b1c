package dev.muster.server.devices;

import dev.muster.core.devices.Device;
import dev.muster.core.devices.DeviceDesk;
import dev.muster.core.devices.DeviceDesk.Cause;
import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.DeviceRegister;
import dev.muster.core.devices.DeviceState;
import dev.muster.core.devices.Product;
import dev.muster.core.devices.ProductDesk;
import dev.muster.core.devices.ProductId;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Refusing;
import dev.muster.ledger.sequence.Shell;
import dev.muster.ledger.sql.Database;
import dev.muster.server.http.Json;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The register's API (console listener, JSON):
 *
 * <pre>
 * POST /api/v1/{org}/products                  {id, name, maker, model, supportFrom, supportUntil}  (ISO 8601)
 * GET  /api/v1/{org}/products                  {products: [...]}
 * GET  /api/v1/{org}/products/{id}             the product and its devices, {@code ?after=<device>}
 * POST /api/v1/{org}/devices                   {id, product}: put a device on the register before it joins
 * POST /api/v1/{org}/devices/{id}/quarantine   {reason?}
 * POST /api/v1/{org}/devices/{id}/release      {reason?}
 * POST /api/v1/{org}/devices/{id}/retire       {reason?}
 * POST /api/v1/{org}/devices/{id}/state        {state, reason?}: any other step
 * </pre>
 *
 * Refusals are 404 for what is not on the register and 409 for what it does not allow, with the desk's reason code.
 */
public final class DevicesDoor {

    private static final int MAX_BODY_BYTES = 16 * 1024;

    private final Database database;
    private final Shell shell;
    private final InstantSource clock;

    public DevicesDoor(Database database, Shell shell, InstantSource clock) {
        this.database = database;
        this.shell = shell;
        this.clock = clock;
    }

    record ProductBody(String id, String name, String maker, String model, String supportFrom, String supportUntil) {}

    record DeviceBody(String id, String product) {}

    record ReasonBody(@Nullable String reason) {}

    record StateBody(String state, @Nullable String reason) {}

    public void addTo(Routes console) {
        console.post("/api/v1/{org}/products", Need.WRITE, this::addProduct)
                .get("/api/v1/{org}/products", Need.READ, this::products)
                .get("/api/v1/{org}/products/{id}", Need.READ, this::product)
                .post("/api/v1/{org}/devices", Need.WRITE, this::register)
                .post("/api/v1/{org}/devices/{id}/quarantine", Need.WRITE, r -> step(r, DeviceState.QUARANTINED))
                .post("/api/v1/{org}/devices/{id}/release", Need.WRITE, r -> step(r, DeviceState.OPERATIONAL))
                .post("/api/v1/{org}/devices/{id}/retire", Need.WRITE, r -> step(r, DeviceState.RETIRED))
                .post("/api/v1/{org}/devices/{id}/state", Need.WRITE, this::state);
    }

    private Response addProduct(Request request) {
        OrgId org = request.org();
        ProductBody body = read(request, ProductBody.class);
        Product product = product(body);
        ProductDesk.Answer answer = run(
                org,
                register -> ProductDesk.add(product, register, request.caller().name(), clock.instant()));
        return switch (answer) {
            case ProductDesk.Answer.Added added -> Response.json(201, json(added.product()));
            case ProductDesk.Answer.Already already -> Response.json(json(already.product()));
            case ProductDesk.Answer.Refused refused -> throw refused(refused);
        };
    }

    private static Product product(ProductBody body) {
        try {
            return new Product(
                    new ProductId(body.id()),
                    body.name(),
                    body.maker(),
                    body.model(),
                    Instant.parse(body.supportFrom()),
                    Instant.parse(body.supportUntil()));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw Problem.of(
                            400,
                            "product-invalid",
                            "The product is not described correctly.",
                            String.valueOf(e.getMessage()))
                    .refuse();
        }
    }

    private Response products(Request request) {
        OrgId org = request.org();
        List<Product> products = database.read(tx -> new SqlDeviceRegister(tx, org).products());
        return Response.json(
                Map.of("products", products.stream().map(DevicesDoor::json).toList()));
    }

    private Response product(Request request) {
        OrgId org = request.org();
        String id = request.parameter("id");
        if (!ProductId.isProductId(id)) {
            throw Problem.notFound().refuse();
        }
        return database.read(tx -> {
            SqlDeviceRegister register = new SqlDeviceRegister(tx, org);
            Product product = register.product(new ProductId(id))
                    .orElseThrow(() -> Problem.notFound().refuse());
            Map<String, Object> json = json(product);
            json.put(
                    "devices",
                    register.devices(product.id(), request.query("after").orElse("")).stream()
                            .map(DevicesDoor::json)
                            .toList());
            return Response.json(json);
        });
    }

    private Response register(Request request) {
        OrgId org = request.org();
        DeviceBody body = read(request, DeviceBody.class);
        if (!DeviceId.isDeviceId(body.id()) || !ProductId.isProductId(body.product())) {
            throw Problem.of(400, "device-invalid", "The id or product cannot be one.")
                    .refuse();
        }
        Cause cause = cause(request, null);
        return answer(run(
                org,
                register -> DeviceDesk.register(
                        new DeviceId(body.id()), new ProductId(body.product()), register, cause, clock.instant())));
    }

    private Response step(Request request, DeviceState to) {
        byte[] body = request.body(MAX_BODY_BYTES);
        Cause cause = cause(
                request,
                body.length == 0 ? null : Json.read(body, ReasonBody.class).reason());
        return change(request, to, cause);
    }

    private Response state(Request request) {
        StateBody body = read(request, StateBody.class);
        DeviceState to = DeviceState.ofWord(body.state())
                .orElseThrow(() -> Problem.of(400, "state-unknown", "There is no such state.", body.state())
                        .refuse());
        return change(request, to, cause(request, body.reason()));
    }

    private Response change(Request request, DeviceState to, Cause cause) {
        DeviceId device = Paths.device(request);
        return answer(run(request.org(), register -> DeviceDesk.change(device, to, register, cause, clock.instant())));
    }

    private <A> A run(OrgId org, Function<DeviceRegister, Decision<A>> desk) {
        return shell.<DeviceRegister, A>run(org, tx -> new SqlDeviceRegister(tx, org), desk);
    }

    private static Response answer(DeviceDesk.Answer answer) {
        return switch (answer) {
            case DeviceDesk.Answer.Changed changed ->
                Response.json(Map.of(
                        "device", changed.device().value(),
                        "state", changed.to().word(),
                        "changed", true));
            case DeviceDesk.Answer.Already already ->
                Response.json(Map.of(
                        "device", already.device().value(),
                        "state", already.state().word(),
                        "changed", false));
            case DeviceDesk.Answer.Refused refused -> throw refused(refused);
        };
    }

    private static RuntimeException refused(Refusing refused) {
        return Problem.refused(refused, "The register does not allow this.").refuse();
    }

    private static <T> T read(Request request, Class<T> type) {
        return Json.read(request.body(MAX_BODY_BYTES), type);
    }

    private static Cause cause(Request request, @Nullable String reason) {
        String detail = reason == null ? "" : reason;
        if (detail.length() > Cause.MAX_DETAIL_CHARS) {
            throw Problem.of(400, "reason-too-long", "The reason is too long.").refuse();
        }
        return new Cause(request.caller().name(), "operator", detail);
    }

    private static Map<String, Object> json(Product product) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", product.id().value());
        json.put("name", product.name());
        json.put("maker", product.maker());
        json.put("model", product.model());
        json.put("supportFrom", product.supportFrom().toString());
        json.put("supportUntil", product.supportUntil().toString());
        return json;
    }

    private static Map<String, Object> json(Device device) {
        return Map.of(
                "id", device.id().value(),
                "state", device.state().word(),
                "since", device.since().toString());
    }
}
