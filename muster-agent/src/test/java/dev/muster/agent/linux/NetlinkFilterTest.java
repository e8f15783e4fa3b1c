package dev.muster.agent.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.network.nft.NftCounters;
import dev.muster.format.network.nft.NftGateway;
import dev.muster.format.network.nft.NftGateway.Member;
import dev.muster.format.network.nft.NftGatewayReader;
import dev.muster.format.network.nft.NftReader;
import dev.muster.format.network.nft.NftText;
import dev.muster.format.network.packet.Address;
import dev.muster.format.network.packet.Box;
import dev.muster.format.network.packet.Guarded;
import dev.muster.format.network.packet.PacketSet;
import dev.muster.format.network.packet.Peers;
import dev.muster.format.network.packet.Prefix;
import dev.muster.format.network.packet.Span;
import dev.muster.format.network.packet.Way;
import dev.muster.guard.firewall.NftProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a real kernel, in a network namespace, with the program nft as the judge of what is there. */
class NetlinkFilterTest {
    private static final long SEED = 20261129;
    private static final int[] PROTOCOLS = {1, 6, 17, 47, 58};

    private OwnNetwork world;
    private NftProgram nft;
    private NetlinkFilter filter;

    @BeforeEach
    void begin() throws IOException {
        world = OwnNetwork.begin();
        nft = world.nft();
        filter = NetlinkFilter.of(world.namespace());
    }

    @AfterEach
    void end() throws InterruptedException {
        if (filter != null) {
            filter.close();
        }
        if (world != null) {
            world.end();
        }
    }

    @Test
    void theKernelHasTheSameAsByNftAndIsReadTheSame() throws IOException {
        Random random = new Random(SEED);
        for (int i = 0; i < 12; i++) {
            PacketSet policy = policy(random, 1 + random.nextInt(12));
            String text = NftText.self(policy);
            load(text);
            String ours = nft.list().orElseThrow();
            String read = filter.list().orElseThrow();
            nft.load(text.getBytes(StandardCharsets.UTF_8));
            assertThat(ours).as(text).isEqualTo(nft.list().orElseThrow());
            assertThat(filter.list()).contains(read);
            assertThat(NftReader.self(read).sameAs(policy)).as(read).isTrue();
            assertThat(NftReader.self(ours).sameAs(policy)).as(ours).isTrue();
        }
    }

    @Test
    void aGatewayIsLoadedReadAndChangedWhereItChanges() throws IOException {
        Random random = new Random(SEED);
        Map<String, Member> members = new TreeMap<>();
        for (int i = 1; i <= 12; i++) {
            members.put("d" + i, member(i, policy(random, 5), i % 3 == 0));
        }
        proved(members);
        nft.load(("add element " + NftGateway.TABLE + " v4-a.example { 192.0.2.7 timeout 100s }")
                .getBytes(StandardCharsets.US_ASCII));
        proved(members);
        // By ourselves from here on: what does not change is left alone.
        load("add element " + NftGateway.TABLE + " v4-a.example { 192.0.2.7 timeout 100s }", members);
        for (int i = 0; i < 20; i++) {
            String id = "d" + (1 + random.nextInt(14));
            if (random.nextInt(4) == 0) {
                members.remove(id);
            } else {
                int number = Integer.parseInt(id.substring(1));
                members.put(id, member(number + (i % 2 == 0 ? 100 : 0), policy(random, 4), i % 3 == 0));
            }
            proved(members);
        }
        assertThat(filter.counted(NftGateway.TABLE).map(NftCounters::read).orElseThrow())
                .isNotEmpty();
    }

    private void proved(Map<String, Member> members) throws IOException {
        load("", members);
        String read = filter.list(NftGateway.TABLE).orElseThrow();
        assertThat(texts(NftGatewayReader.read(read))).isEqualTo(texts(members));
        String listed = nft.list(NftGateway.TABLE).orElseThrow();
        assertThat(texts(NftGatewayReader.read(listed))).as(listed).isEqualTo(texts(members));
    }

