package dev.muster.server.topic;

import dev.muster.core.governance.ComponentDifference;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sql.Tx;
import java.util.Map;
import java.util.Optional;

/** What the topic of evidence knows of the components of a device's software. */
public interface SoftwareComponents {
    /** Those of a version of the device's model, by name with digests, as the maker's manifest lists them. */
    Optional<Map<String, String>> released(Tx tx, OrgId org, String device, String version);

    /** How what the device measured last differs from the nearest release; empty where it agrees with one. */
    Optional<ComponentDifference> measured(Tx tx, OrgId org, String device);
}
