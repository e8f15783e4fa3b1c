package dev.muster.agent.names;

import dev.muster.format.network.packet.Address;
import dev.muster.format.network.packet.Prefix;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Whether an answer carries an address that nobody in the Internet has (RFC 6890, RFC 4291). Every address of the answer is
 * looked at as it is written, whatever name it stands under and however many there are: a client may take any of them.
 */
final class InsideAddresses {
    private static final int IPV4_BYTES = 4;

    private static final List<Prefix> NOT_PUBLIC = prefixes(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "224.0.0.0/3",
            "::/127",
            "::ffff:0:0/96",
            "64:ff9b:1::/48",
            "fc00::/7",
            "fe80::/9",
            "ff00::/8");

    /** Addresses that carry one of IPv4 from this byte on: translated (RFC 6052), 6to4 (RFC 3056). */
    private record Carrying(Prefix prefix, int from) {}

    private static final List<Carrying> CARRYING = List.of(
            new Carrying(prefixes("64:ff9b::/96").getFirst(), 12),
            new Carrying(prefixes("2002::/16").getFirst(), 2));

    private InsideAddresses() {}

    private static List<Prefix> prefixes(String... texts) {
        return Arrays.stream(texts)
                .map(text -> Prefix.parse(text).orElseThrow())
                .toList();
    }

    /** The first of them in what is given on to whoever asked. */
    static Optional<Address> first(Message answer) {
        for (int section : new int[] {Section.ANSWER, Section.AUTHORITY}) {
            for (Record record : answer.getSection(section)) {
                if (record.getType() == Type.A || record.getType() == Type.AAAA) {
                    byte[] bytes = record.rdataToWireCanonical();
                    if (inside(bytes)) {
                        return Optional.of(address(bytes));
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static boolean inside(byte[] bytes) {
        Address address = address(bytes);
        return NOT_PUBLIC.stream().anyMatch(prefix -> holds(prefix, address))
                || CARRYING.stream()
                        .filter(carrying -> holds(carrying.prefix(), address))
                        .anyMatch(carrying ->
                                inside(Arrays.copyOfRange(bytes, carrying.from(), carrying.from() + IPV4_BYTES)));
    }

    /** Not by way of the JDK's addresses: those turn an IPv4 address in IPv6 into another one. */
    private static Address address(byte[] bytes) {
        return new Address(bytes.length == IPV4_BYTES ? 4 : 6, new BigInteger(1, bytes));
    }

    private static boolean holds(Prefix prefix, Address address) {
        return prefix.family() == address.family()
                && prefix.base().compareTo(address.value()) <= 0
                && address.value().compareTo(prefix.last()) <= 0;
    }
}
