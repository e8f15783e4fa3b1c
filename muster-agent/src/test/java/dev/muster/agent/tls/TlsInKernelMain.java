package dev.muster.agent.tls;

import dev.muster.format.network.mud.TlsProfile;
import dev.muster.format.network.nft.TlsRules;
import dev.muster.format.network.packet.Box;
import dev.muster.format.network.packet.Peers;
import dev.muster.format.network.packet.Prefix;
import dev.muster.format.network.packet.Span;
import dev.muster.format.network.packet.Way;
import dev.muster.guard.firewall.NftProgram;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The reader of {@link TlsInKernelTest}, started in the namespace of a gateway or of a device. */
public final class TlsInKernelMain {
    private TlsInKernelMain() {}

    public static void main(String[] arguments) throws Exception {
        TlsRules.Mode mode = TlsRules.Mode.valueOf(arguments[0]);
        String device = arguments[1].equals("self") ? "" : "lamp";
        TlsProfile own = new TlsProfile(
                "own", Set.of("tls13"), List.of(0x1301), List.of(), List.of(29), List.of(), List.of(), List.of());
        TlsRules rules = new TlsRules(mode, List.of(rule(device, 4, own), rule(device, 6, own)));
        Map<Prefix, String> owners = Map.of(network("10.0.0.0/24"), "lamp", network("fd00::31"), "lamp");
        TlsGate gate = TlsGate.open(
                NftProgram.here().orElseThrow(),
                InstantSource.system(),
                (name, at) -> false,
                deviation -> System.out.println("told: " + deviation.sentence()));
        try (gate) {
            gate.apply(
                    rules,
                    device.isEmpty() ? Map.of() : Map.of("lamp", "02:00:00:00:00:31"),
                    device.isEmpty() ? Map.of() : owners);
            System.out.println("reading");
            while (System.in.read() >= 0) {
                System.out.println("watched: " + gate.watch().orElse("well"));
            }
        }
        System.exit(0);
    }

    private static TlsRules.Rule rule(String device, int family, TlsProfile profile) {
        Peers peers = new Peers(family, "");
        Box box = new Box(Way.FROM_DEVICE, peers, Span.of(6), peers.all(), Box.NUMBERS, Span.of(443));
        return new TlsRules.Rule(device, box, List.of(profile));
    }

    private static Prefix network(String text) {
        return Prefix.parse(text).orElseThrow();
    }
}
