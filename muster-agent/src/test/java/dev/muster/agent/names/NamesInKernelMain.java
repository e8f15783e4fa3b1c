package dev.muster.agent.names;

import dev.muster.agent.linux.NetlinkSets;
import dev.muster.agent.network.NetworkPolicies;
import dev.muster.agent.state.DeviceRoots;
import dev.muster.agent.state.Durability;
import dev.muster.format.devices.orders.OrderAction.NetworkPolicy;
import dev.muster.format.devices.orders.Strength;
import dev.muster.format.network.nft.NftText;
import dev.muster.format.network.packet.Box;
import dev.muster.format.network.packet.PacketSet;
import dev.muster.format.network.packet.Peers;
import dev.muster.format.network.packet.Prefix;
import dev.muster.format.network.packet.Span;
import dev.muster.format.network.packet.Way;
import dev.muster.guard.firewall.NftProgram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** The two ends of {@link NamesInKernelTest}, each started in a network namespace of its own. */
public final class NamesInKernelMain {
    /** What comes comes within this, on any machine. */
    private static final int PATIENT_MILLIS = 20_000;

    /** What does not come is not waited for longer. */
    private static final int SHORT_MILLIS = 500;

    private NamesInKernelMain() {}

    public static void main(String[] arguments) throws Exception {
        Path dir = Path.of(arguments[1]);
        if (arguments[0].equals("site")) {
            site(dir);
        } else {
            device(dir);
        }
    }

    private static void site(Path dir) throws Exception {
        SignedZone zone = new SignedZone("10.0.0.53", 53)
                .address("www.maker.example", "203.0.113.7")
                .address("www.maker.example", "2001:db8::7");
        for (String address : List.of("203.0.113.7", "203.0.113.8", "2001:db8::7")) {
            ServerSocket ear = new ServerSocket(443, 50, InetAddress.ofLiteral(address));
            Thread.startVirtualThread(() -> {
                while (true) {
                    try {
                        Socket socket = ear.accept();
                        Thread.startVirtualThread(() -> echo(socket));
                    } catch (IOException e) {
                        return;
                    }
                }
            });
        }
        Files.writeString(dir.resolve("anchor.new"), zone.anchor());
        Files.move(dir.resolve("anchor.new"), dir.resolve("anchor"));
        Thread.sleep(Duration.ofMinutes(2));
    }

    private static void echo(Socket socket) {
        try (socket) {
            socket.getInputStream().transferTo(socket.getOutputStream());
        } catch (IOException gone) {
            // The other end is done.
        }
    }

    private static void device(Path dir) throws Exception {
        until("the site", () -> Files.exists(dir.resolve("anchor")));
        try (NetlinkSets sets = NetlinkSets.here()) {
            NameAddresses names = new NameAddresses(
                    sets,
                    InstantSource.system(),
                    new NameAddresses.Lifetimes(Duration.ofSeconds(5), Duration.ZERO, Duration.ofDays(1)));
            NetworkPolicies policies = new NetworkPolicies(
                    DeviceRoots.under(dir.resolve("device"), Strength.CHECKED, Durability.PROCESS_END)
                            .create(),
                    NftProgram.here(),
                    Optional.of(names),
                    () -> {});
            say("loaded", policies.apply(policy("trusted", 443)).strength().word());
            Upstream upstream = Upstream.of(
                    List.of(new InetSocketAddress(InetAddress.ofLiteral("10.0.0.53"), 53)),
                    Files.readString(dir.resolve("anchor")),
                    List.of());
            try (Forwarder _ = Forwarder.open(
                    new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 53),
                    upstream,
                    names,
                    heard -> say("heard", heard.toString()))) {
                steps(policies);
            }
        }
    }

    private static void steps(NetworkPolicies policies) throws Exception {
        say("before", open("203.0.113.7") + " " + open("2001:db8::7"));
        say("other resolver", ask("10.0.0.54", Type.A));
        say("asked", ask("127.0.0.1", Type.A) + " " + ask("127.0.0.1", Type.AAAA));
        say("after", opens("203.0.113.7") + " " + opens("2001:db8::7") + " " + open("203.0.113.8"));
        try (Socket kept = connect("203.0.113.7")) {
            say("kept", carries(kept, PATIENT_MILLIS));
            say("drift", policies.repair().orElse("none"));
            // Another policy with the same name: what the name led to is loaded with it.
            say("loaded", policies.apply(policy("wider", 443, 444)).strength().word());
            say("kept", carries(kept, PATIENT_MILLIS));
            until(
                    "the end of the answer",
                    () -> open("203.0.113.7").equals("shut")
                            && open("2001:db8::7").equals("shut"));
            say("over", open("203.0.113.7") + " " + open("2001:db8::7"));
            say("kept", carries(kept, PATIENT_MILLIS));
            say("asked", ask("127.0.0.1", Type.A));
            say("again", opens("203.0.113.7"));
            say("loaded", policies.apply(policy("quarantine", 444)).strength().word());
            say("kept", carries(kept, SHORT_MILLIS));
        }
    }

    /** What takes as long as a loaded machine needs, but not for ever. */
    private static void until(String what, java.util.function.BooleanSupplier there) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!there.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("never came: " + what);
            }
            Thread.sleep(20);
        }
    }

    private static void say(String what, String came) {
        System.out.println(what + ": " + came);
    }

    private static String ask(String resolver, int type) throws IOException {
        SimpleResolver client = new SimpleResolver(new InetSocketAddress(InetAddress.ofLiteral(resolver), 53));
        client.setTimeout(Duration.ofSeconds(resolver.startsWith("127") ? 10 : 1));
        Record question = Record.newRecord(Name.fromString("www.maker.example."), type, DClass.IN);
        try {
            return Rcode.string(client.send(Message.newQuery(question)).getRcode());
        } catch (IOException silent) {
            return "silence";
        }
    }

    /** Waits until it does: a new answer is for five seconds, and a loaded machine is slow. */
    private static String opens(String address) throws InterruptedException {
        until(address, () -> open(address).equals("open"));
        return "open";
    }

    private static String open(String address) {
        try (Socket _ = connect(address)) {
            return "open";
        } catch (IOException e) {
            return "shut";
        }
    }

    private static Socket connect(String address) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral(address), 443), 500);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static String carries(Socket socket, int millis) {
        try {
            socket.setSoTimeout(millis);
            socket.getOutputStream().write(7);
            return socket.getInputStream().read() == 7 ? "alive" : "cut";
        } catch (IOException e) {
            return "cut";
        }
    }

    private static NetworkPolicy policy(String name, int... ports) {
        PacketSet permitted = PacketSet.of(List.of(
                box(new Peers(4, ""), Span.of(Prefix.parse("10.0.0.53").orElseThrow()), 17, 53),
                box(new Peers(4, ""), Span.of(Prefix.parse("10.0.0.53").orElseThrow()), 6, 53)));
        for (int port : ports) {
            for (int family : new int[] {4, 6}) {
                Peers maker = new Peers(family, "www.maker.example");
                permitted = permitted.or(PacketSet.of(List.of(box(maker, maker.all(), 6, port))));
            }
        }
        return new NetworkPolicy(name, NftText.self(permitted).getBytes(StandardCharsets.UTF_8));
    }

    private static Box box(Peers peers, Span peer, int protocol, int port) {
        return new Box(Way.FROM_DEVICE, peers, Span.of(protocol), peer, Box.NUMBERS, Span.of(port));
    }
}
