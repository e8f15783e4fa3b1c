package dev.muster.core.host.checks;

import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.StandardCheck;
import dev.muster.core.host.HostFacts;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rights of root are one account's. */
final class OneRoot extends StandardCheck {
    private static final Pattern SAID = Pattern.compile("(\\d{1,6}) root, (\\d{1,6}) administrators");

    OneRoot() {
        super(
                "HO-accounts",
                "no more than one account has the rights of root",
                List.of(HostFacts.ACCOUNTS),
                DAY.multipliedBy(2),
                "take the second account with user number 0 away; let people use sudo");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        String value = value(facts, HostFacts.ACCOUNTS);
        Matcher said = SAID.matcher(value);
        if (!said.matches()) {
            return Judgement.undecided("the device says that host.accounts is " + value);
        }
        return Integer.parseInt(said.group(1)) <= 1
                ? Judgement.holds("accounts: " + value)
                : Judgement.breached("accounts: " + value);
    }
}
