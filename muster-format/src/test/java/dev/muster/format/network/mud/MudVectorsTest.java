package dev.muster.format.network.mud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.Vectors;
import dev.muster.format.network.mud.Finding.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Every MUD file of the public vectors is read, and what is odd about it is said. */
class MudVectorsTest {

    @Test
    void everyFileIsReadWithAllItsRules() {
        TreeMap<String, String> rules = new TreeMap<>();
        TreeMap<String, String> unused = new TreeMap<>();
        for (String name : Vectors.list("mud", ".json")) {
            byte[] text = Vectors.bytes(name);
            if (!new String(text, java.nio.charset.StandardCharsets.UTF_8).contains("\"ietf-mud:mud\"")) {
                continue;
            }
            MudFile mud = MudReader.read(text);
            String file = name.substring(name.lastIndexOf('/') + 1);
            mud.findings().stream()
                    .filter(f -> f.code() == Code.NETWORK_NOT_READ)
                    .forEach(f -> unused.put(file, f.words()));
            assertThat(mud.usable()).as(file + mud.findings()).isEqualTo(!unused.containsKey(file));
            rules.put(file, count(mud.lists(true)) + " out, " + count(mud.lists(false)) + " in");
        }
        // Two copies of one file, which has the router's IPv4 address in a rule for IPv6.
        assertThat(unused)
                .containsOnlyKeys("August-Doorbell.json", "augustdoorbellcamMud.json")
                .containsValue("\"192.168.1.1\" is no IPv6 network");
        assertThat(rules)
                .hasSize(20)
                .containsEntry("Luminaire_150.json", "3 out, 3 in")
                .containsEntry("blipcareBPmeterMud.json", "6 out, 3 in");
        assertThat(rules.values()).noneMatch(text -> text.contains("0 out, 0 in"));
    }

    @Test
    void theSignedFileOfCiscoIsStrict() {
        MudFile file = MudReader.read(Vectors.bytes("mud/cisco/luminaire/fs/Luminaire_150.json"));
        assertThat(file.strict()).as(file.findings().toString()).isTrue();
        assertThat(file.authority()).isEqualTo("luminaire.example.com");
        Ace first = file.lists(true).getFirst().aces().getFirst();
        assertThat(first.network().destinationName()).contains("fw-update.luminaire.example.com");
        assertThat(first.initiated()).isEqualTo(Optional.of(Ace.Initiated.FROM_DEVICE));
        assertThat(first.ports().destination()).containsExactly(new PortRange(443, 443));
    }

    @Test
    void theDialectsAreReadAndNamed() {
        assertThat(codes("mud/unsw/blipcareBPmeterMud.json"))
                .contains(Code.ROOT_OF_A_DRAFT, Code.ACL_TYPE_SHORT, Code.ETHERNET_NOT_ENFORCED);
        assertThat(codes("mud/namib/tests/mud_tests/MUD-Profile-example.json"))
                .contains(Code.TIME_WITHOUT_ZONE, Code.EMPTY_NOT_AS_NULL, Code.ACL_TYPE_SHORT, Code.ACE_NAME_TWICE);
    }

    private static int count(List<Acl> lists) {
        return lists.stream().mapToInt(acl -> acl.aces().size()).sum();
    }

    private static List<Code> codes(String name) {
        List<Code> codes = new ArrayList<>();
        MudReader.read(Vectors.bytes(name)).findings().forEach(f -> codes.add(f.code()));
        return codes;
    }
}
