package dev.muster.core.joining;

import dev.muster.core.ledger.EntryType;

/**
 * A device was seen for the first time: the number that it keeps whatever it is called, and who its maker says it is.
 * Subject: {@code device/<id>}.
 *
 * @param uuid RFC 9562 version 7; the device's UEID (RFC 9711 §4.2.1.1) is a byte 01 and its 16 bytes
 * @param maker O of its factory identity; the product's maker for one that joined by a token
 * @param model OU of its factory identity
 * @param serial the maker's own number for it, which another maker may use too
 */
@EntryType("joining.identified")
public record DeviceIdentified(String uuid, String maker, String model, String serial) implements JoiningEvent {}
