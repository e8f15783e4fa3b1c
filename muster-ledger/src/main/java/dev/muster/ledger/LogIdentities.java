package dev.muster.ledger;

import dev.muster.core.ledger.OrgId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Who signs for each organisation: opened when first asked for, so that ten thousand of them cost nothing at the start. */
final class LogIdentities {
    private final LedgerSettings settings;
    private final Map<OrgId, LogIdentity> opened = new ConcurrentHashMap<>();

    LogIdentities(LedgerSettings settings) {
        this.settings = settings;
    }

    LogIdentity of(OrgId org) {
        return opened.computeIfAbsent(
                org,
                id -> LogIdentity.of(
                        id,
                        settings.name(),
                        LogKeys.open(settings.directory().resolve("keys").resolve(id.value()), settings.random())));
    }
}
