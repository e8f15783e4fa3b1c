package dev.muster.core.network.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.network.Namespaces;
import dev.muster.format.network.mud.MudReader;
import dev.muster.format.network.nft.NftText;
import dev.muster.format.network.packet.PacketSet;
import dev.muster.format.network.packet.Prefix;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Descriptions in a real kernel, tried with real connections between two namespaces: who may open what in which direction,
 * names before and after an answer and after its end, and what a new policy does to open connections.
 */
class MudInKernelTest {
    private static final String WORLD = """
        set -u
        unshare -n sleep 300 & device=$!
        trap 'kill $device' EXIT
        until [ "$(readlink /proc/$device/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do sleep 0.05; done
        in_device() { nsenter -t $device -n "$@"; }
        ip link set lo up; ip link add server type veth peer name device netns $device
        for a in 7 21 22 53; do ip addr add 10.0.0.$a/24 dev server; ip -6 addr add fd00::$a/64 dev server nodad; done
        ip addr add 10.9.9.9/32 dev server; ip link set server up
        in_device ip link set lo up; in_device ip addr add 10.0.0.31/24 dev device
        in_device ip -6 addr add fd00::31/64 dev device nodad; in_device ip link set device up
        in_device ip route add default via 10.0.0.7
        python3 probe.py $device steps
        """;

    private static final Site SITE = new Site(
            List.of(prefix("10.0.0.0/24"), prefix("fd00::/64")),
            Map.of(
                    "https://m.example/lamp",
                    List.of(prefix("10.0.0.7"), prefix("fd00::7")),
                    Site.DNS,
                    List.of(prefix("10.0.0.53")),
                    "https://controller.nist.local",
                    List.of(prefix("10.0.0.7"))),
            List.of(
                    new Site.Neighbour(
                            "https://same-manufacturer-test.nist.local/super1",
                            "same-manufacturer-test.nist.local",
                            List.of(prefix("10.0.0.53"))),
                    new Site.Neighbour(
                            "https://toothbrush.nist.local/super1",
                            "toothbrush.nist.local",
                            List.of(prefix("10.0.0.21"))),
                    new Site.Neighbour(
                            "https://hairbrush.nist.local/super1",
                            "hairbrush.nist.local",
                            List.of(prefix("10.0.0.22")))));

    @TempDir
    private Path dir;

    private final List<String> expected = new ArrayList<>();

    @BeforeEach
    void world() {
        Namespaces.assume();
    }

    @Test
    void theFilesOfNistConnectWhomTheySay() throws Exception {
        policy("mfg", nist("mud-mfg-test/mudfile-mfg-test.json"));
        expect("tcp out 10.0.0.22 8010", "open");
        expect("tcp out 10.0.0.22 80", "shut");
        expect("tcp out 10.0.0.21 8010", "shut");
        expect("udp out 10.0.0.21 8008", "open");
        expect("udp out 10.0.0.22 8008", "shut");
        expect("udp in 10.0.0.7 8008 5000", "shut");
        expect("tcp in 10.0.0.22 8010 80", "shut");
        policy("dns", nist("mud-dns-test/mudfile-dns-test.json"));
        expect("tcp out 10.0.0.7 80", "shut");
        expect("answer v4-www.nist.local 10.0.0.7 2", "done");
        expect("tcp out 10.0.0.7 80", "open");
        expect("tcp out 10.0.0.7 443", "shut");
        expect("tcp out 10.0.0.21 80", "shut");
        expect("wait 2.5", "done");
        expect("tcp out 10.0.0.7 80", "shut");
        policy("local", nist("mud-local-networks-test/mudfile-local-networks-test.json"));
        expect("tcp in 10.0.0.21 0 80", "open");
        expect("tcp in 10.0.0.21 0 8080", "shut");
        expect("tcp in 10.9.9.9 0 80", "shut");
        expect("tcp out 10.0.0.21 80", "shut");
        policy("class", nist("mud-controllerclass-test/mudfile-controllerclass-test.json"));
        expect("tcp out 10.0.0.7 80", "open");
        expect("tcp out 10.0.0.7 443", "shut");
        expect("tcp out 10.0.0.21 80", "shut");
        expect("tcp in 10.0.0.7 0 80", "shut");
        policy("same", nist("mud-same-manufacturer-test/mudfile-same-manufacturer-test.json"));
        expect("tcp out 10.0.0.53 443", "open");
        expect("udp out 10.0.0.53 53", "open");
        expect("tcp in 10.0.0.53 0 80", "open");
        expect("tcp out 10.0.0.21 443", "shut");
        expect("tcp in 10.0.0.21 0 80", "shut");
        tryAll();
    }

