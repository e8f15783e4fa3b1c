package dev.muster.server.topic;

import dev.muster.core.ledger.OrgId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Work for many organisations: where it fails for one, such as one whose entries fill its quota, the others get it all the same. */
public final class EveryOrg {
    private static final Logger LOG = LoggerFactory.getLogger(EveryOrg.class);

    private EveryOrg() {}

    /**
     * Does it for each of them.
     *
     * @throws RuntimeException the first failure, at the end; the others are told
     */
    public static void each(Iterable<OrgId> all, Consumer<OrgId> work) {
        List<RuntimeException> failures = new ArrayList<>();
        for (OrgId org : all) {
            try {
                work.accept(org);
            } catch (RuntimeException failed) {
                failures.add(failed);
            }
        }
        if (!failures.isEmpty()) {
            RuntimeException first = failures.removeFirst();
            failures.forEach(other -> LOG.warn("it failed elsewhere, too: {}", other.toString()));
            throw first;
        }
    }
}
