package dev.muster.core.joining;

import dev.muster.core.ledger.EntryType;

/**
 * A device proved its factory identity and waits for a person's word. Subject: {@code device/<id>}, the id that it will
 * have.
 *
 * @param factory digest of the IDevID certificate
 * @param anchor digest of the maker's anchor
 * @param maker as the certificate names it
 * @param model as the certificate names it
 */
@EntryType("joining.requested")
public record JoiningRequested(String factory, String anchor, String maker, String model) implements JoiningEvent {}