    @Test
    void aNewPolicyCutsWhatItDoesNotPermit() throws Exception {
        PacketSet lamp = MudPolicy.read(MudReader.read(LAMP.replace('\'', '"').getBytes(StandardCharsets.UTF_8)), SITE)
                .permitted();
        policy("lamp", lamp);
        expect("tcp out fd00::7 443", "open");
        expect("tcp out fd00::21 443", "shut");
        expect("tcp in fd00::7 0 8080", "shut");
        expect("hold 10.0.0.7 443", "done");
        expect("held", "alive");
        // A window for a vendor: more is permitted, and what was open stays open.
        PacketSet vendor = PacketSet.of(List.of(Basics.client(prefix("10.9.9.9"), 6, 9999)));
        expect("tcp out 10.9.9.9 9999", "shut");
        policy("window", lamp.or(vendor));
        expect("tcp out 10.9.9.9 9999", "open");
        expect("held", "alive");
        policy("closed", lamp);
        expect("tcp out 10.9.9.9 9999", "shut");
        expect("held", "alive");
        policy("quarantine", PacketSet.of(List.of(Basics.client(prefix("10.0.0.22"), 6, 8010))));
        expect("held", "cut");
        expect("tcp out 10.0.0.7 443", "shut");
        expect("tcp out 10.0.0.22 8010", "open");
        tryAll();
    }

    @Test
    void whatEverybodyMayDoIsNamesAndTime() throws Exception {
        policy("basics", Basics.of(SITE));
        expect("udp out 10.0.0.53 53", "open");
        expect("udp out 10.0.0.7 53", "shut");
        expect("tcp out 10.0.0.53 443", "shut");
        tryAll();
    }

    private void tryAll() throws Exception {
        StringBuilder steps = new StringBuilder();
        expected.forEach(line -> steps.append(line, 0, line.lastIndexOf(": ")).append('\n'));
        Files.writeString(dir.resolve("steps"), steps);
        try (var probe = MudInKernelTest.class.getResourceAsStream("probe.py")) {
            Files.write(dir.resolve("probe.py"), probe.readAllBytes());
        }
        assertThat(Namespaces.run(WORLD, dir).lines()).containsExactlyElementsOf(expected);
    }

    private void policy(String name, PacketSet permitted) throws IOException {
        Files.writeString(dir.resolve(name + ".nft"), NftText.self(permitted));
        expect("load " + name + ".nft", "done");
    }

    private void expect(String step, String result) {
        expected.add(step + ": " + result);
    }

    private static PacketSet nist(String name) throws IOException {
        Path file = Path.of(System.getProperty("muster.vectors", "../shared/vectors"), "mud/nist", name);
        dev.muster.testing.Needs.that(
                Files.exists(file), "public vectors are absent: the files of NIST are not covered");
        return MudPolicy.read(MudReader.read(Files.readAllBytes(file)), SITE).permitted();
    }

    private static Prefix prefix(String text) {
        return Prefix.parse(text).orElseThrow();
    }

    private static final String LAMP = "{'ietf-mud:mud':{'mud-version':1,'mud-url':'https://m.example/lamp',"
            + "'last-update':'2026-01-01T00:00:00Z','is-supported':true,"
            + "'from-device-policy':{'access-lists':{'access-list':[{'name':'four'},{'name':'six'}]}}},"
            + "'ietf-access-control-list:acls':{'acl':["
            + acl("four", "ipv4-acl-type") + "," + acl("six", "ipv6-acl-type") + "]}}";

    private static String acl(String name, String type) {
        return "{'name':'" + name + "','type':'" + type + "','aces':{'ace':[{'name':'hub','matches':{"
                + "'ietf-mud:mud':{'my-controller':[null]},'tcp':{'ietf-mud:direction-initiated':'from-device',"
                + "'destination-port':{'operator':'eq','port':443}}},'actions':{'forwarding':'accept'}}]}}";
    }
}
