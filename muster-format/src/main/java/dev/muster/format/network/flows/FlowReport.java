package dev.muster.format.network.flows;

import dev.muster.format.cbor.CborWriter;
import dev.muster.format.network.nft.TlsRules;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the packet filter of a device, or of a gateway for the devices behind it, saw since its rules for them are in force.
 *
 * @param at by the device's clock; whole seconds on the wire
 * @param members at most {@value #MEMBERS_MOST}, each name once
 * @param said where devices say on the wire that their descriptions are
 * @param changed how often the rules of the reporter's filter were found to be other than ordered
 */
public record FlowReport(Instant at, List<Member> members, Optional<Changed> changed, List<Said> said) {
    /** Where nobody said where a description is. */
    public FlowReport(Instant at, List<Member> members, Optional<Changed> changed) {
        this(at, members, changed, List.of());
    }

    public static final String MEDIA_TYPE = "application/vnd.muster.flows+cose";

    /** A gateway tells of those that changed, and of the others with its next report. */
    public static final int MEMBERS_MOST = 16;

    /** Different refused things of one device: a scan has more, and is one finding. */
    public static final int REFUSED_MOST = 64;

    /** Different TLS of one device that is not as described. */
    public static final int TLS_MOST = 32;

    /** As many rules as a policy has boxes that people read. */
    public static final int USED_MOST = 256;

    /** A report at its largest; no site has that. */
    public static final int MAX_BYTES = 1024 * 1024;

    static final int VERSION = 3;

    /** Without TLS and descriptions; still written when there is nothing to say of them, for servers of before. */
    static final int VERSION_WITHOUT_TLS = 2;

    /** Without what was found changed. */
    static final int VERSION_BEFORE = 1;

    /** The device itself, in the report of its own agent. */
    public static final String SELF = "";

    public FlowReport {
        members = List.copyOf(members);
        said = List.copyOf(said);
        if (said.size() > MEMBERS_MOST) {
            throw new IllegalArgumentException("at most " + MEMBERS_MOST + " descriptions");
        }
        if (members.size() > MEMBERS_MOST
                || members.stream().map(Member::name).distinct().count() != members.size()) {
            throw new IllegalArgumentException("at most " + MEMBERS_MOST + " devices, each once");
        }
    }

    /**
     * Rules that somebody changed or took away, since the agent began.
     *
     * @param count 0 when all was well whenever it looked
     * @param last when it was found last; the report's time when it never was
     * @param what was found last, a sentence
     */
    public record Changed(long count, Instant last, String what) {
        static final int WHAT_CHARS = 256;

        public Changed {
            if (count < 0 || what.length() > WHAT_CHARS) {
                throw new IllegalArgumentException("a count, and a sentence of at most " + WHAT_CHARS + " characters");
            }
        }
    }

    /**
     * Where a device says that its description is (RFC 8520 §10, §12). Anybody on the wire may have said it.
     *
     * @param name in the gateway's table
     * @param lldp whether by LLDP; else by DHCP
     */
    public record Said(String name, boolean lldp, String url) {
        /** DHCP's option has room for so many. */
        public static final int URL_CHARS = 253;

        public Said {
            if (name.length() > Member.NAME_CHARS || url.isEmpty() || url.length() > URL_CHARS) {
                throw new IllegalArgumentException("a device and an URL of at most " + URL_CHARS + " characters");
            }
        }
    }

    /**
     * One device.
     *
     * @param name in the gateway's table; {@link #SELF} for the reporter itself
     * @param refused packets, all of them
     * @param more different refused things beyond those that are listed
     * @param tls connections whose TLS was not as the device's maker describes it
     */
    public record Member(
            String name, long refused, long more, List<Refused> flows, List<Used> used, List<OtherTls> tls) {
        private static final int NAME_CHARS = 64;

        /** Of whose TLS there is nothing to say. */
        public Member(String name, long refused, long more, List<Refused> flows, List<Used> used) {
            this(name, refused, more, flows, used, List.of());
        }

        public Member {
            flows = List.copyOf(flows);
            used = List.copyOf(used);
            tls = List.copyOf(tls);
            if (tls.size() > TLS_MOST) {
                throw new IllegalArgumentException("at most " + TLS_MOST + " different TLS of one device");
            }
            if (name.length() > NAME_CHARS || refused < 0 || more < 0) {
                throw new IllegalArgumentException(
                        "a name has at most " + NAME_CHARS + " characters, counts are not negative");
            }
            if (flows.size() > REFUSED_MOST || used.size() > USED_MOST) {
                throw new IllegalArgumentException(
                        "at most " + REFUSED_MOST + " refused flows and " + USED_MOST + " rules of one device");
            }
        }
    }

    /**
     * Something that the rules refused.
     *
     * @param from whether the device wanted to open it; else the other end
     * @param family 4 or 6
     * @param protocol IP protocol, 0 to 255
     * @param peer the other end's address
     * @param port the port that would have served, or the type of ICMP; 0 without
     * @param count how often it was seen; the filter shows some each second only
     */
    public record Refused(
            boolean from, int family, int protocol, String peer, int port, long count, Instant first, Instant last) {
        private static final int PEER_CHARS = 45;

        public Refused {
            boolean numbers =
                    (family == 4 || family == 6) && protocol >= 0 && protocol <= 255 && port >= 0 && port <= 65535;
            if (!numbers || peer.isEmpty() || peer.length() > PEER_CHARS || count < 1) {
                throw new IllegalArgumentException("not a refused flow");
            }
        }

        /** What it is, without how often: two reports speak of the same thing when this is equal. */
        public String kind() {
            return (from ? "from " : "to ") + protocol + " " + peer + " " + port;
        }
    }

    /**
     * TLS that is not as described (RFC 9761).
     *
     * @param peer the other end's address
     * @param name whom the ClientHello asks for; may be empty
     * @param what is not as described
     * @param mode what became of it
     * @param count how often it was seen
     */
    public record OtherTls(
            String peer,
            int port,
            String name,
            String what,
            TlsRules.Mode mode,
            long count,
            Instant first,
            Instant last) {
        /** Of a name of DNS. */
        public static final int NAME_CHARS = 255;

        /** What a person reads of it. */
        public static final int WHAT_CHARS = 512;

        public OtherTls {
            boolean fits = !peer.isEmpty()
                    && peer.length() <= Refused.PEER_CHARS
                    && name.length() <= NAME_CHARS
                    && !what.isEmpty()
                    && what.length() <= WHAT_CHARS;
            if (!fits || port < 0 || port > 65535 || count < 1) {
                throw new IllegalArgumentException("not a connection with other TLS");
            }
        }

        /** What it is, without how often. */
        public String kind() {
            return peer + " " + port + " " + name + " " + what + " " + mode;
        }
    }

    /**
     * A rule and how many flows began by it.
     *
     * @param rule the rule's match in the filter's words
     */
    public record Used(String rule, long flows) {
        private static final int RULE_CHARS = 512;

        public Used {
            if (rule.isEmpty() || rule.length() > RULE_CHARS || flows < 0) {
                throw new IllegalArgumentException("a rule has 1 to " + RULE_CHARS + " characters");
            }
        }
    }

    /** @throws FlowException when the bytes are no report */
    public static FlowReport parse(byte[] bytes) {
        return FlowReader.report(bytes);
    }

    /** Deterministic CBOR. */
    public byte[] encode() {
        CborWriter out = CborWriter.create();
        boolean tls = !said.isEmpty()
                || members.stream().anyMatch(member -> !member.tls().isEmpty());
        out.array(tls ? 5 : 4).integer(tls ? VERSION : VERSION_WITHOUT_TLS).integer(at.getEpochSecond());
        out.array(members.size());
        for (Member member : members) {
            out.array(tls ? 6 : 5).text(member.name()).integer(member.refused()).integer(member.more());
            out.array(member.flows().size());
            for (Refused flow : member.flows()) {
                out.array(8).bool(flow.from()).integer(flow.family()).integer(flow.protocol());
                out.text(flow.peer()).integer(flow.port()).integer(flow.count());
                out.integer(flow.first().getEpochSecond()).integer(flow.last().getEpochSecond());
            }
            out.array(member.used().size());
            for (Used used : member.used()) {
                out.array(2).text(used.rule()).integer(used.flows());
            }
            if (tls) {
                out.array(member.tls().size());
                member.tls().forEach(one -> write(one, out));
            }
        }
        out.array(changed.isPresent() ? 3 : 0);
        changed.ifPresent(one ->
                out.integer(one.count()).integer(one.last().getEpochSecond()).text(one.what()));
        if (tls) {
            out.array(said.size());
            said.forEach(one -> out.array(3).text(one.name()).bool(one.lldp()).text(one.url()));
        }
        return out.toByteArray();
    }

    private static void write(OtherTls one, CborWriter out) {
        out.array(8).text(one.peer()).integer(one.port()).text(one.name()).text(one.what());
        out.text(one.mode().word()).integer(one.count());
        out.integer(one.first().getEpochSecond()).integer(one.last().getEpochSecond());
    }
}
