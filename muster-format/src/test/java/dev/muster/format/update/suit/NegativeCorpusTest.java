package dev.muster.format.update.suit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.cbor.CborWriter;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.cose.Sign1Builder;
import dev.muster.format.cose.VerificationKey;
import dev.muster.format.crypto.Keys;
import dev.muster.format.update.suit.Command.Act;
import dev.muster.format.update.suit.Command.Action;
import dev.muster.format.update.suit.Command.Check;
import dev.muster.format.update.suit.Command.Condition;
import dev.muster.format.update.suit.Command.OverrideParameters;
import dev.muster.format.update.suit.Command.SetComponentIndex;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** More than 300 envelopes that must not be obeyed, each refused for its own reason. */
class NegativeCorpusTest {
    private static final byte[] IMAGE = "an image".getBytes(StandardCharsets.US_ASCII);
    private static final KeyPair MAKER = Keys.generateP256(new SecureRandom());
    private static final CoseSigner SIGNER = CoseSigner.of(CoseAlgorithm.ESP256, MAKER.getPrivate(), Optional.empty());
    private static final EnvelopeVerifier VERIFIER =
            new EnvelopeVerifier(List.of(new EnvelopeVerifier.Signer("maker", VerificationKey.of(MAKER.getPublic()))));
    private static final String MALFORMED = "malformed";
    private static final String DONE = "done";

    private static FirmwareTemplate template() {
        return new FirmwareTemplate(
                2,
                RecordingDevice.VENDOR,
                RecordingDevice.CLASS,
                SuitDigest.sha256(IMAGE),
                IMAGE.length,
                "#firmware",
                "2.0",
                "closes a hole");
    }

    private static byte[] good() {
        return EnvelopeBuilder.of(template().manifest())
                .sever(CodePoints.TEXT)
                .integrate("#firmware", IMAGE)
                .sign(SIGNER);
    }

    /** What becomes of an envelope: {@code done}, {@code malformed}, or the word of the reason. */
    private static String fate(byte[] bytes) {
        RecordingDevice device = new RecordingDevice();
        device.verifier = VERIFIER;
        try {
            Envelope envelope = Envelope.parse(bytes);
            return switch (VERIFIER.verify(envelope)) {
                case EnvelopeVerifier.Verification.Refused refused ->
                    refused.reason().word();
                case EnvelopeVerifier.Verification.Verified verified ->
                    switch (Processor.update(Manifest.parse(envelope), envelope, device)) {
                        case Outcome.Completed completed -> DONE;
                        case Outcome.Stopped stopped -> stopped.reason().word();
                    };
            };
        } catch (SuitException e) {
            return MALFORMED;
        }
    }

    @Test
    void theUnchangedEnvelopeIsObeyed() {
        assertThat(fate(good())).isEqualTo(DONE);
    }

    @Test
    void everyFlippedBitIsFound() {
        byte[] good = good();
        Envelope envelope = Envelope.parse(good);
        int manifest = indexOf(good, envelope.manifestBytes());
        int count = 0;
        for (int i = 0; i < good.length; i++) {
            byte[] flipped = good.clone();
            flipped[i] ^= (byte) (1 << (i % 8));
            String fate = fate(flipped);
            boolean inManifest = i >= manifest && i < manifest + envelope.manifestBytes().length;
            if (inManifest) {
                assertThat(fate).as("byte " + i).isEqualTo("unauthorised");
            } else {
                assertThat(fate).as("byte " + i).isNotEqualTo(DONE);
            }
            count++;
        }
        assertThat(count).isGreaterThan(300);
    }

    @Test
    void everyTruncationIsMalformed() {
        byte[] good = good();
        for (int i = 0; i < good.length; i++) {
            assertThat(fate(Arrays.copyOf(good, i))).as("first " + i + " bytes").isEqualTo(MALFORMED);
        }
        assertThat(fate(Arrays.copyOf(good, good.length + 1))).isEqualTo(MALFORMED);
    }

