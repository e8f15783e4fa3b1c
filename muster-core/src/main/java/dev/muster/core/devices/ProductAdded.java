package dev.muster.core.devices;

import dev.muster.core.ledger.EntryType;
import java.time.Instant;

/**
 * A product was added, or its description replaced. Subject: {@code product/<id>}.
 *
 * @param name for people, 1 to {@value #MAX_NAME_CHARS} characters
 * @param maker who makes it, 1 to {@value #MAX_NAME_CHARS} characters
 * @param model the maker's model word, as the device's evidence names it
 * @param supportFrom when security support begins
 * @param supportUntil when security support ends (CRA Article 13(8): the support period); after {@code supportFrom}
 */
@EntryType("devices.product-added")
public record ProductAdded(String name, String maker, String model, Instant supportFrom, Instant supportUntil)
        implements DeviceEvent {

    public static final int MAX_NAME_CHARS = 128;
}
