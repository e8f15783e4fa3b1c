package dev.muster.server.attestation;

import dev.muster.core.attestation.PolicyTable;
import tools.jackson.databind.json.JsonMapper;

/** A policy as the register keeps it: JSON that nobody but this server wrote. */
final class StoredPolicy {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private StoredPolicy() {}

    static String text(PolicyTable table) {
        return MAPPER.writeValueAsString(table);
    }

    static PolicyTable table(String text) {
        return MAPPER.readValue(text, PolicyTable.class);
    }
}
