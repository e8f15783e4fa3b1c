package dev.muster.core.devices;

import dev.muster.core.ledger.Event;

/** What can happen to products, devices and orders. */
public sealed interface DeviceEvent extends Event
        permits ProductAdded,
                DeviceRegistered,
                StateChanged,
                OrderIssued,
                OrderClosed,
                EndpointOpened,
                EndpointClosed {}
