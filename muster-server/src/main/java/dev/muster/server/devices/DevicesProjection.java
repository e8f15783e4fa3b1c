package dev.muster.server.devices;

import dev.muster.core.devices.DeviceEvent;
import dev.muster.core.devices.DeviceRegistered;
import dev.muster.core.devices.DeviceState;
import dev.muster.core.devices.EndpointClosed;
import dev.muster.core.devices.EndpointOpened;
import dev.muster.core.devices.OrderClosed;
import dev.muster.core.devices.OrderIssued;
import dev.muster.core.devices.ProductAdded;
import dev.muster.core.devices.StateChanged;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.ledger.sequence.Projection;
import dev.muster.ledger.sql.Tx;
import java.util.Set;

/** Keeps the tables of products, devices and orders. */
public final class DevicesProjection implements Projection {

    @Override
    public Set<Class<? extends Event>> events() {
        return Set.of(DeviceEvent.class);
    }

    @Override
    public void apply(Tx tx, Entry entry, Event event) {
        switch ((DeviceEvent) event) {
            case ProductAdded added -> product(tx, entry, added);
            case DeviceRegistered registered ->
                tx.update(
                        "insert into devices_device (org, id, product, state, since) values (?, ?, ?, ?, ?)",
                        entry.org().value(),
                        entry.subject().id(),
                        registered.product(),
                        DeviceState.MANUFACTURED,
                        entry.effectiveAt());
            case StateChanged changed -> state(tx, entry, changed);
            case OrderIssued issued -> order(tx, entry, issued);
            case EndpointOpened _, EndpointClosed _ -> {
                // Work follows them by their entries; no register depends on them.
            }
            case OrderClosed closed ->
                // The first end counts; a withdrawal that meets a report on its way changes nothing.
                tx.update(
                        "update devices_order set outcome = ? where org = ? and id = ? and outcome is null",
                        closed.outcome(),
                        entry.org().value(),
                        closed.order());
        }
    }

    private static void product(Tx tx, Entry entry, ProductAdded added) {
        tx.update(
                "insert into devices_product (org, id, name, maker, model, support_from, support_until)"
                        + " values (?, ?, ?, ?, ?, ?, ?) on conflict (org, id) do update set name = excluded.name,"
                        + " maker = excluded.maker, model = excluded.model, support_from = excluded.support_from,"
                        + " support_until = excluded.support_until",
                entry.org().value(),
                entry.subject().id(),
                added.name(),
                added.maker(),
                added.model(),
                added.supportFrom(),
                added.supportUntil());
    }

    /** A change from another state than the present one was decided on something else: undo the whole decision. */
    private static void state(Tx tx, Entry entry, StateChanged changed) {
        int rows = tx.update(
                "update devices_device set state = ?, since = ? where org = ? and id = ? and state = ?",
                changed.to(),
                entry.effectiveAt(),
                entry.org().value(),
                entry.subject().id(),
                changed.from());
        if (rows != 1) {
            throw new IllegalStateException(entry.subject() + " is not in the state " + changed.from());
        }
    }

    private static void order(Tx tx, Entry entry, OrderIssued issued) {
        tx.update(
                "insert into devices_order (org, id, device, sequence, kind, args, issued_at, expires_at, because)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (org, id) do nothing",
                entry.org().value(),
                issued.order(),
                entry.subject().id(),
                entry.index(),
                issued.kind(),
                issued.args(),
                entry.effectiveAt(),
                issued.expiresAt(),
                issued.because());
    }
}
