package dev.muster.core.devices;

import dev.muster.core.ledger.EntryType;
import dev.muster.format.devices.orders.OrderKind;
import dev.muster.format.devices.orders.OrderOutcome;

/**
 * An order came to its end. Subject: {@code device/<id>}. For everything but {@link OrderOutcome#EXPIRED} and
 * {@link OrderOutcome#WITHDRAWN} this is the device's word: what became of its software is shown by its evidence only.
 *
 * @param order the order's id
 * @param kind what was asked
 * @param outcome how it ended
 * @param reason a stable code, may be empty
 * @param detail one sentence for people, may be empty
 * @param strength one of the words of {@link dev.muster.format.devices.orders.Strength}, or empty
 * @param name for a network policy the policy's name, otherwise empty
 */
@EntryType("devices.order-closed")
public record OrderClosed(
        String order, OrderKind kind, OrderOutcome outcome, String reason, String detail, String strength, String name)
        implements DeviceEvent {}
