package dev.muster.server.network;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.network.NetworkStore;
import dev.muster.ledger.sql.Tx;
import java.util.Optional;

/** The wished policies of one organisation, read in one transaction. */
public final class SqlNetworkStore implements NetworkStore {
    private final Tx tx;
    private final OrgId org;

    public SqlNetworkStore(Tx tx, OrgId org) {
        this.tx = tx;
        this.org = org;
    }

    @Override
    public Optional<String> wished(DeviceId device) {
        return tx.one(
                "select name from network_policy where org = ? and device = ?",
                row -> row.text("name"),
                org.value(),
                device.value());
    }
}
