package dev.muster.core.network.traffic;

import dev.muster.core.network.policy.Site;
import dev.muster.core.network.traffic.LearnedRule.Kind;
import dev.muster.format.network.packet.Address;
import dev.muster.format.network.packet.Prefix;
import dev.muster.format.network.packet.Way;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The least description that permits what was seen. */
public final class Learner {
    /** A server that is met at more ports than this uses a range, such as media does. */
    private static final int PORTS_MOST = 8;

    private static final int TENTHS = 10;
    private static final int UDP = 17;
    private static final int TCP = 6;
    private static final int DNS = 53;
    private static final int NTP = 123;
    private static final int REGISTERED = 1024;

    private Learner() {}

    /**
     * What was learned.
     *
     * @param rules in the order in which they were met
     * @param stability how many of them were known after each tenth of the time
     */
    public record Learned(List<LearnedRule> rules, List<Integer> stability) {
        public Learned {
            rules = List.copyOf(rules);
            stability = List.copyOf(stability);
        }
    }

    /** @param local what is local; a private address outside of it is said as it is */
    public static Learned learn(Traffic traffic, List<Prefix> local) {
        Map<List<Object>, LearnedRule> rules = new LinkedHashMap<>();
        for (Flow flow : traffic.flows()) {
            rule(flow, local)
                    .ifPresent(rule -> rules.merge(
                            List.of(rule.way(), rule.family(), rule.kind(), rule.peer(), rule.protocol(), rule.low()),
                            rule,
                            LearnedRule::with));
        }
        List<LearnedRule> learned = ranges(List.copyOf(rules.values()));
        return new Learned(learned, stability(learned, traffic));
    }

    /** What everybody may do needs no rule. */
    private static Optional<LearnedRule> rule(Flow flow, List<Prefix> local) {
        boolean udp = flow.protocol() == UDP;
        int served = flow.served();
        if (udp && (served == 67 || served == 68 || served == 546 || served == 547)) {
            return Optional.empty();
        }
        boolean ports = udp || flow.protocol() == TCP;
        int number = ports ? served : flow.own();
        boolean opens = flow.way() == Way.FROM_DEVICE;
        Kind kind;
        String peer;
        if (opens && ports && served == DNS) {
            kind = Kind.CONTROLLER;
            peer = Site.DNS;
        } else if (opens && udp && served == NTP) {
            kind = Kind.CONTROLLER;
            peer = Site.NTP;
        } else if (opens && flow.byName().isPresent()) {
            kind = Kind.NAME;
            peer = flow.name();
        } else if (inside(flow.peer(), local) && !group(flow.peer())) {
            kind = Kind.LOCAL;
            peer = "";
        } else {
            kind = Kind.ADDRESS;
            peer = flow.peer() + (flow.peer().family() == 4 ? "/32" : "/128");
        }
        return Optional.of(new LearnedRule(
                flow.way(), flow.peer().family(), kind, peer, flow.protocol(), number, number, 1, flow.first()));
    }

    private static boolean inside(Address address, List<Prefix> local) {
        return local.stream()
                .anyMatch(p -> p.family() == address.family()
                        && p.base().compareTo(address.value()) <= 0
                        && address.value().compareTo(p.last()) <= 0);
    }

    /** Multicast and broadcast: an address that protocols agree on, not somebody's. */
    private static boolean group(Address address) {
        int top = address.value().shiftRight(address.family() == 4 ? 24 : 120).intValue();
        return address.family() == 4 ? top >= 224 : top == 0xff;
    }

    private static List<LearnedRule> ranges(List<LearnedRule> rules) {
        List<LearnedRule> all = new ArrayList<>();
        for (LearnedRule rule : rules) {
            List<LearnedRule> beside = rules.stream()
                    .filter(r -> r.beside(rule) && r.low() >= REGISTERED)
                    .toList();
            boolean many = rule.low() >= REGISTERED && beside.size() > PORTS_MOST;
            LearnedRule one = many ? beside.stream().reduce(LearnedRule::with).orElse(rule) : rule;
            if (!all.contains(one)) {
                all.add(one);
            }
        }
        return all;
    }

    private static List<Integer> stability(List<LearnedRule> rules, Traffic traffic) {
        List<Integer> known = new ArrayList<>();
        Optional<List<Instant>> span = traffic.span();
        if (span.isEmpty()) {
            return known;
        }
        Instant begin = span.get().getFirst();
        Duration whole = Duration.between(begin, span.get().getLast());
        for (int tenth = 1; tenth <= TENTHS; tenth++) {
            Instant until = begin.plus(whole.multipliedBy(tenth).dividedBy(TENTHS));
            known.add(
                    (int) rules.stream().filter(r -> !r.first().isAfter(until)).count());
        }
        return known;
    }
}