    private static int indexOf(byte[] whole, byte[] part) {
        for (int i = 0; i + part.length <= whole.length; i++) {
            if (Arrays.equals(Arrays.copyOfRange(whole, i, i + part.length), part)) {
                return i;
            }
        }
        throw new AssertionError("not in it");
    }

    /** An envelope of any manifest bytes, signed over the digest that is given. */
    private static byte[] signed(byte[] manifest, SuitDigest digest, Map<String, byte[]> payloads) {
        byte[] encoded = SuitWriter.digest(digest);
        byte[] block =
                Sign1Builder.create().payload(encoded).detached().sign(SIGNER).encode();
        return SuitWriter.envelope(encoded, List.of(block), manifest, new TreeMap<>(), payloads);
    }

    private static byte[] signed(byte[] manifest) {
        return signed(manifest, SuitDigest.sha256Wrapped(manifest), Map.of("#firmware", IMAGE));
    }

    @Test
    void aDigestWithoutTheHeaderOfTheByteStringIsAnotherDigest() {
        byte[] manifest = SuitWriter.manifest(template().manifest());
        assertThat(fate(signed(manifest))).isEqualTo(DONE);
        assertThat(fate(signed(manifest, SuitDigest.sha256(manifest), Map.of())))
                .isEqualTo("unauthorised");
    }

    @Test
    void theAuthenticationWrapperComesFirst() {
        Envelope envelope = Envelope.parse(good());
        byte[] swapped = CborWriter.create()
                .tag(CodePoints.TAG_ENVELOPE)
                .map(2)
                .integer(CodePoints.MANIFEST)
                .bytes(envelope.manifestBytes())
                .integer(CodePoints.AUTHENTICATION)
                .bytes(new byte[] {(byte) 0x80})
                .toByteArray();
        assertThat(fate(swapped)).isEqualTo(MALFORMED);
    }

    @Test
    void unsignedAndForeignEnvelopesAreUnauthorised() {
        assertThat(fate(EnvelopeBuilder.of(template().manifest()).sign())).isEqualTo("unauthorised");
        KeyPair stranger = Keys.generateP256(new SecureRandom());
        assertThat(fate(EnvelopeBuilder.of(template().manifest())
                        .sign(CoseSigner.of(CoseAlgorithm.ESP256, stranger.getPrivate(), Optional.empty()))))
                .isEqualTo("unauthorised");
    }

    @Test
    void aSeveredMemberOfAnotherEnvelopeIsMalformed() {
        Envelope one = Envelope.parse(good());
        SortedMap<Integer, byte[]> other = new TreeMap<>(one.severed());
        other.put(CodePoints.TEXT, new byte[] {(byte) 0xa0});
        byte[] swapped = SuitWriter.envelope(
                one.authentication().digestBytes(),
                one.authentication().blocks().stream()
                        .map(Authentication.Block::encoded)
                        .toList(),
                one.manifestBytes(),
                other,
                one.integrated());
        assertThat(fate(swapped)).isEqualTo(MALFORMED);
    }

    private static String install(Command... commands) {
        SortedMap<Integer, Severable> severable = new TreeMap<>();
        severable.put(CodePoints.INSTALL, new Severable.Present(SuitWriter.sequence(CommandSequence.of(commands))));
        Manifest manifest = new Manifest(
                2,
                Optional.empty(),
                List.of(ComponentId.of("one")),
                Optional.empty(),
                new TreeMap<>(),
                severable,
                new TreeSet<>());
        return fate(signed(SuitWriter.manifest(manifest)));
    }

    private static OverrideParameters set(Parameter... all) {
        return new OverrideParameters(List.of(all));
    }

