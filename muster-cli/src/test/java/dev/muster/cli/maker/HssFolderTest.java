package dev.muster.cli.maker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.cli.CommandFailed;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.cose.VerificationKey;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.Pem;
import dev.muster.format.update.suit.ClassIds;
import dev.muster.format.update.suit.Envelope;
import dev.muster.format.update.suit.EnvelopeBuilder;
import dev.muster.format.update.suit.EnvelopeVerifier;
import dev.muster.format.update.suit.FirmwareTemplate;
import dev.muster.format.update.suit.SuitDigest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hash-based key whose process is killed at any time never signs twice with one index. */
class HssFolderTest {
    /** Each costs the start of a virtual machine. */
    private static final int KILLS = 6;

    @TempDir
    Path temporary;

    private static int index(byte[] signature) {
        return ByteBuffer.wrap(signature).getInt(4);
    }

    @Test
    void anEnvelopeIsSignedAndVerifiedByItsPublicHalf() throws Exception {
        HssFolder folder = HssFolder.create(temporary.resolve("k"), "Acme", 5, new SecureRandom());
        byte[] vendor = ClassIds.vendor("acme.example");
        byte[] bytes = EnvelopeBuilder.of(new FirmwareTemplate(
                                1,
                                vendor,
                                ClassIds.deviceClass(vendor, "cam"),
                                SuitDigest.sha256(new byte[1]),
                                1,
                                "#firmware",
                                "1.0",
                                "")
                        .manifest())
                .sign(MakerKey.updates(folder.folder()));
        MakerKey.Public open = MakerKey.publicHalf(folder.folder());
        assertThat(open.maker()).isEqualTo("Acme");
        VerificationKey key = VerificationKey.of(Keys.publicKey(Pem.first(open.pem(), "PUBLIC KEY")));
        EnvelopeVerifier verifier = new EnvelopeVerifier(List.of(new EnvelopeVerifier.Signer("acme", key)));
        assertThat(verifier.verify(Envelope.parse(bytes))).isInstanceOf(EnvelopeVerifier.Verification.Verified.class);
        bytes[bytes.length - 1] ^= 1;
        assertThat(verifier.verify(Envelope.parse(bytes))).isInstanceOf(EnvelopeVerifier.Verification.Refused.class);
        assertThat(folder.left()).isEqualTo(31);
    }

    @Test
    void aStateThatCannotBeWrittenSignsNothing() throws IOException {
        HssFolder folder = HssFolder.create(temporary.resolve("k"), "Acme", 5, new SecureRandom());
        // A folder in the place of the next state: it cannot be written, whoever runs this.
        Files.createDirectories(temporary.resolve("k/hss.key.next/x"));
        assertThatThrownBy(folder::reserve).isInstanceOf(IOException.class);
        assertThat(folder.left()).isEqualTo(32);
    }

    @Test
    void itIsMadeOnceAndEnds() throws IOException {
        HssFolder folder = HssFolder.create(temporary.resolve("k"), "Acme", 5, new SecureRandom());
        assertThatThrownBy(() -> HssFolder.create(temporary.resolve("k"), "Acme", 5, new SecureRandom()))
                .isInstanceOf(CommandFailed.class);
        for (int i = 0; i < 32; i++) {
            assertThat(folder.reserve().index()).isEqualTo(i);
        }
        assertThatThrownBy(folder::reserve)
                .isInstanceOf(CommandFailed.class)
                .hasMessageContaining("as often as it may");
    }

    /** Signs until it is killed, and tells each index after its signature. */
    public static void main(String[] arguments) {
        CoseSigner signer = new HssFolder(Path.of(arguments[0])).updates();
        for (int i = 0; ; i++) {
            byte[] signature = signer.sign(
                    ("message " + ProcessHandle.current().pid() + " " + i).getBytes(StandardCharsets.US_ASCII));
            System.out.println(index(signature));
            System.out.flush();
        }
    }

    @Test
    void noIndexSignsTwiceHoweverOftenTheSignerIsKilled() throws Exception {
        HssFolder folder = HssFolder.create(temporary.resolve("k"), "Acme", 10, new SecureRandom());
        Random random = new Random(12);
        List<Integer> seen = new ArrayList<>();
        for (int kill = 0; kill < KILLS; kill++) {
            seen.addAll(signUntilKilled(folder.folder(), 1 + random.nextInt(4), random.nextInt(30)));
        }
        seen.add((int) folder.reserve().index());
        assertThat(seen).hasSizeGreaterThan(KILLS).doesNotHaveDuplicates().isSorted();
    }

    private static List<Integer> signUntilKilled(Path folder, int signatures, int millis) throws Exception {
        Process signer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HssFolderTest.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<Integer> seen = new ArrayList<>();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(signer.getInputStream(), StandardCharsets.US_ASCII))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                seen.add(Integer.valueOf(line));
                if (seen.size() == signatures) {
                    Thread.sleep(millis);
                    // SIGKILL, at whatever it is doing.
                    signer.toHandle().destroyForcibly();
                }
            }
        }
        assertThat(signer.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return seen;
    }
}
