package dev.muster.core.network;

import dev.muster.core.ledger.EntryType;
import dev.muster.format.network.nft.TlsRules;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a packet filter saw of a device since the device's present policy is in force there. Subject: {@code device/<id>}. Told when
 * there is something new, and once a day.
 *
 * @param reporter id of the device whose packet filter it is: the device itself, or its gateway
 * @param refused packets that were refused
 * @param more packets of other things than those that are listed
 * @param flows what was refused, each thing once
 * @param used the rules by which flows began
 * @param tls connections whose TLS was not as the device's maker describes it; empty when there is nothing to say of TLS
 */
@EntryType("network.flows-seen")
public record FlowsSeen(
        String reporter, long refused, long more, List<Refused> flows, List<Used> used, Optional<List<OtherTls>> tls)
        implements NetworkEvent {
    /** Of a device of whose TLS there is nothing to say. */
    public FlowsSeen(String reporter, long refused, long more, List<Refused> flows, List<Used> used) {
        this(reporter, refused, more, flows, used, Optional.empty());
    }

    /** All of it. */
    public List<OtherTls> otherTls() {
        return tls.orElse(List.of());
    }

    public FlowsSeen {
        flows = List.copyOf(flows);
        used = List.copyOf(used);
    }

    /**
     * Something that was refused.
     *
     * @param from whether the device wanted to open it
     * @param peer the other end's address
     * @param port that would have served, or the type of ICMP
     * @param count how often it was seen; some each second are shown only
     */
    public record Refused(boolean from, int protocol, String peer, int port, long count, Instant first, Instant last) {}

    /**
     * TLS that is not as described (RFC 9761).
     *
     * @param peer the other end's address
     * @param name whom the ClientHello asks for; may be empty
     * @param what is not as described
     * @param mode whether it was counted, told to people, or ended
     */
    public record OtherTls(
            String peer,
            int port,
            String name,
            String what,
            TlsRules.Mode mode,
            long count,
            Instant first,
            Instant last) {}

    /**
     * A rule and how many flows began by it.
     *
     * @param rule in the filter's words
     */
    public record Used(String rule, long flows) {}
}
