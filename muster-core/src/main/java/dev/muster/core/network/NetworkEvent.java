package dev.muster.core.network;

import dev.muster.core.ledger.Event;

/** What can happen to a device's network policy. */
public sealed interface NetworkEvent extends Event permits PolicySet {}
