package dev.muster.server;

import dev.muster.core.attestation.Lives;
import dev.muster.core.devices.Product;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.update.Rollout;
import dev.muster.core.update.RolloutFinished;
import dev.muster.core.update.RolloutStarted;
import dev.muster.core.update.RolloutStopped;
import dev.muster.ledger.sql.Database;
import dev.muster.server.attestation.RolloutNews;
import dev.muster.server.devices.SqlDeviceRegister;
import dev.muster.server.update.SqlUpdateStore;
import java.util.Optional;
import java.util.Set;

/** Tells attestation which version a rollout brings to which product. */
record AppraisedRollouts(Database database) implements RolloutNews {
    @Override
    public Set<String> types() {
        return Set.of("update.rollout-started", "update.rollout-finished", "update.rollout-stopped");
    }

    @Override
    public Optional<Lives.News> of(OrgId org, Entry entry, Event event) {
        Optional<Lives.Phase> phase = switch (event) {
            case RolloutStarted started -> Optional.of(Lives.Phase.STARTED);
            case RolloutFinished finished -> Optional.of(Lives.Phase.FINISHED);
            case RolloutStopped stopped -> Optional.of(Lives.Phase.STOPPED);
            default -> Optional.empty();
        };
        return phase.flatMap(now -> database.read(tx -> {
            Optional<Rollout> rollout =
                    new SqlUpdateStore(tx, org).rollout(entry.subject().id());
            Optional<Product> product = rollout.flatMap(
                    one -> new SqlDeviceRegister(tx, org).product(one.release().product()));
            return product.map(of -> new Lives.News(
                    of.maker(),
                    of.model(),
                    rollout.orElseThrow().release().version(),
                    now,
                    entry.subject().id()));
        }));
    }
}
