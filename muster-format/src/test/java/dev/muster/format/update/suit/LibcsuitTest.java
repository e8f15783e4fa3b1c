package dev.muster.format.update.suit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.crypto.Keys;
import dev.muster.format.update.suit.Command.Act;
import dev.muster.format.update.suit.Command.Action;
import dev.muster.format.update.suit.Command.Check;
import dev.muster.format.update.suit.Command.ComponentIndex;
import dev.muster.format.update.suit.Command.Condition;
import dev.muster.format.update.suit.Command.OverrideParameters;
import dev.muster.format.update.suit.Command.RunSequence;
import dev.muster.format.update.suit.Command.SetComponentIndex;
import dev.muster.format.update.suit.Command.TryEach;
import dev.muster.testing.Needs;
import dev.muster.testing.Peer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * libcsuit, built from its source ({@code .ci/peers/libcsuit}): it runs what we write, we read what it reports, and manifests
 * that a seed makes end alike in both.
 */
@Timeout(120)
class LibcsuitTest {
    private static final String UNCOVERED = "SUIT manifests in libcsuit";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<ComponentId> COMPONENTS = List.of(ComponentId.of("c0"), ComponentId.of("c1"));
    private static final byte[] FIRST = "first".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SECOND = "second".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] VENDOR = ClassIds.vendor("acme.example");
    private static final byte[] CLASS = ClassIds.deviceClass(VENDOR, "cam");
    private static final int MANIFESTS = 60;

    @TempDir
    private Path dir;

    private Path peer = Path.of("");

    @BeforeEach
    void peerIsBuilt() {
        peer = Path.of(System.getProperty("muster.root", ".."))
                .resolve("build/peers/libcsuit")
                .toAbsolutePath();
        Needs.peer(peer.resolve("examples/process/suit_manifest_process"), UNCOVERED);
    }

    /** The key that its example program trusts; its private half lies beside it. */
    private CoseSigner trusted() throws IOException {
        Matcher hex = Pattern.compile("0x([0-9A-Fa-f]{2})")
                .matcher(Files.readString(peer.resolve("examples/inc/trust_anchor_esp256_cose_key_private.h")));
        ByteArrayOutputStream key = new ByteArrayOutputStream();
        while (hex.find()) {
            key.write(Integer.parseInt(hex.group(1), 16));
        }
        return CoseSigner.of(
                CoseAlgorithm.ESP256, CoseKey.parse(key.toByteArray()).privateKey(), Optional.empty());
    }

    /** How a run ended: success, and what the components hold. */
    private record End(boolean success, Map<ComponentId, String> holds) {}

    private static Manifest manifest(CommandSequence install) {
        CommandSequence shared = CommandSequence.of(
                new SetComponentIndex(new ComponentIndex.All()),
                new OverrideParameters(List.of(new Parameter.VendorId(VENDOR), new Parameter.ClassId(CLASS))),
                new Check(Condition.VENDOR_ID, 15),
                new Check(Condition.CLASS_ID, 15));
        return new Manifest(
                1,
                Optional.empty(),
                COMPONENTS,
                Optional.of(shared),
                new TreeMap<>(Map.of(CodePoints.INSTALL, install)),
                new TreeMap<>(),
                new TreeSet<>());
    }

    private static byte[] signed(Manifest manifest, CoseSigner signer) {
        return EnvelopeBuilder.of(manifest)
                .integrate("#first", FIRST)
                .integrate("#second", SECOND)
                .sign(signer);
    }

    private End theirs(byte[] envelope) throws Exception {
        Path run = Files.createTempDirectory(dir, "run");
        Files.createDirectories(run.resolve("components"));
        Files.write(run.resolve("manifest.suit"), envelope);
        Peer.run(
                run,
                Map.of("SUIT_REPORT_FILE", run.resolve("report.cbor").toString()),
                PATIENCE,
                peer.resolve("examples/process/suit_manifest_process").toString(),
                run.resolve("manifest.suit").toString(),
                "-p",
                run.resolve("components").toString());
        Map<ComponentId, String> holds = new HashMap<>();
        for (ComponentId component : COMPONENTS) {
            Path file = run.resolve("components")
                    .resolve(new String(component.bytes().getFirst(), StandardCharsets.US_ASCII));
            if (Files.exists(file)) {
                holds.put(component, Files.readString(file));
            }
        }
        if (!Files.exists(run.resolve("report.cbor"))) {
            return new End(false, holds);
        }
        Report report = SignedReport.parse(Files.readAllBytes(run.resolve("report.cbor")))
                .report();
        return new End(report.result() instanceof Report.Result.Success, holds);
    }

    private static End ours(byte[] bytes) {
        Envelope envelope = Envelope.parse(bytes);
        SimulatedDevice device = new SimulatedDevice(new SimulatedDevice.Description(
                VENDOR,
                CLASS,
                0,
                0,
                OptionalLong.empty(),
                Map.of(),
                new EnvelopeVerifier(List.of()),
                new PayloadCipher(List.of())));
        Outcome outcome = Processor.update(Manifest.parse(envelope), envelope, device);
        Map<ComponentId, String> holds = new HashMap<>();
        device.components()
                .forEach((component, bytesOf) -> holds.put(component, new String(bytesOf, StandardCharsets.US_ASCII)));
        return new End(outcome instanceof Outcome.Completed, holds);
    }

    private static Command at(int component) {
        return new SetComponentIndex(new ComponentIndex.One(component));
    }

    private static CommandSequence fetched(int component, byte[] digested, String uri) {
        return CommandSequence.of(
                at(component),
                new OverrideParameters(List.of(
                        new Parameter.ImageDigest(SuitDigest.sha256(digested)),
                        new Parameter.ImageSize(digested.length),
                        new Parameter.Uri(uri))),
                new Act(Action.FETCH, 15),
                new Check(Condition.IMAGE_MATCH, 15));
    }

    @Test
    void itInstallsWhatWeSignAndWeReadItsReport() throws Exception {
        End end = theirs(signed(manifest(fetched(0, FIRST, "#first")), trusted()));
        assertThat(end.success()).isTrue();
        assertThat(end.holds()).containsEntry(COMPONENTS.getFirst(), "first");
    }

    @Test
    void itRefusesAStrangersSignatureAndAWrongDigest() throws Exception {
        Manifest good = manifest(fetched(0, FIRST, "#first"));
        CoseSigner stranger = CoseSigner.of(
                CoseAlgorithm.ESP256, Keys.generateP256(new SecureRandom()).getPrivate(), Optional.empty());
        assertThat(theirs(signed(good, stranger))).isEqualTo(new End(false, Map.of()));
        byte[] wrong = signed(manifest(fetched(0, SECOND, "#first")), trusted());
        assertThat(theirs(wrong).success()).isFalse();
        assertThat(ours(wrong).success()).isFalse();
    }

    @Test
    void manifestsOfASeedEndAlike() throws Exception {
        List<String> differ = new ArrayList<>();
        CoseSigner signer = trusted();
        for (int seed = 0; seed < MANIFESTS; seed++) {
            CommandSequence install = new Programs(new Random(seed)).sequence(2);
            byte[] envelope = signed(manifest(install), signer);
            End ours = ours(envelope);
            End theirs = theirs(envelope);
            if (!ours.equals(theirs)) {
                differ.add(seed + ": ours " + ours + ", theirs " + theirs + "\n   " + install);
            }
        }
        assertThat(differ).isEmpty();
    }

    /** Programs over two components and two payloads. */
    private record Programs(Random random) {
        CommandSequence sequence(int depth) {
            List<Command> commands = new ArrayList<>();
            int steps = 1 + random.nextInt(3);
            for (int i = 0; i < steps; i++) {
                commands.addAll(step(depth));
            }
            return CommandSequence.of(commands.toArray(Command[]::new));
        }

        private List<Command> step(int depth) {
            int component = random.nextInt(2);
            boolean right = random.nextInt(4) > 0;
            return switch (random.nextInt(depth > 0 ? 5 : 3)) {
                case 0 -> commands(fetched(component, right ? FIRST : SECOND, "#first"));
                case 1 -> commands(fetched(component, SECOND, "#second"));
                case 2 ->
                    List.of(
                            at(component),
                            new OverrideParameters(List.of(new Parameter.Content(FIRST))),
                            new Act(Action.WRITE, 15));
                case 3 -> List.of(new TryEach(List.of(sequence(depth - 1), sequence(depth - 1)), random.nextBoolean()));
                default -> List.of(new RunSequence(sequence(depth - 1)));
            };
        }

        private static List<Command> commands(CommandSequence sequence) {
            return sequence.steps().stream().map(CommandSequence.Step::command).toList();
        }
    }
}
