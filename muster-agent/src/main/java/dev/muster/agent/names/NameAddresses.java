package dev.muster.agent.names;

import dev.muster.agent.linux.AddressSets;
import dev.muster.format.network.nft.NftText;
import dev.muster.format.network.packet.Address;
import dev.muster.format.network.packet.Box;
import dev.muster.format.network.packet.PacketSet;
import dev.muster.format.network.packet.Peers;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Which names the policy in force has, and which addresses they have at the moment. */
public final class NameAddresses {
    /**
     * How long what was learned stays.
     *
     * @param least an answer that is over at once would shut out the connection that asked for it
     * @param grace a device opens its connection a little after it was told
     * @param most an address that moved is let go in the end
     */
    record Lifetimes(Duration least, Duration grace, Duration most) {
        static final Lifetimes USUAL = new Lifetimes(Duration.ofSeconds(60), Duration.ofSeconds(5), Duration.ofDays(1));
    }

    /** More than one policy's names ever have at a time; beyond it the oldest are forgotten here, not in the kernel. */
    private static final int KEPT_MOST = 4096;

    private final AddressSets sets;
    private final InstantSource clock;
    private final Map<Peers, Map<Address, Instant>> kept = new LinkedHashMap<>();
    private final Lifetimes lifetimes;
    private final Map<String, Set<Peers>> wanted = new TreeMap<>();

    public NameAddresses(AddressSets sets, InstantSource clock) {
        this(sets, clock, Lifetimes.USUAL);
    }

    NameAddresses(AddressSets sets, InstantSource clock, Lifetimes lifetimes) {
        this.sets = sets;
        this.clock = clock;
        this.lifetimes = lifetimes;
    }

    Duration most() {
        return lifetimes.most();
    }

    /**
     * The policy that is about to be loaded.
     *
     * @param table which table has it
     * @return what is known of its names' addresses, as commands to load with it, so that what was open stays open
     */
    public synchronized String policy(String table, PacketSet permitted) {
        Set<Peers> named = permitted.boxes().stream()
                .map(Box::peers)
                .filter(peers -> !peers.name().isEmpty())
                .collect(Collectors.toUnmodifiableSet());
        wanted.put(table, named);
        kept.keySet().removeIf(name -> !wanted(name));
        Instant now = clock.instant();
        StringBuilder text = new StringBuilder();
        kept.forEach((peers, addresses) -> {
            addresses.values().removeIf(until -> !until.isAfter(now.plus(AddressSets.LEAST)));
            if (!addresses.isEmpty() && named.contains(peers)) {
                text.append("add element ").append(table).append(' ').append(NftText.set(peers));
                text.append(" { ").append(elements(addresses, now)).append(" }\n");
            }
        });
        return text.toString();
    }

    private static String elements(Map<Address, Instant> addresses, Instant now) {
        return addresses.entrySet().stream()
                .map(e -> e.getKey() + " timeout "
                        + Duration.between(now, e.getValue()).toSeconds() + "s")
                .collect(Collectors.joining(", "));
    }

    /** Whether a name leads to an address, as far as is known. */
    public synchronized boolean leads(Peers name, Address address) {
        Instant until = kept.getOrDefault(name, Map.of()).get(address);
        return until != null && until.isAfter(clock.instant());
    }

    /** Whether the policy in force has this name. */
    synchronized boolean wanted(Peers name) {
        return wanted.values().stream().anyMatch(names -> names.contains(name));
    }

    /**
     * The name has these addresses now.
     *
     * @param lifetime as the answer says
     * @return whether the policy has the name; otherwise nothing was done
     * @throws IOException when the kernel did not take them
     */
    synchronized boolean learned(Peers name, List<Address> addresses, Duration lifetime) throws IOException {
        if (!wanted(name) || addresses.isEmpty()) {
            return wanted(name);
        }
        Duration with = within(lifetime).plus(lifetimes.grace());
        for (Map.Entry<String, Set<Peers>> table : wanted.entrySet()) {
            if (table.getValue().contains(name)) {
                sets.put(table.getKey(), name, addresses, with);
            }
        }
        Map<Address, Instant> known = kept.computeIfAbsent(name, n -> new LinkedHashMap<>());
        addresses.forEach(address -> known.put(address, clock.instant().plus(with)));
        forget();
        return true;
    }

    private Duration within(Duration lifetime) {
        if (lifetime.compareTo(lifetimes.least()) < 0) {
            return lifetimes.least();
        }
        return lifetime.compareTo(lifetimes.most()) > 0 ? lifetimes.most() : lifetime;
    }

    private void forget() {
        int count = kept.values().stream().mapToInt(Map::size).sum();
        for (Map<Address, Instant> addresses : kept.values()) {
            while (count > KEPT_MOST && !addresses.isEmpty()) {
                addresses.remove(addresses.keySet().iterator().next());
                count--;
            }
        }
    }
}
