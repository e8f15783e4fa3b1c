package dev.muster.core.update;

import dev.muster.core.ledger.EntryType;
import java.util.Map;

/** What a device says of itself by hawkBit's device API (configData). Nobody checked it. Subject: {@code device/<id>}. */
@EntryType("update.ddi-attributes-said")
public record DdiAttributesSaid(Map<String, String> attributes) implements UpdateEvent {
    public DdiAttributesSaid {
        attributes = Map.copyOf(attributes);
    }
}
