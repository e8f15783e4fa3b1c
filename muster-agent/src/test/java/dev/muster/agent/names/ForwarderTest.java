package dev.muster.agent.names;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.network.nft.NftText;
import dev.muster.format.network.packet.Address;
import dev.muster.format.network.packet.Box;
import dev.muster.format.network.packet.PacketSet;
import dev.muster.format.network.packet.Peers;
import dev.muster.format.network.packet.Span;
import dev.muster.format.network.packet.Way;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** A client, the forwarder and a site's resolver with a signed zone, over real sockets of the loopback. */
class ForwarderTest {
    private static final InetSocketAddress ANYWHERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final List<String> put = new ArrayList<>();
    private final List<Heard> heard = new ArrayList<>();
    private SignedZone zone;
    private NameAddresses names;
    private Forwarder forwarder;
    private boolean full;

    @BeforeEach
    void start() throws Exception {
        zone = new SignedZone("127.0.0.1", 0)
                .address("www.maker.example", "203.0.113.5")
                .address("www.maker.example", "2001:db8::5")
                .alias("cloud.maker.example", "edge.cdn.example")
                .address("edge.cdn.example", "198.51.100.7")
                .address("inside.maker.example", "10.0.0.9")
                .address("broken.maker.example", "203.0.113.6")
                .address("www.unsigned", "203.0.113.8")
                .address("printer.site.example", "10.0.0.12");
        names = new NameAddresses(
                (table, name, addresses, lifetime) -> {
                    if (full) {
                        throw new IOException("full");
                    }
                    put.add(name.name() + addresses + lifetime.toSeconds());
                },
                InstantSource.system());
        Upstream upstream = Upstream.of(List.of(zone.address()), zone.anchor(), List.of("site.example"));
        forwarder = Forwarder.open(ANYWHERE, upstream, names, heard::add);
        names.policy(
                NftText.TABLE,
                policy(
                        "www.maker.example",
                        "cloud.maker.example",
                        "inside.maker.example",
                        "broken.maker.example",
                        "www.unsigned",
                        "printer.site.example"));
    }

    @AfterEach
    void stop() throws IOException {
        forwarder.close();
        zone.close();
    }

