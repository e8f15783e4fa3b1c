package dev.muster.core.network;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.format.network.flows.FlowReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Settles what is kept of what packet filters saw. A reporter speaks of itself, and a gateway of the devices behind it; what says
 * nothing new is not written. While its gateway speaks of a device, the device's own word is not heard: whoever took it over would
 * say that nothing was refused, after all the gateway saw. The signature was checked by the door.
 */
public final class FlowDesk {
    /** A reporter that has something new all the time is written so often. */
    public static final Duration AT_MOST = Duration.ofSeconds(10);

    /** The word that nothing was refused is renewed while it is true. */
    private static final Duration RENEWED = Duration.ofHours(20);

    /** A gateway that was silent for so long speaks no more, and the device is heard again. */
    static final Duration SILENT = Duration.ofDays(2);

    private FlowDesk() {}

    /** Keeps what is new. The answer is of how many devices something was. */
    public static Decision<Integer> take(DeviceId reporter, FlowReport report, NetworkStore store, Instant now) {
        GatewaySet set = store.gateway(reporter).orElse(GatewaySet.NOBODY);
        List<Draft> drafts = new ArrayList<>();
        for (FlowReport.Member member : report.members()) {
            Optional<DeviceId> device = member.name().equals(FlowReport.SELF)
                    ? Optional.of(reporter)
                    : set.behind().stream()
                            .map(behind -> new DeviceId(behind.device()))
                            .filter(id -> GatewayRules.name(id).equals(member.name()))
                            .findFirst();
            if (device.isPresent()) {
                FlowsSeen seen = seen(reporter, member, now);
                Optional<NetworkStore.Told> before = store.flows(device.get());
                if (!isSpokenFor(device.get(), reporter, before, store, now) && isNews(seen, before, now)) {
                    drafts.add(new Draft(
                            device.get().subject(), now, reporter.subject().text(), seen));
                }
            }
        }
        report.said().forEach(said -> drafts.addAll(said(reporter, said, set, store, now)));
        report.changed()
                .map(c -> new RulesChanged(c.count(), at(c.last(), now), c.what()))
                .filter(said -> isNews(said, store.changed(reporter), now))
                .ifPresent(said -> drafts.add(
                        new Draft(reporter.subject(), now, reporter.subject().text(), said)));
        return Decision.of(drafts.size(), drafts);
    }

    private static boolean isSpokenFor(
            DeviceId device, DeviceId reporter, Optional<NetworkStore.Told> before, NetworkStore store, Instant now) {
        if (!reporter.equals(device)
                || before.isEmpty()
                || !now.isBefore(before.get().at().plus(SILENT))) {
            return false;
        }
        DeviceId witness = new DeviceId(before.get().seen().reporter());
        return !witness.equals(device)
                && store.gateway(witness).orElse(GatewaySet.NOBODY).behind().stream()
                        .anyMatch(behind -> behind.device().equals(device.value()));
    }

    /**
     * Where a device says on the wire that its description is counts only where nothing is known: anybody may have said it, and a
     * device that is no longer its maker's could choose a wider one.
     */
    private static List<Draft> said(
            DeviceId gateway, FlowReport.Said said, GatewaySet set, NetworkStore store, Instant now) {
        Optional<GatewaySet.Behind> behind = set.behind().stream()
                .filter(one -> GatewayRules.name(new DeviceId(one.device())).equals(said.name()))
                .findFirst();
        if (behind.isEmpty()) {
            return List.of();
        }
        DeviceId device = new DeviceId(behind.get().device());
        Optional<MudUrlLearned> known =
                store.url(device).filter(url -> !url.url().isEmpty());
        MudUrlLearned.Carrier carrier = said.lldp() ? MudUrlLearned.Carrier.LLDP : MudUrlLearned.Carrier.DHCP;
        MudUrlLearned learned =
                new MudUrlLearned(said.url(), carrier, "", behind.get().addresses());
        return known.isPresent()
                ? List.of()
                : NetworkWishes.url(device, learned, store, gateway.subject().text(), now)
                        .drafts();
    }

    private static boolean isNews(RulesChanged said, Optional<NetworkStore.ToldChanged> before, Instant now) {
        if (before.isEmpty()) {
            return true;
        }
        Instant at = before.get().at();
        boolean other = said.count() != before.get().said().count()
                || !said.what().equals(before.get().said().what());
        return !now.isBefore(at.plus(RENEWED)) || (other && !now.isBefore(at.plus(AT_MOST)));
    }

    private static FlowsSeen seen(DeviceId reporter, FlowReport.Member member, Instant now) {
        return new FlowsSeen(
                reporter.value(),
                member.refused(),
                member.more(),
                member.flows().stream()
                        .map(f -> new FlowsSeen.Refused(
                                f.from(),
                                f.protocol(),
                                f.peer(),
                                f.port(),
                                f.count(),
                                at(f.first(), now),
                                at(f.last(), now)))
                        .toList(),
                member.used().stream()
                        .map(u -> new FlowsSeen.Used(u.rule(), u.flows()))
                        .toList(),
                Optional.of(member.tls().stream().map(one -> other(one, now)).toList())
                        .filter(all -> !all.isEmpty()));
    }

    private static FlowsSeen.OtherTls other(FlowReport.OtherTls one, Instant now) {
        return new FlowsSeen.OtherTls(
                one.peer(),
                one.port(),
                one.name(),
                one.what(),
                one.mode(),
                one.count(),
                at(one.first(), now),
                at(one.last(), now));
    }

    /** A reporter whose clock is ahead has seen it now. */
    private static Instant at(Instant said, Instant now) {
        return said.isAfter(now) ? now : said;
    }

    private static boolean isNews(FlowsSeen seen, Optional<NetworkStore.Told> before, Instant now) {
        if (before.isEmpty() || !before.get().seen().reporter().equals(seen.reporter())) {
            return true;
        }
        Instant at = before.get().at();
        if (now.isBefore(at.plus(AT_MOST))) {
            return false;
        }
        FlowsSeen last = before.get().seen();
        return !now.isBefore(at.plus(RENEWED))
                || !kinds(last).equals(kinds(seen))
                || !rules(last).equals(rules(seen))
                || !tls(last).equals(tls(seen))
                || seen.refused() > 2 * last.refused();
    }

    private static Set<String> kinds(FlowsSeen seen) {
        return seen.flows().stream()
                .map(f -> f.from() + " " + f.protocol() + " " + f.peer() + " " + f.port())
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static Set<String> tls(FlowsSeen seen) {
        return seen.otherTls().stream()
                .map(one -> one.peer() + " " + one.port() + " " + one.name() + " " + one.what() + " " + one.mode())
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static Set<String> rules(FlowsSeen seen) {
        return seen.used().stream().map(FlowsSeen.Used::rule).collect(Collectors.toCollection(HashSet::new));
    }
}
