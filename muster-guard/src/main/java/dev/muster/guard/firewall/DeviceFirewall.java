package dev.muster.guard.firewall;

import dev.muster.format.network.nft.NftException;
import dev.muster.format.network.nft.NftReader;
import dev.muster.format.network.nft.NftText;
import dev.muster.format.network.packet.Address;
import dev.muster.format.network.packet.Box;
import dev.muster.format.network.packet.PacketSet;
import dev.muster.format.network.packet.Peers;
import dev.muster.format.network.packet.Span;
import dev.muster.format.network.packet.Way;
import dev.muster.guard.GuardSettings;
import dev.muster.guard.linux.KeptFile;
import dev.muster.guard.linux.NetNamespace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;

/** The packet filter of the device's network: closed before anything starts, and never open because somebody died. */
public final class DeviceFirewall {
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int DNS = 53;

    /** A ruleset that only takes our table away: the order that nothing is restricted. */
    private static final Pattern NOTHING = Pattern.compile("\\s*table inet muster\\s+delete table inet muster\\s*");

    private final NetNamespace network;
    private final PacketFilter filter;
    private final Path kept;
    private final String home;

    /**
     * @param network the device's
     * @param kept where the last ruleset is kept for the next start
     * @param home host and port of the device's server: the only way that is always open
     */
    public DeviceFirewall(NetNamespace network, PacketFilter filter, Path kept, String home) {
        this.network = network;
        this.filter = filter;
        this.kept = kept;
        this.home = home;
    }

    /**
     * The one of a device.
     *
     * @throws IOException when this machine has no nft
     */
    public static DeviceFirewall of(GuardSettings settings, NetNamespace network) throws IOException {
        return new DeviceFirewall(
                network,
                NftProgram.here().orElseThrow(() -> new IOException("there is no nft, and the firewall is to be ours")),
                settings.folder().resolve("ruleset.nft"),
                settings.home());
    }

    /** Closes the network before anything starts: the last ruleset, or only the way home. A table that is there stays. */
    public void first() throws IOException {
        if (inside(filter::list).isPresent()) {
            return;
        }
        load(Files.exists(kept) ? Files.readString(kept) : homeOnly());
    }

    /** Leaves only the way home. */
    public void close() throws IOException {
        load(homeOnly());
    }

    /**
     * Takes a ruleset of the agent's.
     *
     * @throws NftException when it is anything but the one table that can be proved, or the order to take that away
     */
    public void take(String ruleset) throws IOException {
        if (!NOTHING.matcher(ruleset).matches()) {
            NftReader.self(ruleset);
        }
        load(ruleset);
    }

    /** The kernel's table; empty when there is none. */
    public Optional<String> list() throws IOException {
        return inside(filter::list);
    }

    /** Puts the kept ruleset back when somebody took it away or changed it; says what was wrong. */
    public Optional<String> repair() throws IOException {
        String wanted = Files.exists(kept) ? Files.readString(kept) : homeOnly();
        Optional<String> there = list();
        if (NOTHING.matcher(wanted).matches()) {
            return Optional.empty();
        }
        try {
            if (there.isPresent() && NftReader.self(there.get()).sameAs(NftReader.self(wanted))) {
                return Optional.empty();
            }
        } catch (NftException changed) {
            // What cannot be read is not ours.
        }
        load(wanted);
        return Optional.of(there.isEmpty() ? "the table was gone" : "the table was changed");
    }

    private void load(String ruleset) throws IOException {
        inside(() -> {
            filter.load(ruleset.getBytes(StandardCharsets.UTF_8));
            return ruleset;
        });
        KeptFile.replace(kept, ruleset.getBytes(StandardCharsets.UTF_8));
    }

    private <T> T inside(Callable<T> work) throws IOException {
        return network.inside(work);
    }

    /** A server that is named, not numbered, needs names resolved, and may be anywhere. */
    String homeOnly() {
        int colon = home.lastIndexOf(':');
        int port = Integer.parseInt(home.substring(colon + 1));
        String host = home.substring(0, colon).replace("[", "").replace("]", "");
        List<Box> open = new ArrayList<>();
        Optional<Address> address = Address.parse(host);
        if (address.isPresent()) {
            Peers family = new Peers(address.get().family(), "");
            open.add(to(
                    family, TCP, new Span(address.get().value(), address.get().value()), port));
        } else {
            for (int family : new int[] {4, 6}) {
                Peers anybody = new Peers(family, "");
                open.add(to(anybody, TCP, anybody.all(), port));
                open.add(to(anybody, UDP, anybody.all(), DNS));
                open.add(to(anybody, TCP, anybody.all(), DNS));
            }
        }
        return NftText.self(PacketSet.of(open));
    }

    private static Box to(Peers peers, int protocol, Span peer, int port) {
        return new Box(Way.FROM_DEVICE, peers, Span.of(protocol), peer, Box.NUMBERS, Span.of(port));
    }
}
