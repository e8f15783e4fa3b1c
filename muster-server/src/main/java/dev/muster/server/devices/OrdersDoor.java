package dev.muster.server.devices;

import dev.muster.core.devices.CertificateUse;
import dev.muster.core.devices.IssuedOrder;
import dev.muster.core.devices.OrderDesk;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.devices.orders.Order;
import dev.muster.format.devices.orders.OrderAction;
import dev.muster.format.devices.orders.OrderList;
import dev.muster.format.devices.orders.OrderReport;
import dev.muster.format.devices.orders.PagedRules;
import dev.muster.ledger.sequence.Shell;
import dev.muster.ledger.sql.Database;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The two doors of {@code dev.muster.format.devices.orders}: devices fetch orders and report on them. */
public final class OrdersDoor {

    private static final Pattern PAGE = Pattern.compile("[0-9]{1,4}");

    private final DeviceAuthentication authentication;
    private final Database database;
    private final Shell shell;
    private final OrderWaiters waiters;
    private final InstantSource clock;

    public OrdersDoor(
            DeviceAuthentication authentication,
            Database database,
            Shell shell,
            OrderWaiters waiters,
            InstantSource clock) {
        this.authentication = authentication;
        this.database = database;
        this.shell = shell;
        this.waiters = waiters;
        this.clock = clock;
    }

    public void addTo(Routes devices) {
        devices.get("/devices/{org}/orders", Need.NOTHING, this::poll)
                .get("/devices/{org}/orders/{id}/pages/{page}", Need.NOTHING, this::page)
                .post("/devices/{org}/orders/{id}", Need.NOTHING, this::report);
    }

    private Response poll(Request request) {
        var known = authentication.require(request, request.org(), CertificateUse.ORDERS);
        long after = request.query("after", -1, -1, Long.MAX_VALUE);
        long wait = request.query("wait", 0, 0, OrderList.MAX_WAIT_SECONDS);
        return Response.later(waiters.await(
                        known.org(), known.device(), Duration.ofSeconds(wait), () -> open(known, after))
                .thenApply(open -> authentication.advised(
                        Response.ok(OrderList.MEDIA_TYPE, new OrderList(open).encode()), known)));
    }

    private List<Order> open(DeviceAuthentication.Result.Known known, long after) {
        Instant now = clock.instant();
        return database.read(tx -> new SqlDeviceRegister(tx, known.org())
                .openOrders(known.device(), after, OrderList.MAX_ORDERS).stream()
                        .map(IssuedOrder::order)
                        .filter(order -> now.isBefore(order.expiresAt()))
                        .map(OrdersDoor::told)
                        .toList());
    }

    /** What is in pages is fetched by them. */
    private static Order told(Order order) {
        return order.action() instanceof OrderAction.GatewayPages pages
                ? new Order(
                        order.id(),
                        order.sequence(),
                        new OrderAction.GatewayPages(pages.rules().head()),
                        order.issuedAt(),
                        order.expiresAt())
                : order;
    }

    private Response page(Request request) {
        OrgId org = request.org();
        var known = authentication.require(request, org, CertificateUse.ORDERS);
        String id = request.parameter("id");
        String number = request.parameter("page");
        Optional<PagedRules> rules = database.read(tx -> new SqlDeviceRegister(tx, org).order(id))
                .filter(issued -> issued.device().equals(known.device()) && issued.open())
                .flatMap(issued -> issued.order().action() instanceof OrderAction.GatewayPages pages
                        ? Optional.of(pages.rules())
                        : Optional.empty());
        if (rules.isEmpty() || !PAGE.matcher(number).matches()) {
            throw Problem.notFound().refuse();
        }
        int page = Integer.parseInt(number);
        if (page >= rules.get().pages().size()) {
            throw Problem.notFound().refuse();
        }
        return Response.ok("application/octet-stream", rules.get().page(page));
    }

    private Response report(Request request) {
        OrgId org = request.org();
        var known = authentication.require(request, org, CertificateUse.ORDERS);
        String id = request.parameter("id");
        OrderReport report = OrderReport.parse(request.body(OrderReport.MAX_BYTES));
        OrderDesk.Answer answer = shell.run(
                org,
                tx -> new SqlDeviceRegister(tx, org),
                register -> OrderDesk.report(known.device(), id, report, register, clock.instant()));
        return switch (answer) {
            case OrderDesk.Answer.Closed _, OrderDesk.Answer.Already _ -> Response.of(204);
            case OrderDesk.Answer.Refused refused ->
                throw Problem.refused(refused, "The report on this order is not taken.")
                        .refuse();
        };
    }
}