    /** In a form that does not depend on the order of rules and addresses. */
    static Map<String, String> texts(Map<String, Member> members) {
        Map<String, String> texts = new TreeMap<>();
        members.forEach((id, member) -> texts.put(
                id,
                member.device().mac()
                        + member.device().addresses().stream()
                                .map(Prefix::toString)
                                .sorted()
                                .toList()
                        + NftReader.self(NftText.self(member.permitted())).boxes().stream()
                                .map(Box::toString)
                                .sorted()
                                .toList()));
        return texts;
    }

    @Test
    void whatSomebodyElseDidIsSeenAndReplaced() throws IOException {
        PacketSet policy = policy(new Random(SEED), 3);
        String text = NftText.self(policy);
        load(text);
        nft.load("add rule inet muster output accept\n".getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> NftReader.self(filter.list().orElseThrow())).hasMessageContaining("last one");
        load(text);
        assertThat(NftReader.self(filter.list().orElseThrow()).sameAs(policy)).isTrue();
        for (String strange : List.of(
                "add rule inet muster output meta mark 7 accept",
                "add rule inet muster output tcp flags syn accept",
                "add rule inet muster output limit rate over 5/second drop",
                "add rule inet muster output ip saddr . ip daddr { 10.0.0.1 . 10.0.0.2 } accept",
                "add chain inet muster output { policy accept; }",
                "add chain inet muster more { type filter hook prerouting priority -5; }",
                "add table inet muster { flags dormant; }")) {
            nft.load((strange + "\n").getBytes(StandardCharsets.US_ASCII));
            assertThatThrownBy(() -> NftReader.self(filter.list().orElseThrow()))
                    .as(strange)
                    .isInstanceOf(Exception.class);
            load(text);
            assertThat(NftReader.self(filter.list().orElseThrow()).sameAs(policy))
                    .as(strange)
                    .isTrue();
        }
        nft.load("delete table inet muster\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(filter.list()).isEmpty();
        load(text);
        assertThat(NftReader.self(nft.list().orElseThrow()).sameAs(policy)).isTrue();
        load("table inet muster\ndelete table inet muster\n");
        assertThat(nft.list()).isEmpty();
    }

    /** The kernel gives a long list in pieces; those after the rule that is not understood are not read. */
    @Test
    void theRestOfAListThatIsNotUnderstoodIsNoAnswerToTheNextQuestion() throws IOException {
        Random random = new Random(SEED);
        Map<String, Member> members = new TreeMap<>();
        for (int i = 1; i <= 60; i++) {
            members.put("d" + i, member(i, policy(random, 8), false));
        }
        proved(members);
        nft.load(("insert rule " + NftGateway.TABLE + " from-d1 meta mark 7 accept\n")
                .getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> filter.list(NftGateway.TABLE)).hasMessageContaining("not understood");
        }
        proved(members);
    }

