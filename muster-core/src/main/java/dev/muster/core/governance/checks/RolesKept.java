package dev.muster.core.governance.checks;

import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.StandardCheck;
import dev.muster.core.governance.GovernanceFacts;
import dev.muster.core.governance.LocalTokens;
import java.time.Instant;
import java.util.List;

/** A device gives each person the functions of their role and no others. */
final class RolesKept extends StandardCheck {
    RolesKept() {
        super(
                "LR-roles",
                "what was done at the device by a person's role goes with the role that was issued",
                List.of(GovernanceFacts.LOCAL_ROLES),
                LASTING,
                "issue a role and use it at the device: muster local-role issue, muster agent local");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        return switch (value(facts, GovernanceFacts.LOCAL_ROLES)) {
            case LocalTokens.KEPT -> Judgement.holds("its last record has only what the role has");
            case LocalTokens.BROKEN -> Judgement.breached("its last record has something that the role does not have");
            case String other -> Judgement.undecided("the fact says " + other + ", which this check does not know");
        };
    }
}
