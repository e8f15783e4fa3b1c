package dev.muster.cli.device;

import dev.muster.agent.linux.NetlinkSets;
import dev.muster.agent.names.Forwarder;
import dev.muster.agent.names.Heard;
import dev.muster.agent.names.NameAddresses;
import dev.muster.agent.names.Upstream;
import dev.muster.cli.CommandFailed;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The forwarder of names beside the agent. */
final class ResolverOptions {
    private static final int DNS_PORT = 53;

    /** Names that are never in the public tree (RFC 6761, RFC 8375, ICANN's resolution on .internal). */
    private static final List<String> LOCAL = List.of("local", "home.arpa", "internal", "localhost", "lan");

    @Option(
            names = "--resolver",
            paramLabel = "ADDRESS[:PORT]",
            description =
                    "Answer this device's questions for names by asking this resolver of the site; repeatable. What the"
                            + " policy's names lead to is let through before the answer is given (with"
                            + " --packet-filter or --gateway).")
    private List<String> resolvers = List.of();

    @Option(
            names = "--resolver-listen",
            paramLabel = "ADDRESS:PORT",
            defaultValue = "127.0.0.1:53",
            description = "Where the device's programs ask (default: ${DEFAULT-VALUE}).")
    private String listen = "127.0.0.1:53";

    @Option(
            names = "--resolver-anchors",
            paramLabel = "FILE",
            description = "DS or DNSKEY records to validate from, as in a zone file; without it the root's.")
    private @Nullable Path anchors;

    @Option(
            names = "--resolver-local",
            paramLabel = "ZONE",
            description = "A zone of the site: not validated, and may lead to private addresses; repeatable.")
    private List<String> local = List.of();

    /** What runs, until it is closed. */
    record Running(Optional<NameAddresses> addresses, List<Closeable> parts) implements Closeable {
        Running {
            parts = List.copyOf(parts);
        }

        @Override
        public void close() throws IOException {
            for (Closeable part : parts) {
                part.close();
            }
        }
    }

    Running open(boolean packetFilter, Heard.Listener listener) throws IOException {
        if (resolvers.isEmpty()) {
            return new Running(Optional.empty(), List.of());
        }
        if (!packetFilter) {
            throw CommandFailed.usage(
                    "--resolver puts answers into the packet filter: it needs --packet-filter or --gateway.");
        }
        List<String> zones = new ArrayList<>(LOCAL);
        zones.addAll(local);
        List<InetSocketAddress> site =
                resolvers.stream().map(ResolverOptions::address).toList();
        Upstream upstream;
        try {
            upstream = Upstream.of(site, anchors == null ? Upstream.ROOT : Files.readString(anchors), zones);
        } catch (IllegalArgumentException wrong) {
            throw CommandFailed.usage(String.valueOf(wrong.getMessage()) + ".");
        }
        NetlinkSets sets = NetlinkSets.here();
        NameAddresses names = new NameAddresses(sets, InstantSource.system());
        try {
            Forwarder forwarder = Forwarder.open(address(listen), upstream, names, listener);
            return new Running(Optional.of(names), List.of(forwarder, sets));
        } catch (IOException e) {
            sets.close();
            throw CommandFailed.because(
                    "the forwarder of names cannot listen at " + listen + ": " + e.getMessage() + ".");
        }
    }

    /** An address is never looked up: this is what looks names up. */
    private static InetSocketAddress address(String text) {
        String host = text;
        int port = DNS_PORT;
        int colon = text.lastIndexOf(':');
        boolean bracketed = text.startsWith("[");
        if (colon > 0 && (bracketed ? text.charAt(colon - 1) == ']' : text.indexOf(':') == colon)) {
            host = text.substring(0, colon);
            try {
                port = Integer.parseInt(text.substring(colon + 1));
            } catch (NumberFormatException e) {
                throw CommandFailed.usage(text + " has no port that is a number.");
            }
        }
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        try {
            return new InetSocketAddress(InetAddress.ofLiteral(bare), port);
        } catch (IllegalArgumentException e) {
            throw CommandFailed.usage(text + " is no address, or its port is none.");
        }
    }
}
