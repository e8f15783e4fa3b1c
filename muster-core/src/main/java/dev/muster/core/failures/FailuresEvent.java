package dev.muster.core.failures;

import dev.muster.core.ledger.Event;

/** What devices say went wrong on them. */
public sealed interface FailuresEvent extends Event permits FailuresReported {}
