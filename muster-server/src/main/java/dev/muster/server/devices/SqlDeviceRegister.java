package dev.muster.server.devices;

import dev.muster.core.devices.Device;
import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.DeviceRegister;
import dev.muster.core.devices.DeviceState;
import dev.muster.core.devices.IssuedOrder;
import dev.muster.core.devices.Product;
import dev.muster.core.devices.ProductId;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.devices.orders.Order;
import dev.muster.format.devices.orders.OrderAction;
import dev.muster.format.devices.orders.OrderKind;
import dev.muster.format.devices.orders.OrderOutcome;
import dev.muster.ledger.sql.Row;
import dev.muster.ledger.sql.Tx;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The register of one organisation, read in one transaction. */
public final class SqlDeviceRegister implements DeviceRegister {

    /** Devices that one page of the API shows. */
    static final int MAX_LISTED = 1000;

    private static final String PRODUCT_COLUMNS = "id, name, maker, model, support_from, support_until";
    private static final String ORDER_COLUMNS =
            "id, device, sequence, kind, args, issued_at, expires_at, because, outcome";

    private final Tx tx;
    private final OrgId org;

    public SqlDeviceRegister(Tx tx, OrgId org) {
        this.tx = tx;
        this.org = org;
    }

    @Override
    public Optional<Device> device(DeviceId id) {
        return tx.one(
                "select id, product, state, since from devices_device where org = ? and id = ?",
                SqlDeviceRegister::device,
                org.value(),
                id.value());
    }

    /** The product of a device, in one question. */
    public Optional<Product> productOf(DeviceId device) {
        return tx.one(
                "select p.id, p.name, p.maker, p.model, p.support_from, p.support_until from devices_device d"
                        + " join devices_product p on p.org = d.org and p.id = d.product where d.org = ? and d.id = ?",
                SqlDeviceRegister::product,
                org.value(),
                device.value());
    }

    @Override
    public Optional<Product> product(ProductId id) {
        return tx.one(
                "select " + PRODUCT_COLUMNS + " from devices_product where org = ? and id = ?",
                SqlDeviceRegister::product,
                org.value(),
                id.value());
    }

    @Override
    public Optional<Product> product(String maker, String model) {
        return tx.one(
                "select " + PRODUCT_COLUMNS + " from devices_product where org = ? and maker = ? and model = ?",
                SqlDeviceRegister::product,
                org.value(),
                maker,
                model);
    }

    /** All products, by id. */
    public List<Product> products() {
        return tx.query(
                "select " + PRODUCT_COLUMNS + " from devices_product where org = ? order by id limit " + MAX_LISTED,
                SqlDeviceRegister::product,
                org.value());
    }

    /** How many devices of a product are in each state. */
    Map<DeviceState, Long> states(ProductId product) {
        Map<DeviceState, Long> states = new EnumMap<>(DeviceState.class);
        tx.query(
                "select state, count(*) as n from devices_device where org = ? and product = ? group by state",
                row -> states.put(DeviceState.valueOf(row.text("state")), row.number("n")),
                org.value(),
                product.value());
        return states;
    }

    /** The devices of a product, by id, after {@code after}. */
    public List<Device> devices(ProductId product, String after) {
        return tx.query(
                "select id, product, state, since from devices_device where org = ? and product = ? and id > ?"
                        + " order by id limit " + MAX_LISTED,
                SqlDeviceRegister::device,
                org.value(),
                product.value(),
                after);
    }

    @Override
    public Optional<IssuedOrder> order(String id) {
        return tx.one(
                "select " + ORDER_COLUMNS + " from devices_order where org = ? and id = ?",
                SqlDeviceRegister::order,
                org.value(),
                id);
    }

    @Override
    public List<IssuedOrder> openOrders(DeviceId device) {
        return openOrders(device, -1, MAX_OPEN_ORDERS);
    }

    /** Open orders with a sequence above {@code after}, oldest first. */
    List<IssuedOrder> openOrders(DeviceId device, long after, int limit) {
        return tx.query(
                "select " + ORDER_COLUMNS + " from devices_order where org = ? and device = ? and outcome is null"
                        + " and sequence > ? order by sequence limit " + limit,
                SqlDeviceRegister::order,
                org.value(),
                device.value(),
                after);
    }

    /** Devices of any organisation with open orders that are over, for the server's sweep. */
    static List<OverdueDevice> overdue(Tx tx, Instant now, int limit) {
        return tx.query(
                "select distinct org, device from devices_order where outcome is null and expires_at <= ? limit "
                        + limit,
                row -> new OverdueDevice(new OrgId(row.text("org")), new DeviceId(row.text("device"))),
                now);
    }

    record OverdueDevice(OrgId org, DeviceId device) {}

    private static Device device(Row row) {
        return new Device(
                new DeviceId(row.text("id")),
                new ProductId(row.text("product")),
                DeviceState.valueOf(row.text("state")),
                row.instant("since"));
    }

    private static Product product(Row row) {
        return new Product(
                new ProductId(row.text("id")),
                row.text("name"),
                row.text("maker"),
                row.text("model"),
                row.instant("support_from"),
                row.instant("support_until"));
    }

    private static IssuedOrder order(Row row) {
        OrderKind kind = OrderKind.valueOf(row.text("kind"));
        Order order = new Order(
                row.text("id"),
                row.number("sequence"),
                OrderAction.parse(kind, row.bytes("args")),
                row.instant("issued_at"),
                row.instant("expires_at"));
        return new IssuedOrder(
                new DeviceId(row.text("device")),
                order,
                row.text("because"),
                row.findText("outcome").map(OrderOutcome::valueOf));
    }
}