    /** Names get their addresses from another thread, while rules are loaded. */
    @Test
    void whatAnotherThreadOfThisProcessDoesIsNobodyElses() throws Exception {
        Path namespace = world.namespace();
        load("table inet other {\n  set v4-a.example {\n    type ipv4_addr\n    size 64\n    flags timeout\n  }\n}\n");
        try (NetlinkSets sets = NetlinkSets.of(namespace);
                Transactions here = Transactions.open(namespace)) {
            int others = here.byOthers();
            AtomicBoolean goOn = new AtomicBoolean(true);
            CompletableFuture<Integer> puts = CompletableFuture.supplyAsync(() -> {
                int done = 0;
                try {
                    for (; goOn.get(); done++) {
                        sets.put(
                                "inet other",
                                new Peers(4, "a.example"),
                                List.of(Address.parse("192.0.2.7").orElseThrow()),
                                Duration.ofSeconds(60));
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                return done;
            });
            try {
                for (int i = 0; i < 2000; i++) {
                    assertThat(here.byOthers()).as("round " + i).isEqualTo(others);
                }
            } finally {
                goOn.set(false);
            }
            assertThat(puts.get(10, TimeUnit.SECONDS)).isPositive();
        }
    }

    @Test
    void whatTheKernelRefusesChangesNothing() throws IOException {
        PacketSet policy = policy(new Random(SEED), 3);
        load(NftText.self(policy));
        String broken = NftText.self(policy).replace("oifname \"lo\" accept", "ip saddr @nowhere accept");
        assertThatThrownBy(() -> load(broken)).isInstanceOf(IOException.class).hasMessageContaining("error 2");
        assertThatThrownBy(() -> load("table inet muster {\n chain x {\n nonsense\n }\n}\n"))
                .hasMessageContaining("nonsense");
        assertThat(NftReader.self(filter.list().orElseThrow()).sameAs(policy)).isTrue();
    }

    private void load(String text) throws IOException {
        filter.load(text.getBytes(StandardCharsets.UTF_8));
    }

    private void load(String more, Map<String, Member> members) throws IOException {
        String text = NftGateway.text(members);
        boolean named = text.contains("set v4-a.example");
        load(text + (named ? more : ""));
    }

    static Member member(int number, PacketSet permitted, boolean network) {
        String address = "10.0." + number + (network ? ".0/24" : ".2");
        return new Member(
                new Guarded(
                        String.format("02:00:00:00:00:%02x", number),
                        List.of(
                                Prefix.parse(address).orElseThrow(),
                                Prefix.parse("fd00::" + number).orElseThrow())),
                permitted);
    }

    static PacketSet policy(Random random, int boxes) {
        List<Box> all = new ArrayList<>();
        for (int i = 0; i < boxes; i++) {
            all.add(box(random));
        }
        return PacketSet.of(all);
    }

    private static Box box(Random random) {
        int family = random.nextBoolean() ? 4 : 6;
        boolean named = random.nextInt(5) == 0;
        Peers peers = new Peers(family, named ? "a.example" : "");
        Span peer = peers.all();
        if (!named && random.nextInt(4) > 0) {
            int length = family == 4 ? 1 + random.nextInt(32) : 1 + random.nextInt(128);
            String base = family == 4 ? "203.0.113." + random.nextInt(256) : "2001:db8::" + random.nextInt(999);
            peer = Span.of(Prefix.parse(base + "/" + length).orElseThrow());
            if (random.nextInt(4) == 0) {
                peer = new Span(peer.low(), peer.low().add(java.math.BigInteger.valueOf(random.nextInt(7))));
            }
        }
        Way way = random.nextBoolean() ? Way.FROM_DEVICE : Way.TO_DEVICE;
        int protocol = PROTOCOLS[random.nextInt(PROTOCOLS.length)];
        boolean icmp = protocol == 1 || protocol == 58;
        if (protocol == 47 || random.nextInt(5) == 0 || (icmp && (protocol == 1) != (family == 4))) {
            Span span = random.nextBoolean() ? Span.of(47) : Span.of(40, 40 + random.nextInt(20));
            return new Box(way, peers, span, peer, Box.NUMBERS, Box.NUMBERS);
        }
        int most = icmp ? 200 : 60000;
        int low = random.nextInt(most);
        Span other = random.nextBoolean() ? Span.of(low) : Span.of(low, low + random.nextInt(50));
        Span own = random.nextInt(3) == 0 ? Span.of(random.nextInt(most)) : Box.NUMBERS;
        return new Box(way, peers, Span.of(protocol), peer, own, other);
    }

    @Test
    void aClosedOneSaysSoAndIsClosedOnce() throws IOException {
        filter.close();
        filter.close();
        assertThatThrownBy(() -> filter.list()).hasMessage("it is closed");
        assertThatThrownBy(() -> load(NftText.self(PacketSet.NONE))).hasMessage("it is closed");
    }

    /** Where nft is, it takes what is not understood here. */
    @Test
    void aProgramTakesOverWhereThereIsOne() throws IOException {
        List<String> taken = new ArrayList<>();
        dev.muster.guard.firewall.PacketFilter program = new dev.muster.guard.firewall.PacketFilter() {
            @Override
            public void load(byte[] ruleset) {
                taken.add(new String(ruleset, StandardCharsets.UTF_8));
            }

            @Override
            public Optional<String> list() {
                return Optional.empty();
            }
        };
        try (NetlinkFilter here = NetlinkFilter.here(Optional.of(program))) {
            here.load("add rule inet muster output masquerade\n".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(taken).containsExactly("add rule inet muster output masquerade\n");
    }
}
