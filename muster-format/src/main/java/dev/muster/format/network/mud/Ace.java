package dev.muster.format.network.mud;

import dev.muster.format.network.packet.Prefix;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One rule of a list.
 *
 * @param name unique in its list
 * @param forwarding what happens to what it matches
 * @param family 4 or 6; 0 when the rule names neither, so that it speaks of the family of its list
 * @param network what the packet's addresses must be
 * @param protocol the IP protocol, when one is named
 * @param ports for TCP and UDP
 * @param icmp for ICMP and ICMPv6
 * @param initiated who opens the TCP connection; empty for either (RFC 8520 §8)
 * @param party whom MUD's own words mean
 * @param ethertype {@link #SOME_FRAMES}, or when the rule speaks of frames, the type of them; such a rule is kept for people
 * @param profiles what the device's TLS must look like (RFC 9761)
 */
public record Ace(
        String name,
        Forwarding forwarding,
        int family,
        Network network,
        OptionalInt protocol,
        Ports ports,
        Icmp icmp,
        Optional<Initiated> initiated,
        List<Party> party,
        OptionalInt ethertype,
        List<TlsProfile> profiles) {

    public Ace {
        party = List.copyOf(party);
        profiles = List.copyOf(profiles);
    }

    /** The type of a rule that names a frame's addresses and no type. */
    public static final int SOME_FRAMES = 0;

    /** RFC 8519's actions. */
    public enum Forwarding {
        ACCEPT,
        DROP,
        REJECT
    }

    /** {@code ietf-mud:direction-initiated}. */
    public enum Initiated {
        FROM_DEVICE,
        TO_DEVICE
    }

    /**
     * Addresses and names of both ends.
     *
     * @param sourceName {@code ietf-acldns:src-dnsname}, lower case
     */
    public record Network(
            Optional<Prefix> source,
            Optional<Prefix> destination,
            Optional<String> sourceName,
            Optional<String> destinationName) {

        /** Anywhere. */
        public static final Network ANY =
                new Network(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Ranges of ports, each sorted and apart; the whole range means any. */
    public record Ports(List<PortRange> source, List<PortRange> destination) {
        /** Any port. */
        public static final Ports ANY = new Ports(List.of(PortRange.ANY), List.of(PortRange.ANY));

        public Ports {
            source = List.copyOf(source);
            destination = List.copyOf(destination);
        }

        public boolean any() {
            return equals(ANY);
        }
    }

    /** ICMP type and code; empty for any. */
    public record Icmp(OptionalInt type, OptionalInt code) {
        /** Any message. */
        public static final Icmp ANY = new Icmp(OptionalInt.empty(), OptionalInt.empty());
    }
}
