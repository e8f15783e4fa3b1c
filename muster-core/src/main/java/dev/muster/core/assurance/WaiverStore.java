package dev.muster.core.assurance;

import dev.muster.core.ledger.Subject;
import java.util.Optional;

/** What {@link WaiverDesk} has to know. */
public interface WaiverStore {
    /** Whether anything is known of this device or product. */
    boolean knows(Subject subject);

    /** The latest waiver of this very subject, ended ones aside, over or not. */
    Optional<Waiver> waiver(Subject subject, RequirementId requirement);
}
