package dev.muster.server.assurance;

import dev.muster.core.assurance.AssuranceEvent;
import dev.muster.core.ledger.Event;
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

    private static String changed(AssuranceEvent.VerdictChanged changed) {
        int requirements = changed.requirements().size();
        int checks = changed.checks().size();
        return (checks == 1 ? "1 check" : checks + " checks") + " came out differently"
                + switch (requirements) {
                    case 0 -> "";
                    case 1 -> ", and with it 1 requirement";
                    default -> ", and with that " + requirements + " requirements";
                };
    }
}
