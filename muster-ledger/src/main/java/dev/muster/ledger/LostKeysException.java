package dev.muster.ledger;

import dev.muster.core.ledger.OrgId;
import java.nio.file.Path;

/** The database knows a ledger whose keys are not there. New ones would make another ledger of it, so there are none. */
public final class LostKeysException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LostKeysException(OrgId org, Path keys) {
        super("The ledger of " + org + " has entries, but its keys are not in " + keys
                + ". Put the folder back from a backup (`muster restore`); new keys would make it another ledger, which"
                + " everybody who saw a signed head would rightly call forged.");
    }

    /**
     * Looks whether the keys of every organisation are there, without reading them: most are not asked for soon.
     *
     * @throws LostKeysException when logs have begun and their keys are gone
     */
    public static void look(Ledger ledger) {
        for (OrgId org : ledger.orgs()) {
            Path keys = ledger.settings().directory().resolve("keys").resolve(org.value());
            if (!LogKeys.exist(keys) && ledger.exists(org)) {
                throw new LostKeysException(org, keys);
            }
        }
    }
}
