package dev.muster.core.network;

import dev.muster.core.ledger.EntryType;
import java.time.Instant;
import java.util.List;

/**
 * What a packet filter saw of a device since the device's present policy is in force there. Subject: {@code device/<id>}. Told when
 * there is something new, and once a day.
 *
 * @param reporter id of the device whose packet filter it is: the device itself, or its gateway
 * @param refused packets that were refused
 * @param more packets of other things than those that are listed
 * @param flows what was refused, each thing once
 * @param used the rules by which flows began
 */
@EntryType("network.flows-seen")
public record FlowsSeen(String reporter, long refused, long more, List<Refused> flows, List<Used> used)
        implements NetworkEvent {
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
     * A rule and how many flows began by it.
     *
     * @param rule in the filter's words
     */
    public record Used(String rule, long flows) {}
}
