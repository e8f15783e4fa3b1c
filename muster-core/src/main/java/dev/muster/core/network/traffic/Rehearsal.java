package dev.muster.core.network.traffic;

import dev.muster.core.network.policy.PlainWords;
import dev.muster.format.network.mud.Ace;
import dev.muster.format.network.mud.Acl;
import dev.muster.format.network.mud.MudFile;
import dev.muster.format.network.mud.TlsProfile;
import dev.muster.format.network.packet.Box;
import dev.muster.format.network.packet.PacketSet;
import dev.muster.format.network.packet.Span;
import dev.muster.format.network.packet.Way;
import dev.muster.format.network.tls.ProfileCheck;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a policy would have done to what was seen.
 *
 * @param allowed flows that pass
 * @param refused what does not, grouped by the rule that is missing, the most frequent first
 * @param unused permissions that nothing made use of
 * @param deviations of TLS from the description's profiles (RFC 9761)
 */
public record Rehearsal(long allowed, List<Missing> refused, List<String> unused, List<String> deviations) {
    public Rehearsal {
        refused = List.copyOf(refused);
        unused = List.copyOf(unused);
        deviations = List.copyOf(deviations);
    }

    /** A rule that would have to be there. */
    public record Missing(String rule, long flows, long packets, Instant first) {}

    /** Flows that were refused. */
    public long refusals() {
        return refused.stream().mapToLong(Missing::flows).sum();
    }

    public static Rehearsal of(List<Flow> flows, PacketSet policy) {
        return of(flows, policy, List.of());
    }

    /** Also looks at TLS where the description says what it looks like. */
    public static Rehearsal of(List<Flow> flows, PacketSet policy, MudFile file) {
        List<TlsProfile> profiles = file.lists(true).stream()
                .map(Acl::aces)
                .flatMap(List::stream)
                .map(Ace::profiles)
                .flatMap(List::stream)
                .toList();
        return of(flows, policy, profiles);
    }

    private static Rehearsal of(List<Flow> flows, PacketSet policy, List<TlsProfile> profiles) {
        Map<String, Missing> missing = new LinkedHashMap<>();
        boolean[] used = new boolean[policy.boxes().size()];
        List<String> deviations = new ArrayList<>();
        long allowed = 0;
        for (Flow flow : flows) {
            if (passes(flow, policy, used)) {
                allowed++;
            } else {
                missing.merge(
                        PlainWords.line(box(flow)),
                        new Missing(PlainWords.line(box(flow)), 1, flow.packets(), flow.first()),
                        (a, b) -> new Missing(a.rule(), a.flows() + 1, a.packets() + b.packets(), a.first()));
            }
            if (!profiles.isEmpty() && flow.way() == Way.FROM_DEVICE) {
                flow.hello()
                        .ifPresent(hello -> ProfileCheck.deviations(hello, profiles)
                                .forEach(d -> deviations.add(
                                        (flow.name().isEmpty() ? flow.peer() : flow.name()) + ": " + d)));
            }
        }
        List<String> unused = new ArrayList<>();
        for (int i = 0; i < used.length; i++) {
            if (!used[i]) {
                unused.add(PlainWords.line(policy.boxes().get(i)));
            }
        }
        List<Missing> refused = missing.values().stream()
                .sorted(Comparator.comparingLong(Missing::flows).reversed())
                .toList();
        return new Rehearsal(
                allowed, refused, unused, deviations.stream().distinct().toList());
    }

    private static boolean passes(Flow flow, PacketSet policy, boolean[] used) {
        boolean passes = false;
        for (int i = 0; i < used.length; i++) {
            Box box = policy.boxes().get(i);
            if (box.has(flow.byAddress()) || flow.byName().filter(box::has).isPresent()) {
                used[i] = true;
                passes = true;
            }
        }
        return passes;
    }

    /** The least rule that lets such flows pass: any port of the opener. */
    private static Box box(Flow flow) {
        boolean from = flow.way() == Way.FROM_DEVICE;
        boolean icmp = flow.protocol() == 1 || flow.protocol() == 58;
        boolean ports = flow.protocol() == 6 || flow.protocol() == 17;
        Span served = ports ? Span.of(flow.served()) : Box.NUMBERS;
        Span type = icmp ? Span.of(flow.own()) : Box.NUMBERS;
        var packet = flow.byName().orElseGet(flow::byAddress);
        return new Box(
                flow.way(),
                packet.peers(),
                Span.of(flow.protocol()),
                new Span(packet.peer(), packet.peer()),
                icmp ? type : from ? Box.NUMBERS : served,
                icmp || !from ? Box.NUMBERS : served);
    }
}
