package dev.muster.agent.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.network.nft.NftCounters;
import dev.muster.format.network.nft.NftElements;
import dev.muster.format.network.nft.NftElements.Change;
import dev.muster.format.network.nft.NftException;
import dev.muster.format.network.nft.NftGateway;
import dev.muster.format.network.nft.NftGateway.Member;
import dev.muster.format.network.nft.NftGatewayReader;
import dev.muster.format.network.packet.PacketSet;
import dev.muster.guard.firewall.NftProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A gateway's policies as elements, in a real kernel, with the program nft as the judge of what is there. */
class NetlinkElementsTest {
    private static final long SEED = 20261130;

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
    void theKernelHasTheSameAsByNftAndBothAreReadAsWhatWasAsked() throws IOException {
        Random random = new Random(SEED);
        for (int i = 0; i < 3; i++) {
            Map<String, Member> members = members(random, 1 + 2 * i);
            String text = NftElements.of(members).orElseThrow().text();
            proved(text, members);
            String ours = nft.list(NftGateway.TABLE).orElseThrow();
            nft.load(text.getBytes(StandardCharsets.UTF_8));
            String theirs = nft.list(NftGateway.TABLE).orElseThrow();
            assertThat(ours.lines().filter(l -> !l.contains("elements")).toList())
                    .isEqualTo(
                            theirs.lines().filter(l -> !l.contains("elements")).toList());
            assertThat(NetlinkFilterTest.texts(
                            NftGatewayReader.read(filter.list(NftGateway.TABLE).orElseThrow())))
                    .as("loaded by nft")
                    .isEqualTo(NetlinkFilterTest.texts(members));
        }
    }

    @Test
    void oneDevicesChangeIsElementsOnly() throws IOException {
        Random random = new Random(SEED);
        Map<String, Member> members = members(random, 12);
        NftElements now = NftElements.of(members).orElseThrow();
        proved(now.text(), members);
        int alone = 0;
        for (int i = 0; i < 12; i++) {
            int number = 1 + random.nextInt(12);
            // Another device's policy: its shapes are there.
            Member like = members.get("d" + (1 + random.nextInt(12)));
            Map<String, Member> next = new TreeMap<>(members);
            PacketSet permitted = i % 3 == 0 ? NetlinkFilterTest.policy(random, 3) : like.permitted();
            next.put("d" + number, new Member(members.get("d" + number).device(), permitted));
            Optional<Change> change = now.change(next);
            alone += change.isPresent() ? 1 : 0;
            String text = change.map(Change::text)
                    .orElseGet(() -> NftElements.of(next).orElseThrow().text());
            now = change.map(Change::after).orElseGet(() -> NftElements.of(next).orElseThrow());
            members = next;
            if (!text.isEmpty()) {
                proved(text, members);
            }
        }
        assertThat(alone).isGreaterThan(2);
        assertThat(filter.counted(NftGateway.TABLE).map(NftCounters::read).orElseThrow())
                .containsKeys("from-d1", "to-d12");
    }

    @Test
    void whatSomebodyElseDidIsSeen() throws IOException {
        Map<String, Member> members = members(new Random(SEED), 3);
        String text = NftElements.of(members).orElseThrow().text();
        for (String strange : List.of(
                "add element inet muster-gateway own4 { 10.9.9.9 . 02:00:00:00:00:01 }",
                "add element inet muster-gateway live { 02:00:00:00:00:01 . 0x00000007 }",
                "add element inet muster-gateway bit4-3 { 10.9.9.9 }",
                "delete element inet muster-gateway refused { 02:00:00:00:00:01 }",
                "delete element inet muster-gateway interfaces { 02:00:00:00:00:02 }",
                "insert rule inet muster-gateway from accept",
                "insert rule inet muster-gateway flows-from ip daddr . ether saddr @f4-r-i return",
                "add rule inet muster-gateway pass-from accept",
                "flush chain inet muster-gateway to",
                "add set inet muster-gateway f4-9-d { type ipv4_addr . ether_addr . inet_proto . inet_service; }",
                "add chain inet muster-gateway more { type filter hook prerouting priority -5; policy accept; }")) {
            proved(text, members);
            try {
                nft.load((strange + "\n").getBytes(StandardCharsets.US_ASCII));
            } catch (IOException notPossible) {
                continue;
            }
            assertThatThrownBy(() ->
                            NftGatewayReader.read(filter.list(NftGateway.TABLE).orElseThrow()))
                    .as(strange)
                    .isInstanceOf(Exception.class);
        }
        proved(text, members);
        String more = "10.9.9.0/24 . 02:00:00:00:00:01 . 47";
        nft.load(("add element inet muster-gateway f4-r-j { " + more + " }\n").getBytes(StandardCharsets.US_ASCII));
        assertThat(filter.list(NftGateway.TABLE).filter(listing -> listing.contains(more)))
                .as("a permission more")
                .isPresent()
                .hasValueSatisfying(
                        listing -> assertThat(unlike(listing, members)).isTrue());
    }

    private static boolean unlike(String listing, Map<String, Member> members) {
        try {
            return !NetlinkFilterTest.texts(NftGatewayReader.read(listing)).equals(NetlinkFilterTest.texts(members));
        } catch (NftException no) {
            return true;
        }
    }

    private void proved(String text, Map<String, Member> members) throws IOException {
        filter.load(text.getBytes(StandardCharsets.UTF_8));
        String read = filter.list(NftGateway.TABLE).orElseThrow();
        assertThat(NetlinkFilterTest.texts(NftGatewayReader.read(read))).isEqualTo(NetlinkFilterTest.texts(members));
        String listed = nft.list(NftGateway.TABLE).orElseThrow();
        assertThat(NetlinkFilterTest.texts(NftGatewayReader.read(listed)))
                .as(listed)
                .isEqualTo(NetlinkFilterTest.texts(members));
    }

    private static Map<String, Member> members(Random random, int count) {
        Map<String, Member> members = new TreeMap<>();
        for (int i = 1; i <= count; i++) {
            members.put("d" + i, NetlinkFilterTest.member(i, NetlinkFilterTest.policy(random, 6), false));
        }
        return members;
    }
}
