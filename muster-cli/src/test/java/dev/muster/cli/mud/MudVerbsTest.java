package dev.muster.cli.mud;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MudVerbsTest {
    private static final String FILE = """
        {"ietf-mud:mud": {"mud-version": 1, "mud-url": "https://m.example/lamp", "last-update": "2026-01-01T00:00:00Z",
          "is-supported": true, "systeminfo": "a lamp",
          "from-device-policy": {"access-lists": {"access-list": [{"name": "f"}]}}},
         "ietf-access-control-list:ROOT": {"acl": [{"name": "f", "type": "ipv4-acl-type", "aces": {"ace": [
           {"name": "cloud", "matches": {"ipv4": {"ietf-acldns:dst-dnsname": "m.example", "protocol": 6},
             "tcp": {"destination-port": {"operator": "OP", "port": 443}}},
            "actions": {"forwarding": "accept"}}]}}]}}
        """;

    @TempDir
    private Path dir;

    private final StringWriter said = new StringWriter();

    @Test
    void aFileOfTheSpecificationsIsGood() throws IOException {
        assertThat(mud("check", write(FILE.replace("ROOT", "acls").replace("OP", "eq")), "--strict"))
                .isZero();
        assertThat(said.toString()).contains("https://m.example/lamp", "1 rules for what it sends", "it can be used");
    }

    @Test
    void aDialectCanBeUsedAndIsNotStrict() throws IOException {
        String file = write(FILE.replace("ROOT", "access-lists").replace("OP", "eq"));
        assertThat(mud("check", file)).isZero();
        assertThat(said.toString()).contains("deviation: root-of-a-draft at /ietf-access-control-list:access-lists");
        assertThat(mud("check", file, "--strict")).isEqualTo(1);
    }

    @Test
    void aRuleThatCannotBeUsedIsANo() throws IOException {
        assertThat(mud("check", "--json", write(FILE.replace("ROOT", "acls").replace("OP", "near"))))
                .isEqualTo(1);
        assertThat(said.toString()).contains("\"code\":\"ace-not-understood\"", "\"from-device-rules\":0");
    }

    @Test
    void aFileIsCompiledForItsSite() throws IOException {
        String file = write(FILE.replace("ROOT", "acls").replace("OP", "eq"));
        assertThat(mud("compile", file)).isZero();
        assertThat(said.toString())
                .contains("ip daddr @v4-m.example tcp dport 443 counter ct mark set ", "policy drop;");
        assertThat(mud(
                        "compile",
                        file,
                        "--to",
                        "words",
                        "--basics",
                        "--controller",
                        "urn:ietf:params:mud:dns=10.0.0.53"))
                .isZero();
        assertThat(said.toString())
                .contains("It may open TCP to m.example (IPv4) port 443.", "It may open UDP to 10.0.0.53 port 53.");
    }

    @Test
    void aRuleForNobodyIsANo() throws IOException {
        String nobody = FILE.replace("ROOT", "acls")
                .replace("OP", "eq")
                .replace(
                        "\"ipv4\": {\"ietf-acldns:dst-dnsname\": \"m.example\", \"protocol\": 6}",
                        "\"ietf-mud:mud\": {\"my-controller\": [null]}");
        assertThat(mud("compile", write(nobody))).isEqualTo(1);
        assertThat(said.toString()).contains("permits nothing here: cloud");
        assertThat(mud("compile", write(nobody), "--controller", "https://m.example/lamp=10.0.0.9"))
                .isZero();
    }

    @Test
    void aWiderFileIsANo() throws IOException {
        String older = write(FILE.replace("ROOT", "acls").replace("OP", "eq"));
        Path newer = Files.writeString(
                dir.resolve("newer.json"),
                FILE.replace("ROOT", "acls").replace("OP", "gte").replace("2026-01", "2026-02"));
        assertThat(mud("diff", older, newer.toString())).isEqualTo(1);
        assertThat(said.toString()).contains("+ It may open TCP to m.example (IPv4) port 444-65535.", "wider");
        assertThat(mud("diff", newer.toString(), older)).isEqualTo(1);
        assertThat(said.toString()).contains("may not take the older one's place (older)");
        assertThat(mud("diff", older, older)).isZero();
        assertThat(said.toString()).contains("narrower", "the same packets");
    }

    @Test
    void whatIsSeenIsLearnedAndRehearsed() throws IOException {
        String frame = "020000000001020000000031080045000028000100004006000" + "00a00001fcb007105"
                + "9c4001bb00000007000000005002040000000000";
        byte[] capture = HexFormat.of()
                .parseHex("a1b2c3d4" + "00020004" + "0000000000000000" + "0000ffff" + "00000001" + "6553f10000000005"
                        + "0000003600000036" + frame);
        Path seen = Files.write(dir.resolve("seen.pcap"), capture);
        Path out = dir.resolve("learned.json");
        assertThat(mud("learn", seen.toString(), "--device", "02:00:00:00:00:31", "--out", out.toString()))
                .isZero();
        assertThat(said.toString()).contains("It may open TCP to 203.0.113.5 port 443.", "100.0 %");
        assertThat(mud("check", out.toString(), "--strict")).isZero();
        assertThat(mud("rehearse", out.toString(), seen.toString(), "--device", "10.0.0.31"))
                .isZero();
        String other = write(FILE.replace("ROOT", "acls").replace("OP", "eq"));
        assertThat(mud("rehearse", other, seen.toString(), "--device", "10.0.0.31"))
                .isEqualTo(1);
        assertThat(said.toString()).contains("refused: It may open TCP to 203.0.113.5 port 443. 1 flows");
        assertThat(mud("learn", other, "--device", "10.0.0.31", "--out", out.toString()))
                .isEqualTo(1);
    }

    @Test
    void aRouterNeedsToKnowItsDevice() throws IOException {
        String file = write(FILE.replace("ROOT", "acls").replace("OP", "eq"));
        assertThat(mud("compile", file, "--to", "openwrt")).isNotZero();
        assertThat(said.toString()).contains("Which device?");
        assertThat(mud("compile", file, "--to", "openwrt", "--mac", "02:00:00:00:00:31", "--address", "10.0.0.31"))
                .isZero();
        assertThat(said.toString()).contains("option ipset 'v4-m.example dest'");
        assertThat(mud("compile", file, "--to", "radius")).isEqualTo(1);
        assertThat(said.toString()).contains("RADIUS has no names");
    }

    private String write(String text) throws IOException {
        return Files.writeString(dir.resolve("lamp.json"), text).toString();
    }

    private int mud(String... words) {
        CommandLine line = new CommandLine(new MudVerbs());
        line.setOut(new PrintWriter(said));
        line.setErr(new PrintWriter(said));
        return line.execute(words);
    }
}
