package dev.muster.cli.suit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.cli.maker.MakerKey;
import dev.muster.format.update.image.FirmwareImage;
import dev.muster.format.update.suit.Capabilities;
import dev.muster.format.update.suit.Command;
import dev.muster.format.update.suit.ComponentId;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SuitVerbsTest {
    @TempDir
    private Path dir;

    private final StringWriter said = new StringWriter();

    @BeforeEach
    void make() throws IOException {
        for (String name : new String[] {"maker", "stranger"}) {
            MakerKey.create(name, Instant.now(), new SecureRandom()).write(dir.resolve(name));
        }
        byte[] program = "a program".getBytes(StandardCharsets.US_ASCII);
        FirmwareImage image =
                new FirmwareImage(new TreeMap<>(Map.of("bin/program", new FirmwareImage.Content(program, true))));
        Files.write(dir.resolve("image.tar"), image.encode());
    }

    private int suit(String... words) {
        CommandLine line = new CommandLine(new SuitVerbs());
        line.setOut(new PrintWriter(said));
        line.setErr(new PrintWriter(said));
        return line.execute(words);
    }

    private int create(String... more) {
        String[] words = {
            "create",
            dir + "/image.tar",
            dir + "/update.suit",
            "--key",
            dir + "/maker",
            "--vendor-domain",
            "acme.example",
            "--class",
            "cam",
            "--version",
            "2.0",
            "--sequence",
            "2"
        };
        String[] all = Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return suit(all);
    }

    private int run(String... more) {
        String[] words = {
            "run",
            dir + "/update.suit",
            dir + "/device",
            "--key",
            dir + "/maker/maker.pem",
            "--vendor-domain",
            "acme.example",
            "--class",
            "cam"
        };
        String[] all = Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return suit(all);
    }

    @Test
    void whatIsCreatedIsVerifiedByItsKeyAndNoOther() {
        assertThat(create()).isZero();
        assertThat(suit("verify", dir + "/update.suit", "--key", dir + "/maker/maker.pem"))
                .isZero();
        assertThat(said.toString()).contains("verified: signed by maker.pem, sequence 2");
        assertThat(suit("verify", dir + "/update.suit", "--key", dir + "/stranger/maker.pem"))
                .isEqualTo(1);
        assertThat(said.toString()).contains("refused (unauthorised)");
    }

    @Test
    void anEnvelopeIsRunAsADeviceWould() {
        create();
        assertThat(run("--image", dir + "/image.tar")).isZero();
        assertThat(dir.resolve("device/slot-b/bin/program")).hasContent("a program");
        assertThat(run("--floor", "3")).isEqualTo(1);
        assertThat(said.toString()).contains("a rollback");
        assertThat(run()).isEqualTo(1);
        assertThat(said.toString()).contains("none of the images");
    }

    @Test
    void anIntegratedAndSeveredEnvelopeNeedsNoImageBesideIt() {
        assertThat(create("--integrate", "--sever-text")).isZero();
        assertThat(run()).isZero();
        assertThat(dir.resolve("device/slot-b/bin/program")).exists();
    }

    private static final String WANTED = """
        {"components": [{"install-id": ["00"], "install-size": 9, "uri": "https://a.example/x", "bootable": true,
          "install-digest": {"algorithm-id": "sha256",
            "digest-bytes": "00112233445566778899aabbccddeeff0123456789abcdeffedcba9876543210"},
          "vendor-id": "fa6b4a53-d5ad-5fdf-be9d-e663e4d41ffe",
          "class-id": "1492af14-2569-5e48-bf42-9b2d51f2ab45"}],
         "manifest-version": 1, "manifest-sequence-number": 7}\
        """;

    @Test
    void aManifestInJsonIsSignedByTwoOfTwo() throws IOException {
        Path json = Files.writeString(dir.resolve("wanted.json"), WANTED);
        String envelope = dir + "/wanted.suit";
        assertThat(suit("create", json.toString(), envelope)).as(said::toString).isZero();
        assertThat(suit("check", envelope)).as(said::toString).isZero();
        assertThat(suit("sign", envelope, "--key", dir + "/maker"))
                .as(said::toString)
                .isZero();
        String[] both = {
            "verify",
            envelope,
            "--key",
            dir + "/maker/maker.pem",
            "--key",
            dir + "/stranger/maker.pem",
            "--at-least",
            "2"
        };
        assertThat(suit(both)).isEqualTo(1);
        assertThat(said.toString()).contains("1 of the 2 signers");
        assertThat(suit("sign", envelope, "--key", dir + "/maker")).isZero();
        assertThat(suit(both)).as("one who signs twice is one").isEqualTo(1);
        assertThat(suit("sign", envelope, "--key", dir + "/stranger")).isZero();
        assertThat(suit(both)).as(said::toString).isZero();
    }

    @Test
    void aManifestThatAsksNobodysClassIsNotWritten() throws IOException {
        String careless = WANTED.replaceFirst(",\\s*\"class-id\": \"[^\"]*\"", "");
        Path json = Files.writeString(dir.resolve("wanted.json"), careless);
        assertThat(suit("create", json.toString(), dir + "/none.suit")).isEqualTo(1);
        assertThat(said.toString()).contains("acts-before-class");
        assertThat(Files.exists(dir.resolve("none.suit"))).isFalse();
    }

    /** A folder's device has one component; a device that has another one is not sent this, and nothing is written. */
    @Test
    void whatADeviceClassCannotRunIsNotWritten() throws IOException {
        Files.write(dir.resolve("lamp"), report("firmware"));
        Files.write(dir.resolve("radio"), report("radio"));
        assertThat(create("--capabilities", dir + "/lamp")).as(said::toString).isZero();
        assertThat(suit("check", dir + "/update.suit", "--capabilities", dir + "/lamp"))
                .isZero();
        assertThat(suit("check", dir + "/update.suit", "--capabilities", dir + "/radio"))
                .isEqualTo(1);
        Files.delete(dir.resolve("update.suit"));
        assertThat(create("--capabilities", dir + "/radio")).isEqualTo(1);
        assertThat(said.toString())
                .contains("component-unsupported at 3+0: no component ['firmware'] is on the device");
        assertThat(dir.resolve("update.suit")).doesNotExist();
        Path json = Files.writeString(dir.resolve("wanted.json"), WANTED);
        assertThat(suit("create", json.toString(), dir + "/none.suit", "--capabilities", dir + "/radio"))
                .isEqualTo(1);
        assertThat(dir.resolve("none.suit")).doesNotExist();
        assertThat(create("--capabilities", dir + "/image.tar")).isNotZero();
        assertThat(said.toString()).contains("is not a capability report");
    }

    private static byte[] report(String component) {
        return Capabilities.of(
                        Command.Condition.BASE,
                        Command.Action.BASE,
                        false,
                        Set.of(new Capabilities.Component(ComponentId.of(component), false)),
                        OptionalLong.empty())
                .encode();
    }
}
