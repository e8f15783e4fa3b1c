package dev.muster.server.topic;

import dev.muster.core.ledger.NoticeKind;
import dev.muster.core.ledger.NoticeRule;
import java.util.List;

/** Which entries of all topics people should hear of. */
public record NoticeRules(List<NoticeRule> rules) {
    public NoticeRules {
        rules = List.copyOf(rules);
    }

    /** Every kind, in the order of the topics. */
    public List<NoticeKind> kinds() {
        return rules.stream().flatMap(rule -> rule.kinds().stream()).toList();
    }
}
