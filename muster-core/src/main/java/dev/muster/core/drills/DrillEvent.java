package dev.muster.core.drills;

import dev.muster.core.ledger.Event;

/** What is decided about drills, and what came of those at the doors. */
public sealed interface DrillEvent extends Event permits DrillsSet, DrillBegun, DoorsTried {}
