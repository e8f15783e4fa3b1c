package dev.muster.agent.network;

import dev.muster.agent.report.Outbox;
import dev.muster.agent.tls.Deviation;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.devices.host.SignedStatement;
import dev.muster.format.network.flows.FlowReport;
import dev.muster.format.network.flows.FlowReport.Changed;
import dev.muster.format.network.flows.FlowReport.Member;
import dev.muster.format.network.flows.FlowReport.Used;
import dev.muster.format.network.mud.SaidOnWire;
import dev.muster.format.network.nft.NftCounters;
import dev.muster.format.network.nft.NftGateway;
import dev.muster.format.network.packet.Address;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Tells the server what the rules let begin and refused, of each device that something new is to be said of: a thing that was never
 * refused before, a rule that was never used before, a count that doubled; of all of them once a day. One thread at a time.
 */
public final class FlowTable {
    /** Something new is told within this, and everything that came meanwhile with it. */
    private static final Duration AT_MOST = Duration.ofSeconds(20);

    /** So that silence is told from nothing to say. */
    private static final Duration AT_LEAST = Duration.ofHours(24);

    /** What a report has room for. */
    private static final int WHAT_CHARS_MOST = 256;

    private final RefusedFlows refused;
    private final Listing listing;
    private final OtherTlsSeen other = new OtherTlsSeen();
    private final Descriptions descriptions = new Descriptions();
    private final Map<String, Member> told = new HashMap<>();
    private final Map<String, Instant> toldAt = new HashMap<>();
    private Instant lookedAt = Instant.MIN;
    private Optional<Changed> changed = Optional.empty();
    private Optional<Changed> changedTold = Optional.empty();
    private Instant changedToldAt = Instant.MIN;

    /** What the kernel's tables count. */
    public interface Listing {
        /** The listings of our tables with counters, one after another; empty where there are none. */
        List<String> tables() throws IOException;
    }

    public FlowTable(RefusedFlows refused, Listing listing) {
        this.refused = refused;
        this.listing = listing;
    }

    /**
     * Puts a report into the outbox when one is due.
     *
     * @param org the organisation in the door's path
     * @param device signs with the enrolled key
     */
    public void offer(Outbox outbox, String org, CoseSigner device, Instant now) throws IOException {
        boolean early =
                !lookedAt.equals(Instant.MIN) && now.isBefore(lookedAt.plus(AT_MOST)) && !now.isBefore(lookedAt);
        if (early) {
            return;
        }
        lookedAt = now;
        List<Member> due = new ArrayList<>();
        for (Member member : members()) {
            if (due.size() < FlowReport.MEMBERS_MOST && due(member, now)) {
                due.add(member);
            }
        }
        boolean silent = changedToldAt.equals(Instant.MIN) || !now.isBefore(changedToldAt.plus(AT_LEAST));
        boolean news = changed.isPresent() && (silent || !changed.equals(changedTold));
        List<FlowReport.Said> said = descriptions.news();
        if (due.isEmpty() && !news && said.isEmpty()) {
            return;
        }
        if (news) {
            changedTold = changed;
            changedToldAt = now;
        }
        byte[] report = new FlowReport(now, due, changed, said).encode();
        outbox.add(new Outbox.Report(
                "/devices/" + org + "/flows",
                FlowReport.MEDIA_TYPE,
                SignedStatement.sign(FlowReport.MEDIA_TYPE, report, device)));
        due.forEach(member -> {
            told.put(member.name(), member);
            toldAt.put(member.name(), now);
        });
    }

    /** The rules were looked at, and were as they had to be. */
    public void well(Instant now) {
        if (changed.isEmpty()) {
            changed = Optional.of(new Changed(0, now, ""));
        }
    }

    /**
     * The rules were not as they had to be. The same found again and again, because it cannot be mended, is told once.
     *
     * @param what one sentence
     */
    public void changed(Instant now, String what) {
        String said = what.substring(0, Math.min(what.length(), WHAT_CHARS_MOST));
        Changed before = changed.orElse(new Changed(0, now, ""));
        boolean same = before.count() > 0 && before.what().equals(said) && said.contains("not in force");
        changed = Optional.of(same ? before : new Changed(before.count() + 1, now, said));
    }

    /** A connection whose TLS was not as described. */
    public void deviated(Deviation deviation) {
        other.add(deviation);
    }

    /** A frame said where a description is. */
    public void said(SaidOnWire one) {
        descriptions.add(one);
    }

    /** Whose packets the rules of a gateway show, by the addresses of its devices. */
    void guard(Map<String, NftGateway.Member> members) {
        Map<Address, String> owners = new HashMap<>();
        members.forEach((id, member) ->
                member.device().addresses().forEach(own -> owners.put(new Address(own.family(), own.base()), id)));
        refused.guard(owners);
        descriptions.guard(members);
    }

    /** Another policy is in force for a device: what was known of it is told of the one before. */
    void forget(String name) {
        other.forget(name);
        refused.forget(name);
        told.remove(name);
        toldAt.remove(name);
    }

    /** What is known of each device now. */
    List<Member> members() throws IOException {
        Map<String, Map<String, Long>> used = new TreeMap<>();
        Map<String, Long> dropped = new TreeMap<>();
        for (String table : listing.tables()) {
            NftCounters.read(table).forEach((chain, counted) -> {
                String name = name(chain);
                if (name != null) {
                    used.computeIfAbsent(name, n -> new TreeMap<>()).putAll(counted.used());
                    dropped.merge(name, counted.refused(), Long::sum);
                }
            });
        }
        List<Member> all = new ArrayList<>();
        used.forEach((name, rules) -> {
            RefusedFlows.Known known = refused.known(name);
            all.add(new Member(
                    name,
                    dropped.getOrDefault(name, 0L),
                    known.more(),
                    known.flows(),
                    rules.entrySet().stream()
                            .filter(rule -> rule.getValue() > 0)
                            .limit(FlowReport.USED_MOST)
                            .map(rule -> new Used(rule.getKey(), rule.getValue()))
                            .toList(),
                    other.known(name)));
        });
        return all;
    }

    private static @org.jspecify.annotations.Nullable String name(String chain) {
        return switch (chain) {
            case "output", "input" -> FlowReport.SELF;
            case String from when from.startsWith("from-") -> from.substring(5);
            case String to when to.startsWith("to-") -> to.substring(3);
            default -> null;
        };
    }

    private boolean due(Member member, Instant now) {
        Member before = told.get(member.name());
        Instant at = toldAt.get(member.name());
        if (before == null || at == null || !now.isBefore(at.plus(AT_LEAST)) || now.isBefore(at)) {
            return true;
        }
        Set<String> known =
                before.flows().stream().map(FlowReport.Refused::kind).collect(Collectors.toSet());
        Set<String> rules = before.used().stream().map(Used::rule).collect(Collectors.toCollection(TreeSet::new));
        Set<String> other = before.tls().stream().map(FlowReport.OtherTls::kind).collect(Collectors.toSet());
        boolean fresh = member.tls().stream().anyMatch(one -> !other.contains(one.kind()))
                || member.flows().stream().anyMatch(flow -> !known.contains(flow.kind()))
                || member.used().stream().anyMatch(use -> !rules.contains(use.rule()));
        return fresh || Objects.compare(member.refused(), 2 * before.refused() + 1, Long::compare) > 0;
    }
}
