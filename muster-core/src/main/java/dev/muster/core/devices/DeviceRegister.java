package dev.muster.core.devices;

import java.util.List;
import java.util.Optional;

/** What the register of one organisation knows: the port of the desks here, and of every desk that asks about devices. */
public interface DeviceRegister {

    /** More open orders than this and the issuer is mistaken; the desk refuses to issue by hand beyond it. */
    int MAX_OPEN_ORDERS = 64;

    Optional<Device> device(DeviceId id);

    Optional<Product> product(ProductId id);

    /** The product that a factory identity names by its maker's and model's words. */
    Optional<Product> product(String maker, String model);

    /** An order, open or closed. */
    Optional<IssuedOrder> order(String id);

    /** The open orders of a device, oldest first, at most {@link #MAX_OPEN_ORDERS}. */
    List<IssuedOrder> openOrders(DeviceId device);
}
