package dev.muster.format.update.suit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseSign1;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.cose.CoseVerifier;
import dev.muster.format.cose.Verdict;
import dev.muster.format.cose.VerificationKey;
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

    /** A key of its example program. */
    private CoseKey key(String header) throws IOException {
        Matcher hex = Pattern.compile("0x([0-9A-Fa-f]{2})")
                .matcher(Files.readString(peer.resolve("examples/inc").resolve(header)));
        ByteArrayOutputStream key = new ByteArrayOutputStream();
        while (hex.find()) {
            key.write(Integer.parseInt(hex.group(1), 16));
        }
        return CoseKey.parse(key.toByteArray());
    }

    /** What it trusts; the private half lies beside. */
    private CoseSigner trusted() throws IOException {
        return CoseSigner.of(
                CoseAlgorithm.ESP256,
                key("trust_anchor_esp256_cose_key_private.h").privateKey(),
                Optional.empty());
    }

    /** Its report names no content type, so what our server's door reads is only what is inside. */
    private Report read(byte[] report) throws IOException {
        CoseSign1 message = CoseSign1.parse(report);
        VerificationKey device = key("device_esp256_cose_key_private.h").verificationKey();
        assertThat(CoseVerifier.strict().verify(message, device)).isInstanceOf(Verdict.Valid.class);
        return Report.parse(message.payload().orElseThrow());
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
        return theirs(envelope, Files.createTempDirectory(dir, "run"));
    }

    /** Its own report of a failed run says success, so the program's status is what counts. */
    private End theirs(byte[] envelope, Path run) throws Exception {
        Files.createDirectories(run.resolve("components"));
        Files.write(run.resolve("manifest.suit"), envelope);
        Peer.Result result = Peer.run(
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
        return new End(result.status() == 0, holds);
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
        byte[] envelope = signed(manifest(fetched(0, FIRST, "#first")), trusted());
        End end = theirs(envelope, dir);
        assertThat(end.success()).isTrue();
        assertThat(end.holds()).containsEntry(COMPONENTS.getFirst(), "first");
        Report report = read(Files.readAllBytes(dir.resolve("report.cbor")));
        assertThat(report.result()).isInstanceOf(Report.Result.Success.class);
        assertThat(report.manifestDigest())
                .isEqualTo(Envelope.parse(envelope).authentication().digest());
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

    /**
     * The draft runs the ways of a try-each "until one succeeds" (suit-directive-try-each); libcsuit runs those after it, too. And
     * where a run-sequence fails within a way, we take the next one, libcsuit gives up: the draft leaves that open.
     */
    @Test
    void whereTheTwoDiffer() throws Exception {
        CommandSequence right = fetched(0, FIRST, "#first");
        CommandSequence wrong = fetched(0, SECOND, "#first");
        CommandSequence second = fetched(1, SECOND, "#second");
        byte[] after = signed(manifest(CommandSequence.of(new TryEach(List.of(right, second), false))), trusted());
        assertThat(ours(after).holds().keySet()).containsExactly(COMPONENTS.getFirst());
        assertThat(theirs(after).holds().keySet()).containsExactlyInAnyOrderElementsOf(COMPONENTS);
        CommandSequence running = CommandSequence.of(new RunSequence(wrong));
        byte[] within = signed(manifest(CommandSequence.of(new TryEach(List.of(running, second), false))), trusted());
        assertThat(ours(within).success()).isTrue();
        assertThat(theirs(within).success()).isFalse();
    }

    /** Whatever does not meet the two differences. */
    @Test
    void manifestsOfASeedEndAlike() throws Exception {
        List<String> differ = new ArrayList<>();
        CoseSigner signer = trusted();
        int good = 0;
        for (int seed = 0; seed < MANIFESTS; seed++) {
            CommandSequence install = new Programs(new Random(seed)).sequence(2, true);
            byte[] envelope = signed(manifest(install), signer);
            End ours = ours(envelope);
            End theirs = theirs(envelope);
            good += ours.success() ? 1 : 0;
            if (!ours.equals(theirs)) {
                differ.add(seed + ": ours " + ours + ", theirs " + theirs + "\n   " + install);
            }
        }
        assertThat(differ).isEmpty();
        assertThat(good).isBetween(MANIFESTS / 4, MANIFESTS - 5);
    }

    /** Programs over two components and two payloads. */
    private record Programs(Random random) {
        /** @param outside of every try-each, where a run-sequence may stand */
        CommandSequence sequence(int depth, boolean outside) {
            List<Command> commands = new ArrayList<>();
            int steps = 1 + random.nextInt(3);
            for (int i = 0; i < steps; i++) {
                commands.addAll(step(depth, outside));
            }
            return CommandSequence.of(commands.toArray(Command[]::new));
        }

        private List<Command> step(int depth, boolean outside) {
            int component = random.nextInt(2);
            boolean right = random.nextInt(4) > 0;
            return switch (random.nextInt(depth == 0 ? 3 : outside ? 5 : 4)) {
                case 0 -> commands(fetched(component, right ? FIRST : SECOND, "#first"));
                case 1 -> commands(fetched(component, SECOND, "#second"));
                case 2 ->
                    List.of(
                            at(component),
                            new OverrideParameters(List.of(new Parameter.Content(FIRST))),
                            new Act(Action.WRITE, 15));
                case 3 ->
                    List.of(new TryEach(
                            List.of(fetched(component, SECOND, "#first"), sequence(depth - 1, false)), false));
                default -> List.of(new RunSequence(sequence(depth - 1, true)));
            };
        }

        private static List<Command> commands(CommandSequence sequence) {
            return sequence.steps().stream().map(CommandSequence.Step::command).toList();
        }
    }
}
