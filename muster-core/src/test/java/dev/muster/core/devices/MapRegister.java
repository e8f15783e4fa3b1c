package dev.muster.core.devices;

import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.EventCodec;
import dev.muster.core.ledger.Subject;
import dev.muster.format.devices.orders.Order;
import dev.muster.format.devices.orders.OrderAction;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A register in memory that folds drafts as the real one folds entries, each through its bytes. */
public final class MapRegister implements DeviceRegister {
    private static final EventCodec CODEC = EventCodec.of(List.of(DeviceEvent.class));

    private final Map<DeviceId, Device> devices = new HashMap<>();
    private final Map<ProductId, Product> products = new HashMap<>();
    private final Map<String, IssuedOrder> orders = new LinkedHashMap<>();
    private long index;

    /** Applies the device events of a decision; events of other topics only count as entries. */
    public <A> A apply(Decision<A> decision) {
        for (Draft draft : decision.drafts()) {
            if (draft.event() instanceof DeviceEvent event) {
                Event read =
                        CODEC.decode(CODEC.type(event), CODEC.encode(event)).orElseThrow();
                if (!read.equals(event)) {
                    throw new AssertionError("the ledger would change " + event + " into " + read);
                }
                fold(draft.subject(), draft.effectiveAt(), (DeviceEvent) read);
            }
            index++;
        }
        return decision.answer();
    }

    private void fold(Subject subject, Instant at, DeviceEvent event) {
        switch (event) {
            case ProductAdded p -> {
                ProductId id = ProductId.of(subject);
                products.put(id, new Product(id, p.name(), p.maker(), p.model(), p.supportFrom(), p.supportUntil()));
            }
            case DeviceRegistered r -> {
                DeviceId id = DeviceId.of(subject);
                devices.put(id, new Device(id, new ProductId(r.product()), DeviceState.MANUFACTURED, at));
            }
            case StateChanged c -> {
                DeviceId id = DeviceId.of(subject);
                Device before = devices.get(id);
                if (before == null || before.state() != c.from()) {
                    throw new AssertionError("a state change from a state that the device is not in: " + c);
                }
                devices.put(id, new Device(id, before.product(), c.to(), at));
            }
            case OrderIssued o -> {
                Order order = new Order(o.order(), index, OrderAction.parse(o.kind(), o.args()), at, o.expiresAt());
                orders.putIfAbsent(
                        o.order(), new IssuedOrder(DeviceId.of(subject), order, o.because(), Optional.empty()));
            }
            case EndpointOpened _, EndpointClosed _ -> {}
            case OrderClosed c ->
                orders.computeIfPresent(
                        c.order(),
                        (_, o) -> new IssuedOrder(o.device(), o.order(), o.because(), Optional.of(c.outcome())));
        }
    }

    @Override
    public Optional<Device> device(DeviceId id) {
        return Optional.ofNullable(devices.get(id));
    }

    @Override
    public Optional<Product> product(ProductId id) {
        return Optional.ofNullable(products.get(id));
    }

    @Override
    public Optional<Product> product(String maker, String model) {
        return products.values().stream()
                .filter(product ->
                        product.maker().equals(maker) && product.model().equals(model))
                .findFirst();
    }

    @Override
    public Optional<IssuedOrder> order(String id) {
        return Optional.ofNullable(orders.get(id));
    }

    @Override
    public List<IssuedOrder> openOrders(DeviceId device) {
        return orders.values().stream()
                .filter(order -> order.device().equals(device) && order.open())
                .toList();
    }
}
