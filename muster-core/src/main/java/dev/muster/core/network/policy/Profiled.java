package dev.muster.core.network.policy;

import dev.muster.format.network.mud.TlsProfile;
import dev.muster.format.network.nft.TlsRules;
import dev.muster.format.network.packet.Box;
import dev.muster.format.network.packet.PacketSet;
import dev.muster.format.network.packet.Span;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Connections that a device may open with TLS like one of these only (RFC 9761 §5). A packet in several sets may be like a
 * profile of any of them.
 */
public record Profiled(PacketSet packets, List<TlsProfile> profiles) {
    private static final Span TCP = Span.of(6);

    public Profiled {
        profiles = List.copyOf(profiles);
    }

    /** What of it can be held to: connections of TCP. DTLS is in datagrams that nobody holds. */
    public List<TlsRules.Rule> rules(String device) {
        List<TlsRules.Rule> rules = new ArrayList<>();
        for (Box box : packets.boxes()) {
            if (box.protocol().has(TCP.low())) {
                Box tcp = new Box(box.way(), box.peers(), TCP, box.peer(), box.own(), box.other());
                rules.add(new TlsRules.Rule(device, tcp, profiles));
            }
        }
        return rules;
    }

    /**
     * Where newer descriptions let a device speak otherwise than older ones did, as far as both permit it.
     *
     * @param permitted what the newer one permits
     */
    static PacketSet loosened(List<Profiled> older, List<Profiled> newer, PacketSet permitted) {
        PacketSet bound = PacketSet.NONE;
        for (Profiled rule : newer) {
            bound = bound.or(rule.packets());
        }
        PacketSet more = PacketSet.NONE;
        for (Profiled before : older) {
            more = more.or(before.packets().and(permitted).minus(bound));
            for (Profiled now : newer) {
                boolean within = now.profiles().stream()
                        .allMatch(one -> before.profiles().stream().anyMatch(wide -> within(one, wide)));
                more = within ? more : more.or(before.packets().and(now.packets()));
            }
        }
        return more;
    }

    /** Whether whatever is like the one is like the other, too. */
    private static boolean within(TlsProfile one, TlsProfile wide) {
        return list(one.versions(), wide.versions())
                && list(one.cipherSuites(), wide.cipherSuites())
                && list(one.extensions(), wide.extensions())
                && list(one.groups(), wide.groups())
                && list(one.signatures(), wide.signatures())
                && list(one.pskModes(), wide.pskModes())
                && list(one.protocols(), wide.protocols());
    }

    /** An empty list says nothing, so it is the widest. */
    private static <T> boolean list(Collection<T> one, Collection<T> wide) {
        return wide.isEmpty() || (!one.isEmpty() && Set.copyOf(wide).containsAll(one));
    }
}
