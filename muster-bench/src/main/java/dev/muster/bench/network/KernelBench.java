package dev.muster.bench.network;

import dev.muster.agent.linux.NetlinkFilter;
import dev.muster.agent.linux.NetlinkSets;
import dev.muster.format.network.nft.NftElements;
import dev.muster.format.network.nft.NftGateway;
import dev.muster.format.network.nft.NftGatewayReader;
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
    private static final int LOADS = 4;
    private static final int WARM_UP = 500;
    private static final int CHANGES = 2_000;

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

    /** Everybody's rules in one transaction, by nft and without it, and then one device's change among all others. */
    static void gateway(NftProgram nft, Path namespace, int devices, IntFunction<PacketSet> policies) throws Exception {
        Map<String, NftGateway.Member> members = new HashMap<>();
        for (int i = 0; i < devices; i++) {
            members.put("d" + i, member(i, policies.apply(i)));
        }
        byte[] text = NftGateway.text(members).getBytes(StandardCharsets.UTF_8);
        members.put("d7", member(7, policies.apply(devices)));
        byte[] changed = NftGateway.text(members).getBytes(StandardCharsets.UTF_8);
        try (NetlinkFilter live = NetlinkFilter.of(namespace)) {
            // Once before, so that the code is loaded and compiled.
            live.load(text);
            nft.load(("delete table " + NftGateway.TABLE + "\n").getBytes(StandardCharsets.US_ASCII));
            long start = System.nanoTime();
            nft.load(text);
            long loaded = System.nanoTime();
            live.load(text);
            long again = System.nanoTime();
            String listing = live.list(NftGateway.TABLE).orElseThrow();
            long listed = System.nanoTime();
            if (NftGatewayReader.read(listing).size() != devices) {
                throw new IllegalStateException("not proved");
            }
            System.out.printf(
                    "%-78s nft -f %,.0f ms, netlink %,.0f ms; listed in %,.0f ms, proved in %,.0f ms%n",
                    "kernel: a gateway's rules for " + devices + " devices in one transaction",
                    (loaded - start) / 1e6,
                    (again - loaded) / 1e6,
                    (listed - again) / 1e6,
                    (System.nanoTime() - listed) / 1e6);
            NetworkBench.measure("kernel: one of " + devices + " devices changed, over netlink", 4, 40, () -> {
                live.load(next++ % 2 == 0 ? changed : text);
                return true;
            });
        }
    }

    /** The same as elements: everybody's in one transaction, from policies to the kernel's answer, and one device's change. */
    static void elements(NftProgram nft, Path namespace, int devices, IntFunction<PacketSet> policies)
            throws Exception {
        Map<String, NftGateway.Member> members = new HashMap<>();
        for (int i = 0; i < devices; i++) {
            members.put("d" + i, member(i, policies.apply(i)));
        }
        byte[] text = NftElements.of(members).orElseThrow().text().getBytes(StandardCharsets.UTF_8);
        try (NetlinkFilter live = NetlinkFilter.of(namespace)) {
            for (int i = 0; i < LOADS; i++) {
                long start = System.nanoTime();
                nft.load(text);
                long loaded = System.nanoTime();
                // Loaded by somebody else meanwhile: all of it again.
                live.load(NftElements.of(members).orElseThrow().text().getBytes(StandardCharsets.UTF_8));
                long again = System.nanoTime();
                String listing = live.list(NftGateway.TABLE).orElseThrow();
                long listed = System.nanoTime();
                proved(listing, members);
                System.out.printf(
                        "%-78s nft -f %,.0f ms, ours %,.0f ms; listed in %,.0f ms, proved in %,.0f ms%n",
                        "kernel: as elements, " + devices + " devices in one transaction",
                        (loaded - start) / 1e6,
                        (again - loaded) / 1e6,
                        (listed - again) / 1e6,
                        (System.nanoTime() - listed) / 1e6);
            }
            NftElements[] now = {NftElements.of(members).orElseThrow()};
            NetworkBench.measure(
                    "kernel: as elements, one of " + devices + " devices changed", WARM_UP, CHANGES, () -> {
                        int number = next++ % devices;
                        members.put("d" + number, member(number, policies.apply(next % (2 * devices))));
                        NftElements.Change change = now[0].change(members).orElseThrow();
                        live.load(change.text().getBytes(StandardCharsets.UTF_8));
                        now[0] = change.after();
                        return true;
                    });
            proved(live.list(NftGateway.TABLE).orElseThrow(), members);
        }
    }

    private static void proved(String listing, Map<String, NftGateway.Member> members) {
        Map<String, NftGateway.Member> read = NftGatewayReader.read(listing);
        members.forEach((id, member) -> {
            NftGateway.Member there = read.get(id);
            if (there == null || !there.permitted().sameAs(member.permitted())) {
                throw new IllegalStateException("not proved: " + id);
            }
        });
    }

    private static NftGateway.Member member(int number, PacketSet permitted) {
        String mac = String.format("02:00:00:00:%02x:%02x", number >> 8, number & 0xff);
        Prefix own = Prefix.parse("10." + (100 + (number >> 8)) + "." + (number & 0xff) + ".2")
                .orElseThrow();
        return new NftGateway.Member(new Guarded(mac, List.of(own)), permitted);
    }
}
