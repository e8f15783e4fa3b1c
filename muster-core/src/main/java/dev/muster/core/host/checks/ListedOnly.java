package dev.muster.core.host.checks;

import dev.muster.core.facts.FactKey;
import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.StandardCheck;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What is on a host is what the product's list names, and nothing else. */
final class ListedOnly extends StandardCheck {
    private final FactKey there;
    private final FactKey list;

    ListedOnly(String id, String statement, FactKey there, FactKey list, String remedy) {
        super(id, statement, List.of(there, list), DAY.multipliedBy(2), remedy);
        this.there = there;
        this.list = list;
    }

    /** A list does not age; what is there does. */
    @Override
    public boolean ages(FactKey key) {
        return key.equals(there);
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        String seen = value(facts, there);
        if (seen.equals("unknown") || seen.equals("simulated")) {
            return Judgement.undecided("the device says that " + there.key() + " is " + seen);
        }
        List<String> more = words(seen);
        more.removeAll(words(value(facts, list)));
        return more.isEmpty()
                ? Judgement.holds("the product's list names all of: " + seen)
                : Judgement.breached("the product's list does not name " + String.join(", ", more));
    }

    private static List<String> words(String value) {
        return new ArrayList<>(value.equals("none") ? List.of() : List.of(value.split(" ", -1)));
    }
}