    @Test
    void commandsThatCannotBeObeyedAreRefusedByTheirReason() {
        assertThat(install(new Command.Unsupported(99, new byte[] {0}))).isEqualTo("command-unsupported");
        assertThat(install(new Command.Unsupported(-300, new byte[] {0}))).isEqualTo("command-unsupported");
        assertThat(install(set(new Parameter.Unsupported(31, new byte[] {0})))).isEqualTo("parameter-unsupported");
        assertThat(install(set(new Parameter.EncryptionInfo(new byte[] {(byte) 0xd8, 96, (byte) 0x80}))))
                .isEqualTo("parameter-unsupported");
        assertThat(install(new SetComponentIndex(new Command.ComponentIndex.One(1)), new Act(Action.FETCH, 0)))
                .isEqualTo("component-unsupported");
        assertThat(install(new Act(Action.PROCESS_DEPENDENCY, 0))).isEqualTo("operation-failed");
        assertThat(install(new Check(Condition.DEPENDENCY_INTEGRITY, 0))).isEqualTo("condition-failed");
        assertThat(install(new Check(Condition.USE_BEFORE, 0))).isEqualTo("condition-failed");
        assertThat(install(new Check(Condition.ABORT, 0))).isEqualTo("condition-failed");
        assertThat(install(set(new Parameter.Uri("#other")), new Act(Action.FETCH, 0)))
                .isEqualTo("operation-failed");
        assertThat(install(new Command.SetParameters(List.of(new Parameter.ImageDigest(SuitDigest.sha256(IMAGE))))))
                .isEqualTo("parameter-unsupported");
        assertThat(install(set(new Parameter.SoftFailure(true)))).isEqualTo("parameter-unsupported");
    }

    @Test
    void aDependencyWhoseIntegrityNobodyCheckedIsUnauthorised() {
        SortedMap<Integer, Optional<ComponentId>> dependencies = new TreeMap<>(Map.of(1, Optional.empty()));
        SortedMap<Integer, Severable> severable = new TreeMap<>();
        severable.put(
                CodePoints.INSTALL,
                new Severable.Present(SuitWriter.sequence(CommandSequence.of(
                        new SetComponentIndex(new Command.ComponentIndex.One(1)),
                        set(new Parameter.Uri("#dependency")),
                        new Act(Action.FETCH, 0),
                        new Act(Action.PROCESS_DEPENDENCY, 0)))));
        Manifest manifest = new Manifest(
                2,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                dependencies,
                List.of(ComponentId.of("one")),
                Optional.empty(),
                new TreeMap<>(),
                severable,
                new TreeSet<>());
        byte[] bytes = SuitWriter.manifest(manifest);
        assertThat(fate(signed(bytes, SuitDigest.sha256Wrapped(bytes), Map.of("#dependency", good()))))
                .isEqualTo("unauthorised");
    }

    @Test
    void numbersThatNoDeviceCanHoldAreRefused() {
        List<byte[]> bad = new ArrayList<>();
        bad.add(CborWriter.create()
                .map(1)
                .integer(CodePoints.PARAMETER_IMAGE_SIZE)
                .integer(BigInteger.ONE.shiftLeft(63))
                .toByteArray());
        bad.add(CborWriter.create()
                .map(1)
                .integer(CodePoints.PARAMETER_IMAGE_SIZE)
                .integer(-1)
                .toByteArray());
        bad.add(CborWriter.create()
                .map(1)
                .integer(CodePoints.PARAMETER_VENDOR_ID)
                .bytes(new byte[15])
                .toByteArray());
        bad.add(CborWriter.create()
                .map(1)
                .integer(CodePoints.PARAMETER_SOURCE_COMPONENT)
                .integer(SuitLimits.COMPONENTS)
                .toByteArray());
        for (byte[] parameters : bad) {
            assertThat(install(new Command.Unsupported(CodePoints.DIRECTIVE_OVERRIDE_PARAMETERS, parameters)))
                    .isEqualTo(MALFORMED);
        }
    }

    @Test
    void nestingThatIsTooDeepIsMalformed() {
        CommandSequence nested = CommandSequence.of(new Check(Condition.VENDOR_ID, 0));
        for (int i = 0; i < SuitLimits.SEQUENCE_DEPTH; i++) {
            nested = CommandSequence.of(new Command.RunSequence(nested));
        }
        assertThat(install(nested.steps().getFirst().command())).isEqualTo(MALFORMED);
    }
}
