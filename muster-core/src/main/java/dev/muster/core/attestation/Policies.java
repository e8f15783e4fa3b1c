package dev.muster.core.attestation;

import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Refusing;
import dev.muster.core.ledger.Subject;
import java.time.Instant;
import java.util.Optional;

/** The desk for an organisation's decision table. */
public final class Policies {
    /** What entries about the table are about. */
    public static final Subject SUBJECT = new Subject("policy", "attestation");

    private Policies() {}

    /** What becomes of a table. */
    public sealed interface Answer {
        /** @param changed whether it is another one than before */
        record Done(PolicyTable table, boolean changed) implements Answer {}

        record Refused(String detail) implements Answer, Refusing {
            @Override
            public Kind kind() {
                return Kind.INVALID;
            }

            @Override
            public String reason() {
                return "policy";
            }
        }
    }

    /** @param table an empty one takes the organisation's rules away */
    public static Decision<Answer> set(PolicyTable table, String by, AttestationStore known, Instant now) {
        Optional<String> fault = table.equals(PolicyTable.NONE) ? Optional.empty() : table.fault();
        if (fault.isPresent()) {
            return Decision.of(new Answer.Refused(fault.get()));
        }
        if (table.equals(known.policy())) {
            return Decision.of(new Answer.Done(table, false));
        }
        return Decision.of(new Answer.Done(table, true), new Draft(SUBJECT, now, by, new PolicySet(table)));
    }
}
