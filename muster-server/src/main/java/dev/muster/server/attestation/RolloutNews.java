package dev.muster.server.attestation;

import dev.muster.core.attestation.Lives;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.OrgId;
import java.util.Optional;
import java.util.Set;

/** How attestation learns what rollouts do, without knowing the topic that runs them. */
public interface RolloutNews {
    /** The types of the entries to look at. */
    Set<String> types();

    /** What an entry says of a rollout; empty when it says nothing that matters here. */
    Optional<Lives.News> of(OrgId org, Entry entry, Event event);
}
