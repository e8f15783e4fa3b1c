package dev.muster.core.network;

import dev.muster.core.network.policy.Basics;
import dev.muster.format.network.nft.RateRules;
import dev.muster.format.network.packet.Box;
import dev.muster.format.network.packet.PacketSet;
import dev.muster.format.network.packet.Peers;
import dev.muster.format.network.packet.Prefix;
import dev.muster.format.network.packet.Span;
import dev.muster.format.network.packet.Way;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What people and work orders say, as sets of packets. */
final class LocalRules {
    static final int TCP = 6;
    static final int UDP = 17;

    private LocalRules() {}

    /** Connections to these endpoints, opened by the device. */
    static PacketSet to(List<Endpoint> endpoints) {
        List<Box> boxes = new ArrayList<>();
        for (Endpoint endpoint : endpoints) {
            Prefix.parse(endpoint.address()).ifPresent(to -> boxes.add(Basics.client(to, TCP, endpoint.port())));
        }
        return PacketSet.of(boxes);
    }

    /** What the overrides that permit, or those that forbid, speak of now. */
    static PacketSet of(List<OverrideSet> overrides, boolean permit, Instant now) {
        return PacketSet.of(overrides.stream()
                .filter(o -> o.permit() == permit && now.isBefore(o.until()))
                .map(LocalRules::box)
                .toList());
    }

    /** What open windows let through. */
    static PacketSet windows(List<VendorWindow> windows, Instant now) {
        return to(windows.stream()
                .filter(w -> w.open(now))
                .flatMap(w -> w.endpoints().stream())
                .flatMap(text -> Endpoint.parse(text).stream())
                .toList());
    }

    /** How fast what people permit may begin. */
    static List<RateRules.Rule> rates(String device, List<OverrideSet> overrides, Instant now) {
        List<RateRules.Rule> rules = new ArrayList<>();
        for (OverrideSet override : overrides) {
            if (override.permit() && now.isBefore(override.until())) {
                override.rate()
                        .ifPresent(rate ->
                                rules.add(new RateRules.Rule(device, box(override), rate.perSecond(), rate.burst())));
            }
        }
        return rules;
    }

    private static Box box(OverrideSet override) {
        Prefix peer = Prefix.parse(override.peer()).orElseThrow();
        Span served = Span.of(override.low(), override.high());
        return new Box(
                override.from() ? Way.FROM_DEVICE : Way.TO_DEVICE,
                new Peers(peer.family(), ""),
                Span.of(override.protocol()),
                Span.of(peer),
                override.from() ? Box.NUMBERS : served,
                override.from() ? served : Box.NUMBERS);
    }
}