    @Test
    void whatAPolicyNamesIsLetThroughBeforeItIsAnswered() throws Exception {
        Message answer = ask("WWW.maker.example", Type.A, true);
        assertThat(answer.getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(answer.getHeader().getFlag(Flags.AD)).isTrue();
        assertThat(addresses(answer)).containsExactly("203.0.113.5");
        // The answer's two seconds are too short for a connection.
        assertThat(put).containsExactly("www.maker.example[203.0.113.5]65");
        ask("www.maker.example", Type.AAAA, false);
        assertThat(put).hasSize(2).last().isEqualTo("www.maker.example[2001:db8::5]65");
        assertThat(addresses(ask("cloud.maker.example", Type.A, false))).containsExactly("198.51.100.7");
        assertThat(put).hasSize(3).last().isEqualTo("cloud.maker.example[198.51.100.7]65");
        // A name of nobody's policy is answered, and opens nothing.
        assertThat(addresses(ask("edge.cdn.example", Type.A, false))).containsExactly("198.51.100.7");
        assertThat(put).hasSize(3);
        assertThat(heard).isEmpty();
    }

    @Test
    void whatIsKnownIsLoadedWithTheNextPolicy() throws Exception {
        ask("www.maker.example", Type.A, false);
        assertThat(names.policy(NftText.TABLE, policy("www.maker.example")))
                .matches("add element inet muster v4-www.maker.example \\{ 203.0.113.5 timeout 6[345]s }\n");
        assertThat(names.policy(NftText.TABLE, policy("other.example"))).isEmpty();
        assertThat(names.policy(NftText.TABLE, policy("www.maker.example"))).isEmpty();
    }

    @Test
    void aPublicNameThatLeadsInsideIsNotGivenOn() throws Exception {
        Message answer = ask("inside.maker.example", Type.A, true);
        assertThat(answer.getRcode()).isEqualTo(Rcode.REFUSED);
        assertThat(answer.getSection(Section.ANSWER)).isEmpty();
        assertThat(errors(answer)).containsExactly(ExtendedErrorCodeOption.BLOCKED);
        assertThat(put).isEmpty();
        assertThat(heard).extracting(h -> h.kind() + " " + h.name()).containsExactly("REBINDING inside.maker.example");
        // The site said that this zone is its own.
        assertThat(addresses(ask("printer.site.example", Type.A, true))).containsExactly("10.0.0.12");
        assertThat(put).hasSize(1);
    }

    @Test
    void noWayOfWritingAnAddressLeadsInside() throws Exception {
        String mapped = "00000000000000000000ffff0a000001";
        String translated = "0064ff9b00000000000000007f000001";
        String sixToFour = "2002c0a8000100000000000000000001";
        int n = 0;
        for (String address : List.of(mapped, translated, sixToFour)) {
            String name = "w" + n++ + ".maker.example";
            zone.sixteen(name, HexFormat.of().parseHex(address));
            assertThat(ask(name, Type.AAAA, true).getRcode()).as(address).isEqualTo(Rcode.REFUSED);
        }
        // Neither behind more addresses than anybody counts, nor at the end of more aliases than are followed.
        for (int i = 1; i < 80; i++) {
            zone.address("many.maker.example", "203.0.113." + i);
        }
        zone.address("many.maker.example", "192.168.0.1");
        assertThat(ask("many.maker.example", Type.A, true).getRcode()).isEqualTo(Rcode.REFUSED);
        for (int i = 0; i < 20; i++) {
            zone.alias("a" + i + ".maker.example", "a" + (i + 1) + ".maker.example");
        }
        zone.address("a20.maker.example", "10.0.0.1");
        assertThat(addresses(ask("a0.maker.example", Type.A, true))).isEmpty();
        zone.sixteen("public.maker.example", HexFormat.of().parseHex("0064ff9b0000000000000000cb007105"));
        assertThat(ask("public.maker.example", Type.AAAA, true).getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(put).isEmpty();
    }

    @Test
    void signaturesThatDoNotHoldAreNoAnswer() throws Exception {
        Message answer = ask("broken.maker.example", Type.A, true);
        assertThat(answer.getRcode()).isEqualTo(Rcode.SERVFAIL);
        assertThat(errors(answer)).containsExactly(ExtendedErrorCodeOption.DNSSEC_BOGUS);
        assertThat(put).isEmpty();
        assertThat(heard).extracting(Heard::kind).containsExactly(Heard.Kind.BOGUS);
        // A zone that is proved to be unsigned is what most of the field is.
        Message unsigned = ask("www.unsigned", Type.A, true);
        assertThat(addresses(unsigned)).containsExactly("203.0.113.8");
        assertThat(unsigned.getHeader().getFlag(Flags.AD)).isFalse();
    }

    @Test
    void whatTheKernelDoesNotTakeIsNotAnswered() throws Exception {
        full = true;
        assertThat(ask("www.maker.example", Type.A, false).getRcode()).isEqualTo(Rcode.SERVFAIL);
        assertThat(heard).extracting(Heard::kind).containsExactly(Heard.Kind.NOT_TAKEN);
    }

    @Test
    void longAnswersGoOverTcp() throws Exception {
        for (int i = 0; i < 90; i++) {
            zone.address("many.maker.example", "203.0.113." + (20 + i));
        }
        SimpleResolver client = client();
        client.setIgnoreTruncation(true);
        Message cut = client.send(question("many.maker.example", Type.A));
        assertThat(cut.getHeader().getFlag(Flags.TC)).isTrue();
        assertThat(addresses(client().send(question("many.maker.example", Type.A))))
                .hasSize(90);
    }

    @Test
    void whatIsNoQuestionForUsIsSaidSo() throws Exception {
        assertThat(client().send(Message.newQuery(Record.newRecord(Name.fromString("x."), Type.A, DClass.CH)))
                        .getRcode())
                .isEqualTo(Rcode.REFUSED);
        Answering answering = new Answering(Upstream.of(List.of(zone.address()), "", List.of()), names, heard::add);
        byte[] transfer = question("x.example", Type.AXFR).toWire();
        assertThat(new Message(answering.answer(transfer, false)).getRcode()).isEqualTo(Rcode.REFUSED);
        assertThat(answering.answer("noise".getBytes(StandardCharsets.US_ASCII), true))
                .isEmpty();
    }

    private static PacketSet policy(String... named) {
        List<Box> boxes = new ArrayList<>();
        for (String name : named) {
            for (int family : new int[] {4, 6}) {
                Peers peers = new Peers(family, name);
                boxes.add(new Box(Way.FROM_DEVICE, peers, Span.of(6), peers.all(), Box.NUMBERS, Span.of(443)));
            }
        }
        return PacketSet.of(boxes);
    }

    private Message ask(String name, int type, boolean options) throws IOException {
        SimpleResolver client = client();
        if (options) {
            client.setEDNS(0, 1232, ExtendedFlags.DO, List.of());
        }
        return client.send(question(name, type));
    }

    private static Message question(String name, int type) throws IOException {
        return Message.newQuery(Record.newRecord(Name.fromString(name + "."), type, DClass.IN));
    }

    private SimpleResolver client() {
        SimpleResolver client = new SimpleResolver(forwarder.address());
        client.setTimeout(Duration.ofSeconds(10));
        return client;
    }

    private static List<String> addresses(Message answer) {
        return answer.getSection(Section.ANSWER).stream()
                .filter(ARecord.class::isInstance)
                .map(r -> Address.parse(((ARecord) r).getAddress().getHostAddress())
                        .orElseThrow()
                        .toString())
                .toList();
    }

    private static List<Integer> errors(Message answer) {
        return answer.getOPT().getOptions(15).stream()
                .map(o -> ((ExtendedErrorCodeOption) o).getErrorCode())
                .toList();
    }
}
