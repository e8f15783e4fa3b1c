package dev.muster.core.host.checks;

import dev.muster.core.facts.FactKey;
import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.StandardCheck;
import java.time.Instant;
import java.util.List;

/** Whether one property of a host has one of the values it should. */
final class HostCheck extends StandardCheck {
    private final FactKey key;
    private final List<String> good;
    private final List<String> bad;

    HostCheck(String id, String statement, FactKey key, List<String> good, List<String> bad, String remedy) {
        super(id, statement, List.of(key), DAY.multipliedBy(2), remedy);
        this.key = key;
        this.good = good;
        this.bad = bad;
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        String value = value(facts, key);
        String said = "the device says that " + key.key() + " is " + value;
        if (good.contains(value)) {
            return Judgement.holds(said);
        }
        return bad.contains(value) ? Judgement.breached(said) : Judgement.undecided(said);
    }
}
