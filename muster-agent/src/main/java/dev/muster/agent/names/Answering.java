package dev.muster.agent.names;

import dev.muster.format.network.packet.Address;
import dev.muster.format.network.packet.Peers;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Makes the answer to one question: asked, validated, and put into the kernel before it is given. */
final class Answering {
    /** What passes everywhere unfragmented (the DNS flag day of 2020). */
    private static final int DATAGRAM_BYTES = 1232;

    private static final int DATAGRAM_BYTES_PLAIN = 512;

    private final Upstream upstream;
    private final NameAddresses names;
    private final Heard.Listener listener;

    Answering(Upstream upstream, NameAddresses names, Heard.Listener listener) {
        this.upstream = upstream;
        this.names = names;
        this.listener = listener;
    }

    /**
     * The bytes to give back.
     *
     * @param datagram whether they must fit into one
     * @return empty when what came is no question at all: silence is the only answer that cannot be turned against others
     */
    byte[] answer(byte[] asked, boolean datagram) {
        Message query;
        try {
            query = new Message(asked);
        } catch (IOException unreadable) {
            return new byte[0];
        }
        if (query.getHeader().getFlag(Flags.QR)) {
            return new byte[0];
        }
        Message answer = answer(query);
        OPTRecord options = query.getOPT();
        int most = options == null
                ? DATAGRAM_BYTES_PLAIN
                : Math.clamp(options.getPayloadSize(), DATAGRAM_BYTES_PLAIN, DATAGRAM_BYTES);
        return answer.toWire(datagram ? most : Message.MAXLENGTH);
    }

    private Message answer(Message query) {
        Record question = query.getQuestion();
        boolean one = question != null && query.getHeader().getCount(Section.QUESTION) == 1;
        if (query.getHeader().getOpcode() != Opcode.QUERY) {
            return reply(query, Rcode.NOTIMP, -1);
        }
        if (!one || !Upstream.internet(question) || !Type.isRR(question.getType())) {
            return reply(query, one ? Rcode.REFUSED : Rcode.FORMERR, -1);
        }
        String name = question.getName().toString(true).toLowerCase(Locale.ROOT);
        Upstream.Answer found;
        try {
            found = upstream.ask(question);
        } catch (IOException away) {
            listener.heard(new Heard(Heard.Kind.AWAY, name, String.valueOf(away.getMessage())));
            return reply(query, Rcode.SERVFAIL, ExtendedErrorCodeOption.NO_REACHABLE_AUTHORITY);
        }
        if (found.state() == Upstream.State.BOGUS) {
            listener.heard(new Heard(Heard.Kind.BOGUS, name, found.reason()));
            return reply(query, Rcode.SERVFAIL, ExtendedErrorCodeOption.DNSSEC_BOGUS);
        }
        Optional<Address> inside = InsideAddresses.first(found.message());
        if (inside.isPresent() && found.state() != Upstream.State.LOCAL) {
            listener.heard(
                    new Heard(Heard.Kind.REBINDING, name, "a public name leads to " + inside.get() + ": not given on"));
            return reply(query, Rcode.REFUSED, ExtendedErrorCodeOption.BLOCKED);
        }
        int family = question.getType() == Type.A ? 4 : question.getType() == Type.AAAA ? 6 : 0;
        return family == 0 ? passed(query, found) : addresses(query, question.getName(), name, family, found);
    }

    private Message addresses(Message query, Name asked, String name, int family, Upstream.Answer found) {
        Chain chain = Chain.of(asked, family, found.message());
        if (Peers.NAME.matcher(name).matches()) {
            try {
                names.learned(new Peers(family, name), chain.addresses(), chain.lifetime());
            } catch (IOException no) {
                listener.heard(new Heard(Heard.Kind.NOT_TAKEN, name, String.valueOf(no.getMessage())));
                return reply(query, Rcode.SERVFAIL, -1);
            }
        }
        return passed(query, found);
    }

    /** The answer as it came, without signatures for those who did not ask for them. */
    private Message passed(Message query, Upstream.Answer found) {
        Message message = found.message();
        Message reply = reply(query, message.getRcode(), -1);
        OPTRecord options = query.getOPT();
        boolean signatures = options != null && (options.getFlags() & ExtendedFlags.DO) != 0;
        boolean wants = signatures || query.getHeader().getFlag(Flags.AD);
        if (wants && found.state() == Upstream.State.SECURE) {
            reply.getHeader().setFlag(Flags.AD);
        }
        int asked = query.getQuestion().getType();
        for (int section : new int[] {Section.ANSWER, Section.AUTHORITY}) {
            for (Record record : message.getSection(section)) {
                if (signatures || !signature(record.getType()) || record.getType() == asked) {
                    reply.addRecord(shortened(record), section);
                }
            }
        }
        return reply;
    }

    /** No answer lives longer in a client than in the kernel's set. */
    private Record shortened(Record record) {
        long most = names.most().toSeconds();
        return record.getTTL() <= most
                ? record
                : Record.newRecord(
                        record.getName(), record.getType(), record.getDClass(), most, record.rdataToWireCanonical());
    }

    private static boolean signature(int type) {
        return type == Type.RRSIG || type == Type.NSEC || type == Type.NSEC3;
    }

    private static Message reply(Message query, int rcode, int why) {
        Message reply = new Message(query.getHeader().getID());
        Header header = reply.getHeader();
        header.setFlag(Flags.QR);
        header.setFlag(Flags.RA);
        header.setOpcode(query.getHeader().getOpcode());
        header.setRcode(rcode & 0xf);
        if (query.getHeader().getFlag(Flags.RD)) {
            header.setFlag(Flags.RD);
        }
        if (query.getQuestion() != null) {
            reply.addRecord(query.getQuestion(), Section.QUESTION);
        }
        OPTRecord options = query.getOPT();
        if (options != null) {
            int flags = options.getFlags() & ExtendedFlags.DO;
            reply.addRecord(
                    why < 0
                            ? new OPTRecord(DATAGRAM_BYTES, rcode >> 4, 0, flags)
                            : new OPTRecord(DATAGRAM_BYTES, rcode >> 4, 0, flags, new ExtendedErrorCodeOption(why)),
                    Section.ADDITIONAL);
        }
        return reply;
    }
}
