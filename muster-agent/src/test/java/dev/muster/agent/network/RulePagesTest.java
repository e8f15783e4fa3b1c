package dev.muster.agent.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.agent.state.DeviceRoots;
import dev.muster.agent.state.Durability;
import dev.muster.format.devices.orders.OrderAction.GatewayPolicy;
import dev.muster.format.devices.orders.PagedRules;
import dev.muster.format.devices.orders.Strength;
import dev.muster.format.network.nft.NftElements;
import dev.muster.format.network.nft.NftGateway;
import dev.muster.format.network.nft.NftGatewayReader;
import dev.muster.format.network.packet.Guarded;
import dev.muster.format.network.packet.PacketSet;
import dev.muster.format.network.packet.Prefix;
import dev.muster.guard.firewall.PacketFilter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules that come in pages: what is in force is the ones before until all of the new ones are here. */
class RulePagesTest {
    private static final int MANY = 5_000;

    private static final PagedRules FIRST = rules(1);
    private static final PagedRules SECOND = noise();

    @TempDir
    private Path dir;

    private Optional<String> table = Optional.empty();
    private final List<Integer> fetched = new ArrayList<>();
    private DeviceRoots roots;

    @BeforeEach
    void setUp() throws IOException {
        roots = DeviceRoots.under(dir.resolve("root"), Strength.CHECKED, Durability.PROCESS_END)
                .create();
        Path bridge = Files.createDirectories(dir.resolve("proc/sys/net/bridge"));
        for (String name : List.of("bridge-nf-call-iptables", "bridge-nf-call-ip6tables")) {
            Files.writeString(bridge.resolve(name), "0\n");
        }
    }

    @Test
    void fiveThousandDevicesTakeEffectTogether() throws Exception {
        assertThat(FIRST.pages()).hasSizeGreaterThan(2);
        Applied applied = gateway().apply(FIRST.head(), pages(FIRST, 99));
        assertThat(applied.strength()).isEqualTo(Strength.KERNEL_ENFORCED);
        assertThat(applied.detail()).contains("for 5000 devices");
        assertThat(NftGatewayReader.read(table.orElseThrow())).hasSize(MANY);
        assertThat(kept()).as("they are in force, and kept as rules").isEmpty();
        assertThat(gateway().watch()).as("another start").isEmpty();
    }

    @Test
    void whoIsCutOffGoesOnWithThePagesThatAreMissing() throws Exception {
        gateway().apply(small());
        Optional<String> before = table;
        assertThatThrownBy(() -> gateway().apply(FIRST.head(), pages(FIRST, 2))).hasMessageContaining("cut off");
        assertThat(table).as("what was in force").isEqualTo(before);
        assertThat(kept()).hasSize(2);
        // As a kill leaves it: a page that is half there.
        Files.write(
                roots.network().resolve("gateway.pages").resolve(FIRST.pages().get(1)), new byte[100]);
        fetched.clear();
        byte[] whole = new RulePages(roots).whole(FIRST.head(), pages(FIRST, 99));
        assertThat(fetched).startsWith(1, 2).doesNotContain(0);
        assertThat(whole).isEqualTo(FIRST.text(FIRST.packed()));
    }

    @Test
    void pagesOfAnotherGenerationAreNotTaken() throws Exception {
        assertThatThrownBy(() -> gateway().apply(FIRST.head(), pages(FIRST, 2))).hasMessageContaining("cut off");
        assertThatThrownBy(() -> gateway().apply(SECOND.head(), pages(FIRST, 99)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("page 1 of " + SECOND.pages().size() + " is of other rules than were ordered");
        assertThat(kept()).as("none of the generation before is left").isEmpty();
        assertThat(table).isEmpty();
        assertThat(new RulePages(roots).whole(SECOND.head(), pages(SECOND, 99)))
                .isEqualTo(SECOND.text(SECOND.packed()));
    }

    @Test
    void aPageThatIsRepeatedForAnotherIsNotTaken() {
        assertThatThrownBy(() -> gateway().apply(FIRST.head(), number -> FIRST.page(0)))
                .hasMessageContaining("page 2 of " + FIRST.pages().size() + " is of other rules");
        assertThat(table).isEmpty();
    }

    @Test
    void pagesThatAreNotTheRulesWhoseDigestWasSaidAreNotLoaded() throws Exception {
        PagedRules lied = new PagedRules(SECOND.digest(), FIRST.bytes(), FIRST.pages(), new byte[0]);
        assertThatThrownBy(() -> gateway().apply(lied, pages(FIRST, 99)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not the rules whose digest was told");
        assertThat(table).isEmpty();
        assertThat(kept()).isEmpty();
    }

    @Test
    void whatIsNoTableOfAGatewayIsNotLoaded() {
        PagedRules foreign = PagedRules.of("flush ruleset\n".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> gateway().apply(foreign.head(), pages(foreign, 99)))
                .hasMessageContaining("cannot be proved");
        assertThat(table).isEmpty();
    }

    private RulePages.Source pages(PagedRules rules, int most) {
        return number -> {
            fetched.add(number);
            if (number >= most) {
                throw new IOException("cut off");
            }
            return rules.page(number);
        };
    }

    private List<String> kept() {
        Path folder = roots.network().resolve("gateway.pages");
        try (Stream<Path> files = Files.exists(folder) ? Files.list(folder) : Stream.empty()) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private GatewayPolicies gateway() {
        PacketFilter kernel = new PacketFilter() {
            @Override
            public void load(byte[] ruleset) {
                table = Optional.of(new String(ruleset, StandardCharsets.UTF_8));
            }

            @Override
            public Optional<String> list() {
                return Optional.empty();
            }

            @Override
            public Optional<String> list(String name) {
                return table.filter(text -> name.equals(NftGateway.TABLE));
            }
        };
        return new GatewayPolicies(
                roots,
                Optional.of(kernel),
                Optional.empty(),
                Optional.empty(),
                new BridgedPackets(dir.resolve("proc"), dir.resolve("sys")));
    }

    private static GatewayPolicy small() {
        Guarded lamp = new Guarded(
                "02:00:00:00:00:31", List.of(Prefix.parse("10.0.0.31").orElseThrow()));
        return new GatewayPolicy(NftGateway.text(Map.of("lamp", new NftGateway.Member(lamp, PacketSet.NONE)))
                .getBytes(StandardCharsets.UTF_8));
    }

    private static PagedRules noise() {
        byte[] text = new byte[3 * PagedRules.PAGE_BYTES];
        new Random(2).nextBytes(text);
        return PagedRules.of(text);
    }

    /** Interfaces that are like no others, so that they pack badly. */
    private static PagedRules rules(int seed) {
        Random random = new Random(seed);
        Map<String, NftGateway.Member> all = new TreeMap<>();
        for (int i = 0; i < MANY; i++) {
            String mac = String.format(
                    "02:%02x:%02x:%02x:%02x:%02x",
                    random.nextInt(256), random.nextInt(256), random.nextInt(256), i >> 8, i & 0xff);
            Prefix address = Prefix.parse("10." + seed + "." + (i >> 8) + "." + (i & 0xff))
                    .orElseThrow();
            all.put("device-" + i, new NftGateway.Member(new Guarded(mac, List.of(address)), PacketSet.everything()));
        }
        return PagedRules.of(NftElements.of(all).orElseThrow().text().getBytes(StandardCharsets.UTF_8));
    }
}
