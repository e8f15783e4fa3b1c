package dev.muster.core.network;

import dev.muster.core.ledger.EntryType;
import java.time.Instant;

/**
 * How often the agent of a device found that the rules in its kernel are not those that were ordered, since it began; with 0 it
 * says that it looked. Subject: {@code device/<id>}, whose packet filter it is. Told when it happens, and once a day.
 *
 * @param last when it was found last
 * @param what was found last; empty when nothing was
 */
@EntryType("network.rules-changed")
public record RulesChanged(long count, Instant last, String what) implements NetworkEvent {}
