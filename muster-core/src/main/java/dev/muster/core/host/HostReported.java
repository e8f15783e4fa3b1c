package dev.muster.core.host;

import dev.muster.core.ledger.EntryType;
import java.util.List;

/**
 * A device said what holds on its host, signed with its key. Subject: {@code device/<id>}.
 *
 * @param properties in the device's order
 */
@EntryType("host.reported")
public record HostReported(List<Property> properties) implements HostEvent {
    public HostReported {
        properties = List.copyOf(properties);
    }

    /**
     * One property of a host.
     *
     * @param key such as {@code host.aslr}
     * @param value a word or short list
     * @param standing {@code enforced}, {@code checked}, {@code simulated} or {@code missing}
     * @param detail one sentence for people
     */
    public record Property(String key, String value, String standing, String detail) {}
}
