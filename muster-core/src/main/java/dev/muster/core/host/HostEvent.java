package dev.muster.core.host;

import dev.muster.core.ledger.Event;

/** What devices say about their hosts. */
public sealed interface HostEvent extends Event permits HostReported {}
