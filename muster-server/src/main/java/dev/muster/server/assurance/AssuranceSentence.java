package dev.muster.server.assurance;

import dev.muster.core.assurance.AssuranceEvent;
import dev.muster.core.assurance.Checks;
import dev.muster.core.ledger.Event;
import dev.muster.server.web.Sentence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Verdicts in words: what a check states, and the name by which the command line and the API know it. */
final class AssuranceSentence implements Sentence {
    private final Map<String, String> statements = new HashMap<>();

    AssuranceSentence(Checks checks) {
        checks.all().forEach(check -> statements.put(check.id(), check.statement()));
    }

    @Override
    public Optional<String> of(Event event) {
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
    private static final int NAMED = 2;

    private String changed(AssuranceEvent.VerdictChanged changed) {
        List<String> parts = new ArrayList<>();
        changed.checks().stream().limit(NAMED).map(this::check).forEach(parts::add);
        int more = changed.checks().size() - NAMED;
        if (more > 0) {
            parts.add(more + (more == 1 ? " more check" : " more checks"));
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

    private String check(AssuranceEvent.CheckChange change) {
        String said = statements.getOrDefault(change.check(), "a check of another Muster");
        return switch (change.after()) {
                    case PASS -> "it holds that ";
                    case FAIL -> "it does not hold that ";
                    case STALE -> "too long ago was it seen that ";
                    case UNKNOWN -> "it is not known whether ";
                }
                + small(said) + " (" + change.check() + ")";
    }

    /** Beginning small, but for what is an abbreviation. */
    private static String small(String text) {
        boolean word = text.startsWith("A ") || (text.length() > 1 && Character.isLowerCase(text.charAt(1)));
        return word ? text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1) : text;
    }
}
