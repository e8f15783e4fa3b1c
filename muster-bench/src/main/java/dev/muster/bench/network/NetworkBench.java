package dev.muster.bench.network;

import dev.muster.agent.linux.NetlinkFilter;
import dev.muster.core.network.policy.Basics;
import dev.muster.core.network.policy.MudPolicy;
import dev.muster.core.network.policy.Site;
import dev.muster.format.network.mud.MudReader;
import dev.muster.format.network.mud.MudSignature;
import dev.muster.format.network.nft.NftReader;
import dev.muster.format.network.nft.NftText;
import dev.muster.format.network.packet.Box;
import dev.muster.format.network.packet.PacketSet;
import dev.muster.format.network.packet.Prefix;
import dev.muster.guard.firewall.NftProgram;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * Measures by wall clock and by the processor time of the measuring thread, after a warm-up, and prints the middle and the
 * slowest hundredth of both.
 */
public final class NetworkBench {
    private static final int RULES = 200;
    private static final int DEVICE_RULES = 20;
    private static final int DEVICES = 5_000;
    private static final int GATEWAY_DEVICES = 500;
    private static final int WARM_UP = 300;
    private static final int ROUNDS = 500;
    private static final int KERNEL_ROUNDS = 200;
    private static final ThreadMXBean THREAD = ManagementFactory.getThreadMXBean();
    private static final Site SITE = new Site(List.of(), Map.of(), List.of());

    private NetworkBench() {}

    public static void main(String[] arguments) throws Exception {
        SignedDescription signed = SignedDescription.of(RULES);
        measure("verify, read, compile and prove a file of " + RULES + " rules", WARM_UP, ROUNDS, () -> {
            if (MudSignature.verify(
                            signed.file(), signed.signature(), List.of(signed.maker()), Optional.empty(), Instant.now())
                    instanceof MudSignature.Verdict.Refused refused) {
                throw new IllegalStateException(refused.reason());
            }
            PacketSet policy =
                    MudPolicy.read(MudReader.read(signed.file()), SITE).permitted();
            return proved(policy);
        });
        PacketSet device = device(1);
        String text = NftText.self(device);
        measure(
                "prove the rules of one device, " + DEVICE_RULES + " rules",
                WARM_UP,
                ROUNDS,
                () -> NftReader.self(text).sameAs(device));
        fleet();
        kernel(text, device);
    }

    private static boolean proved(PacketSet policy) {
        if (!NftReader.self(NftText.self(policy)).sameAs(policy)) {
            throw new IllegalStateException("not proved");
        }
        return true;
    }

    private static PacketSet device(int number) {
        List<Box> boxes = new ArrayList<>();
        for (int i = 0; i < DEVICE_RULES; i++) {
            Prefix to = Prefix.parse("10." + number % 250 + "." + i + ".0/24").orElseThrow();
            boxes.add(Basics.client(to, 6, 1000 + i));
        }
        return PacketSet.of(boxes);
    }

    private static void fleet() throws Exception {
        List<PacketSet> fleet = new ArrayList<>();
        for (int i = 0; i < DEVICES; i++) {
            fleet.add(device(i));
        }
        PacketSet lock =
                PacketSet.of(List.of(Basics.client(Prefix.parse("10.7.3.9/32").orElseThrow(), 6, 1003)));
        measure(
                "which of " + DEVICES + " devices can reach one lock",
                5,
                20,
                () -> fleet.stream().filter(p -> !p.and(lock).isEmpty()).count());
    }

    private static void kernel(String text, PacketSet device) throws Exception {
        if (!"root".equals(System.getProperty("user.name")) || NftProgram.here().isEmpty()) {
            System.out.println("not measured with a kernel: that needs root and nft");
            return;
        }
        Process world = new ProcessBuilder("unshare", "-n", "sh", "-c", "echo ready; exec sleep 3000").start();
        try {
            world.inputReader().readLine();
            NftProgram nft = new NftProgram(List.of("nsenter", "-t", String.valueOf(world.pid()), "-n", "nft"));
            byte[] rules = text.getBytes(StandardCharsets.UTF_8);
            measure(
                    "kernel: replace a device's " + DEVICE_RULES + " rules with nft -f, process start included",
                    20,
                    KERNEL_ROUNDS,
                    () -> {
                        nft.load(rules);
                        return true;
                    });
            try (NetlinkFilter live = NetlinkFilter.of(Path.of("/proc/" + world.pid() + "/ns/net"))) {
                measure("kernel: the same over netlink, listed and proved", 20, KERNEL_ROUNDS, () -> {
                    live.load(rules);
                    if (!NftReader.self(live.list().orElseThrow()).sameAs(device)) {
                        throw new IllegalStateException("not proved");
                    }
                    return true;
                });
            }
            measure("kernel: list the rules and prove them, two processes included", 20, KERNEL_ROUNDS, () -> {
                if (!NftReader.self(nft.list().orElseThrow()).sameAs(device)) {
                    throw new IllegalStateException("not proved");
                }
                return true;
            });
            KernelBench.names(nft, Path.of("/proc/" + world.pid() + "/ns/net"));
            Path namespace = Path.of("/proc/" + world.pid() + "/ns/net");
            KernelBench.elements(nft, namespace, DEVICES, NetworkBench::device);
            KernelBench.gateway(nft, namespace, GATEWAY_DEVICES, NetworkBench::device);
            KernelBench.names(nft, Path.of("/proc/" + world.pid() + "/ns/net"));
        } finally {
            world.destroy();
            world.waitFor(10, TimeUnit.SECONDS);
        }
    }

    static void measure(String what, int warmUp, int rounds, Callable<?> work) throws Exception {
        for (int i = 0; i < warmUp; i++) {
            work.call();
        }
        long[] nanos = new long[rounds];
        long[] processor = new long[rounds];
        for (int i = 0; i < rounds; i++) {
            long before = THREAD.getCurrentThreadCpuTime();
            long start = System.nanoTime();
            work.call();
            nanos[i] = System.nanoTime() - start;
            processor[i] = THREAD.getCurrentThreadCpuTime() - before;
        }
        Arrays.sort(nanos);
        Arrays.sort(processor);
        System.out.printf(
                "%-78s p50 %8.3f ms   p99 %8.3f ms   our processor time p50 %8.3f ms   p99 %8.3f ms%n",
                what,
                nanos[rounds / 2] / 1e6,
                nanos[rounds * 99 / 100] / 1e6,
                processor[rounds / 2] / 1e6,
                processor[rounds * 99 / 100] / 1e6);
    }
}
