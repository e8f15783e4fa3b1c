package dev.muster.core.host.checks;

import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.StandardCheck;
import dev.muster.core.host.HostFacts;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Programs run with fewer rights than all. */
final class NotAllRoot extends StandardCheck {
    private static final Pattern SAID = Pattern.compile("(\\d{1,6}) root, (\\d{1,6}) with capabilities, of (\\d{1,6})");

    NotAllRoot() {
        super(
                "HO-privileges",
                "fewer than half of the processes have the rights of root",
                List.of(HostFacts.PRIVILEGES),
                DAY.multipliedBy(2),
                "give services users of their own");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        String value = value(facts, HostFacts.PRIVILEGES);
        Matcher said = SAID.matcher(value);
        if (!said.matches()) {
            return Judgement.undecided("the device says that host.privileges is " + value);
        }
        int root = Integer.parseInt(said.group(1));
        int all = Integer.parseInt(said.group(3));
        return 2 * root < all
                ? Judgement.holds(root + " of " + all + " processes are root")
                : Judgement.breached(root + " of " + all + " processes are root");
    }
}
