package dev.muster.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.agent.block.BlockBoot;
import dev.muster.agent.block.FileBlockDevice;
import dev.muster.agent.block.RollbackCounter;
import dev.muster.format.crypto.Sha256;
import dev.muster.testing.Peer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Types every command of docs/guides/update.md: from a release to block storage that holds it, attested and committed. */
class UpdateGuideTest {
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|\\S+");
    private static final String MUSTER = "./muster ";

    @TempDir
    Path folder;

    @Test
    @Timeout(300)
    void everyCommandOfTheGuideWorksAsPrinted() throws Exception {
        try (GuideWalk walk = new GuideWalk(folder)) {
            walk.walk(
                    "update.md",
                    Map.of(
                            "refused", commands -> walk.type(commands, 1, line -> run(walk, line)),
                            "", commands -> walk.type(commands, 0, line -> run(walk, line))));
            assertThat(walk.said())
                    .contains("lamp-01 is trusted: evidence affirming")
                    .contains("1 updated, 0 failed of 1")
                    .contains("installed; the next start takes slot-a")
                    .contains("1 devices", "['firmware']", "application/vnd.muster.delta")
                    .contains("refused:");
            assertThat(walk.last().lines())
                    .anyMatch(line -> line.contains("attested affirming 1.1.0"))
                    .anyMatch(line -> line.contains("attested affirming 1.2.0"))
                    .anyMatch(line -> line.contains("attested affirming 1.3.0"));
            onlyTheDeviceReadsIt();
            // From the first release to the second one there was a difference; the factory's image was no release.
            try (var made = Files.list(folder.resolve("data/muster/artifacts/.deltas/demo"))) {
                assertThat(made.map(file -> file.getFileName().toString()))
                        .singleElement()
                        .asString()
                        .matches("[0-9a-f]{64}-[0-9a-f]{64}");
            }
            restarted(walk);
        }
    }

    /** The server has the encrypted image, and of the image itself nothing; the device has the image. */
    private void onlyTheDeviceReadsIt() throws Exception {
        Path release = folder.resolve("updates/1.3.0");
        byte[] image = Files.readAllBytes(release.resolve("image.tar"));
        String encrypted = hex(Files.readAllBytes(release.resolve("image.encrypted")));
        Path artifacts = folder.resolve("data/muster/artifacts");
        try (var kept = Files.walk(artifacts)) {
            assertThat(kept.map(file -> file.getFileName().toString()))
                    .anyMatch(name -> name.contains(encrypted))
                    .noneMatch(name -> name.contains(hex(image)));
        }
        byte[] storage = Files.readAllBytes(folder.resolve("updates/storage.img"));
        assertThat(new String(storage, StandardCharsets.ISO_8859_1)).contains("echo lamp 1.3.0");
    }

    private static String hex(byte[] content) {
        return HexFormat.of().formatHex(Sha256.of(content));
    }

    /** The device's next start: what came from the stick runs, is affirmed, and is committed on the storage. */
    private void restarted(GuideWalk walk) throws Exception {
        walk.stopLast();
        walk.start("./muster agent --root updates/lamp-01", "the proof of 1.4.0", "attested affirming 1.4.0");
        try (FileBlockDevice storage = FileBlockDevice.open(folder.resolve("updates/storage.img"))) {
            BlockBoot boot = new BlockBoot(storage, RollbackCounter.none());
            assertThat(boot.state().sequence()).isEqualTo(5);
            assertThat(boot.state().trials()).isZero();
        }
    }

    /** What only asks or makes files is run in this process: thirty starts of a virtual machine are most of a minute. */
    private Peer.Result here(String line) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(line.substring(MUSTER.length()));
        while (word.find()) {
            String text = word.group(1) == null ? word.group() : word.group(1);
            words.add(text.startsWith("updates/") ? folder.resolve(text).toString() : text);
        }
        words.add("--data=" + folder.resolve("data/muster"));
        return TypedCommands.here(words);
    }

    private Peer.Result run(GuideWalk walk, String line) throws Exception {
        return line.startsWith(MUSTER) ? here(line) : walk.shell(line);
    }
}
