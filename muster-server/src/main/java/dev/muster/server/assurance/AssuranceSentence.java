package dev.muster.server.assurance;

import dev.muster.core.assurance.AssuranceEvent;
import dev.muster.core.ledger.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Verdicts in words. */
final class AssuranceSentence {
    private AssuranceSentence() {}

    static Optional<String> of(Event event) {
        return switch (event) {
            case AssuranceEvent.VerdictChanged changed -> Optional.of(changed(changed));
            case AssuranceEvent.NotApplicableDeclared declared ->
                Optional.of(
                        declared.by() + " declared " + declared.requirement() + " not applicable: " + declared.why());
            case AssuranceEvent.Waived waived ->
                Optional.of(waived.by() + " waived " + waived.requirement() + " until " + waived.until() + ": "
                        + waived.why());
            case AssuranceEvent.WaiverEnded ended ->
                Optional.of(ended.by() + " ended the waiver of " + ended.requirement());
            default -> Optional.empty();
        };
    }

    /** More names than these make no sentence. */
    private static final int NAMED = 3;

    private static String changed(AssuranceEvent.VerdictChanged changed) {
        List<String> parts = new ArrayList<>();
        changed.checks().stream().limit(NAMED).map(AssuranceSentence::check).forEach(parts::add);
        if (changed.checks().size() > NAMED) {
            parts.add((changed.checks().size() - NAMED) + " more checks");
        }
        int requirements = changed.requirements().size();
        if (requirements == 1) {
            AssuranceEvent.RequirementChange one = changed.requirements().getFirst();
            parts.add(one.requirement() + " is " + one.after().words() + " now");
        } else if (requirements > 1) {
            parts.add("with that " + requirements + " requirements");
        }
        return String.join(", ", parts);
    }

    private static String check(AssuranceEvent.CheckChange change) {
        return change.check()
                + switch (change.after()) {
                    case PASS -> " passes";
                    case FAIL -> " fails";
                    case STALE -> " has grown stale";
                    case UNKNOWN -> " is unknown";
                };
    }
}
