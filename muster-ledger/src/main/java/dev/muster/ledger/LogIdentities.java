package dev.muster.ledger;

import dev.muster.core.ledger.OrgId;
import java.nio.file.Path;
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
        return opened.computeIfAbsent(org, id -> LogIdentity.of(id, settings.name(), keys(id)));
    }

    private LogKeys keys(OrgId org) {
        Path keys = settings.directory().resolve("keys").resolve(org.value());
        if (!LogKeys.exist(keys) && begun(org)) {
            throw new LostKeysException(org, keys);
        }
        return LogKeys.open(keys, settings.random());
    }

    private boolean begun(OrgId org) {
        return settings.database()
                        .read(tx -> tx.count(
                                "select count(*) as n from ledger_log where org = ? and log = 'record' and size > 0",
                                org.value()))
                > 0;
    }
}
