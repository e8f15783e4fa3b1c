package dev.muster.server.console;

import dev.muster.core.ledger.OrgId;
import java.util.List;

/** What somebody should know before they read anything else: sentences, the worst first. */
@FunctionalInterface
public interface Troubles {
    /** Empty when all is well. */
    List<String> of(OrgId org);
}
