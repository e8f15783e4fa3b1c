package dev.muster.bench.network;

import dev.muster.agent.linux.NetlinkSets;
import dev.muster.format.network.nft.NftGateway;
import dev.muster.format.network.nft.NftText;
import dev.muster.format.network.packet.Address;
import dev.muster.format.network.packet.Box;
import dev.muster.format.network.packet.Guarded;
import dev.muster.format.network.packet.PacketSet;
import dev.muster.format.network.packet.Peers;
import dev.muster.format.network.packet.Prefix;
import dev.muster.format.network.packet.Span;
import dev.muster.format.network.packet.Way;
import dev.muster.guard.firewall.NftProgram;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** What needs a kernel: answers of names put into it, and the rules of a gateway. */
final class KernelBench {
    private static final Peers NAME = new Peers(4, "cloud.maker.example");
    private static final Duration LIFETIME = Duration.ofMinutes(1);
    private static final long FIRST = 0x0a000000L;
    private static final int ROUNDS = 10_000;

    /** An answer is new, or known already: both are met, as these come round. */
    private static final int ADDRESSES = 2_000;

    private static int next;

    private KernelBench() {}

    static void names(NftProgram nft, Path namespace) throws Exception {
        Box box = new Box(Way.FROM_DEVICE, NAME, Span.of(6), NAME.all(), Box.NUMBERS, Span.of(443));
        nft.load(NftText.self(PacketSet.of(List.of(box))).getBytes(StandardCharsets.UTF_8));
        try (NetlinkSets sets = NetlinkSets.of(namespace)) {
            long[] spent = new long[1];
            NetworkBench.measure(
                    "kernel: an answer's address into the set of its name, over netlink", 1_000, ROUNDS, () -> {
                        long start = System.nanoTime();
                        sets.put(NftText.TABLE, NAME, List.of(address()), LIFETIME);
                        spent[0] += System.nanoTime() - start;
                        return true;
                    });
            System.out.printf("%-78s %,.0f a second%n", "", (ROUNDS + 1_000) * 1e9 / spent[0]);
        }
        NetworkBench.measure("kernel: the same with nft, process start included", 5, 50, () -> {
            String element = "add element inet muster " + NftText.set(NAME) + " { " + address() + " timeout 60s }\n";
            nft.load(element.getBytes(StandardCharsets.US_ASCII));
            return true;
        });
    }

    private static Address address() {
        next = (next + 1) % ADDRESSES;
        return new Address(4, BigInteger.valueOf(FIRST + next));
    }

    /** One transaction with everybody's rules. */
    static void gateway(NftProgram nft, int devices, IntFunction<PacketSet> policies) throws IOException {
        Map<String, NftGateway.Member> members = new HashMap<>();
        for (int i = 0; i < devices; i++) {
            String mac = String.format("02:00:00:00:%02x:%02x", i >> 8, i & 0xff);
            Prefix own = Prefix.parse("10." + (100 + (i >> 8)) + "." + (i & 0xff) + ".2")
                    .orElseThrow();
            members.put("d" + i, new NftGateway.Member(new Guarded(mac, List.of(own)), policies.apply(i)));
        }
        long start = System.nanoTime();
        String text = NftGateway.text(members);
        long written = System.nanoTime();
        nft.load(text.getBytes(StandardCharsets.UTF_8));
        System.out.printf(
                "%-78s %8.0f ms written, %8.0f ms loaded with nft -f%n",
                "kernel: a gateway's rules for " + devices + " devices in one transaction",
                (written - start) / 1e6,
                (System.nanoTime() - written) / 1e6);
    }
}
