package dev.muster.agent.names;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A resolver of a site over a root zone of its own: real DNS over UDP and TCP, real signatures (ECDSA on P-256). */
final class SignedZone implements AutoCloseable {
    private static final long TTL = 2;
    private final Map<Name, List<Record>> records = new ConcurrentHashMap<>();
    private final KeyPair key;
    private final DNSKEYRecord published;
    private final DatagramSocket datagrams;
    private final ServerSocket connections;
    final AtomicInteger asked = new AtomicInteger();

    SignedZone(String address, int port) throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        key = generator.generateKeyPair();
        try {
            published = new DNSKEYRecord(
                    Name.root, DClass.IN, TTL, 257, 3, DNSSEC.Algorithm.ECDSAP256SHA256, key.getPublic());
        } catch (DNSSEC.DNSSECException e) {
            throw new GeneralSecurityException(e);
        }
        connections = new ServerSocket(port, 50, InetAddress.ofLiteral(address));
        datagrams = new DatagramSocket(connections.getLocalSocketAddress());
        Thread.startVirtualThread(this::datagrams);
        Thread.startVirtualThread(this::connections);
    }

    InetSocketAddress address() {
        return (InetSocketAddress) datagrams.getLocalSocketAddress();
    }

    String anchor() {
        return new DSRecord(Name.root, DClass.IN, TTL, DNSSEC.Digest.SHA256, published) + "\n";
    }

    SignedZone alias(String name, String target) throws IOException {
        return put(new CNAMERecord(name(name), DClass.IN, TTL, name(target)));
    }

    SignedZone address(String name, String literal) throws IOException {
        InetAddress address = InetAddress.ofLiteral(literal);
        return put(
                address.getAddress().length == 4
                        ? new ARecord(name(name), DClass.IN, TTL, address)
                        : new AAAARecord(name(name), DClass.IN, TTL, address));
    }

    /** An address of sixteen bytes as they are: the JDK's would be one of four where IPv4 is in it. */
    SignedZone sixteen(String name, byte[] address) throws IOException {
        return put(new AAAARecord(name(name), DClass.IN, TTL, address));
    }

    private SignedZone put(Record record) {
        records.merge(record.getName(), List.of(record), (a, b) -> {
            Record[] both = Arrays.copyOf(a.toArray(new Record[0]), a.size() + 1);
            both[a.size()] = b.getFirst();
            return List.of(both);
        });
        return this;
    }

    private static Name name(String text) throws IOException {
        return Name.fromString(text, Name.root);
    }

    private Message answer(Message query) throws Exception {
        asked.incrementAndGet();
        Record question = query.getQuestion();
        Message reply = new Message(query.getHeader().getID());
        reply.getHeader().setFlag(Flags.QR);
        reply.getHeader().setFlag(Flags.RA);
        reply.addRecord(question, Section.QUESTION);
        Name at = question.getName();
        if (question.getType() == Type.DNSKEY && at.equals(Name.root)) {
            signed(reply, Section.ANSWER, published, false);
        } else if (question.getType() == Type.DS || at.equals(Name.root)) {
            Record proof = new NSECRecord(at, DClass.IN, TTL, name("zz"), new int[] {Type.NS, Type.RRSIG, Type.NSEC});
            signed(reply, Section.AUTHORITY, proof, false);
            signed(reply, Section.AUTHORITY, soa(), false);
        } else {
            found(reply, at, question.getType());
        }
        if (query.getOPT() != null) {
            reply.addRecord(new OPTRecord(4096, 0, 0, query.getOPT().getFlags()), Section.ADDITIONAL);
        }
        return reply;
    }

    private void found(Message reply, Name asked, int type) throws Exception {
        Name at = asked;
        for (int hops = 0; hops < 9; hops++) {
            boolean unsigned = at.toString().endsWith("unsigned.");
            boolean broken = at.toString().startsWith("broken.");
            RRset same = new RRset();
            Optional<Name> next = Optional.empty();
            for (Record record : records.getOrDefault(at, List.of())) {
                if (record instanceof CNAMERecord alias) {
                    next = Optional.of(alias.getTarget());
                    signed(reply, Section.ANSWER, record, broken);
                } else if (record.getType() == type) {
                    same.addRR(record);
                    reply.addRecord(record, Section.ANSWER);
                }
            }
            if (same.size() > 0 && !unsigned) {
                sign(reply, Section.ANSWER, same, broken);
            }
            if (next.isEmpty()) {
                if (same.size() == 0) {
                    Record proof =
                            new NSECRecord(at, DClass.IN, TTL, name("zz"), new int[] {Type.TXT, Type.RRSIG, Type.NSEC});
                    signed(reply, Section.AUTHORITY, proof, false);
                    signed(reply, Section.AUTHORITY, soa(), false);
                }
                return;
            }
            at = next.get();
        }
    }

    private static Record soa() throws IOException {
        Name server = name("ns");
        return new SOARecord(Name.root, DClass.IN, TTL, server, name("people"), 1, 60, 60, 60, TTL);
    }

    private void signed(Message reply, int section, Record record, boolean broken) throws Exception {
        reply.addRecord(record, section);
        sign(reply, section, new RRset(record), broken);
    }

    private void sign(Message reply, int section, RRset set, boolean broken) throws Exception {
        Instant now = Instant.now();
        Instant end = broken ? now.minusSeconds(60) : now.plusSeconds(3600);
        reply.addRecord(DNSSEC.sign(set, published, key.getPrivate(), now.minusSeconds(3600), end), section);
    }

    private void datagrams() {
        byte[] buffer = new byte[4096];
        while (!datagrams.isClosed()) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                datagrams.receive(packet);
                Message query = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
                byte[] answer = answer(query).toWire(1232);
                datagrams.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            } catch (Exception e) {
                // Closed.
            }
        }
    }

    private void connections() {
        while (!connections.isClosed()) {
            try (Socket socket = connections.accept()) {
                DataInputStream in = new DataInputStream(socket.getInputStream());
                Message query = new Message(in.readNBytes(in.readUnsignedShort()));
                byte[] answer = answer(query).toWire();
                DataOutputStream out = new DataOutputStream(socket.getOutputStream());
                out.writeShort(answer.length);
                out.write(answer);
            } catch (Exception e) {
                // Closed.
            }
        }
    }

    @Override
    public void close() throws IOException {
        datagrams.close();
        connections.close();
    }
}
