package dev.muster.agent.names;

import dev.muster.format.network.packet.Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/**
 * What an answer says of the name that was asked for: its aliases followed to their addresses.
 *
 * @param addresses of the one family that was asked for
 * @param lifetime the shortest of all records that lead there
 */
record Chain(List<Address> addresses, Duration lifetime) {
    /** Answers in the field have fewer than ten. */
    private static final int ALIASES_MOST = 16;

    /** A name with more addresses is a network of its own. */
    private static final int ADDRESSES_MOST = 64;

    Chain {
        addresses = List.copyOf(addresses);
    }

    static Chain of(Name asked, int family, Message answer) {
        List<Record> records = answer.getSection(Section.ANSWER);
        Set<Name> names = new HashSet<>(Set.of(asked));
        long seconds = Integer.MAX_VALUE;
        Name at = asked;
        for (int i = 0; i < ALIASES_MOST; i++) {
            Name from = at;
            CNAMERecord alias = records.stream()
                    .filter(CNAMERecord.class::isInstance)
                    .map(CNAMERecord.class::cast)
                    .filter(r -> r.getName().equals(from))
                    .findFirst()
                    .orElse(null);
            if (alias == null || !names.add(alias.getTarget())) {
                break;
            }
            seconds = Math.min(seconds, alias.getTTL());
            at = alias.getTarget();
        }
        List<Address> addresses = new ArrayList<>();
        for (Record record : records) {
            if (record.getName().equals(at) && addresses.size() < ADDRESSES_MOST) {
                InetAddress found = family == 4 && record instanceof ARecord a
                        ? a.getAddress()
                        : family == 6 && record instanceof AAAARecord a ? a.getAddress() : null;
                if (found != null) {
                    Address.parse(found.getHostAddress())
                            .filter(address -> address.family() == family)
                            .ifPresent(addresses::add);
                    seconds = Math.min(seconds, record.getTTL());
                }
            }
        }
        return new Chain(addresses, Duration.ofSeconds(Math.max(0, seconds)));
    }
}
