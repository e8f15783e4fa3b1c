package dev.muster.core.host.checks;

import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.StandardCheck;
import dev.muster.core.host.HostFacts;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Whoever does not prove who they are is told nothing and given nothing, because nothing waits for them. */
final class NothingUnasked extends StandardCheck {
    /** Services that talk to anybody before, or without, any authentication, by the port that IANA registered for them. */
    private static final Set<String> TALKATIVE = Set.of(
            "tcp/21",
            "tcp/23",
            "tcp/80",
            "tcp/502",
            "tcp/8080",
            "udp/53",
            "udp/67",
            "udp/69",
            "udp/137",
            "udp/161",
            "udp/1900",
            "udp/5353");

    NothingUnasked() {
        super(
                "HO-quiet",
                "nothing waits for others that speaks before it knows whom to",
                List.of(HostFacts.LISTENING),
                DAY.multipliedBy(2),
                "close the port, or put a service there that authenticates first");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        String value = value(facts, HostFacts.LISTENING);
        if (value.equals("none")) {
            return Judgement.holds("nothing waits for others");
        }
        List<String> talking =
                Arrays.stream(value.split(" ", -1)).filter(TALKATIVE::contains).toList();
        return talking.isEmpty()
                ? Judgement.undecided("what waits on " + value + " may authenticate first or not")
                : Judgement.breached(String.join(" ", talking) + " speaks to anybody");
    }
}
