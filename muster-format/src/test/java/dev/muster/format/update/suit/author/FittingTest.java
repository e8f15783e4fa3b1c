package dev.muster.format.update.suit.author;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.crypto.Keys;
import dev.muster.format.update.suit.Capabilities;
import dev.muster.format.update.suit.CodePoints;
import dev.muster.format.update.suit.ComponentId;
import dev.muster.format.update.suit.Envelope;
import dev.muster.format.update.suit.EnvelopeBuilder;
import dev.muster.format.update.suit.EnvelopeVerifier;
import dev.muster.format.update.suit.FirmwareTemplate;
import dev.muster.format.update.suit.Manifest;
import dev.muster.format.update.suit.PayloadCipher;
import dev.muster.format.update.suit.SimulatedDevice;
import dev.muster.format.update.suit.SuitDigest;
import dev.muster.testing.Vectors;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What a class of devices can run, and what not and where. */
class FittingTest {
    private static final CoseSigner MAKER = CoseSigner.of(
            CoseAlgorithm.ESP256, Keys.generateP256(new SecureRandom()).getPrivate(), Optional.empty());

    private static final Capabilities ALL = Capabilities.of(
                    new SimulatedDevice(new SimulatedDevice.Description(
                            new byte[16],
                            new byte[16],
                            0,
                            0,
                            OptionalLong.empty(),
                            Map.of(),
                            new EnvelopeVerifier(List.of()),
                            new PayloadCipher(List.of()))),
                    Set.of(new Capabilities.Component(FirmwareTemplate.FIRMWARE, false)),
                    OptionalLong.of(100_000))
            .with(List.of(new Capabilities.Capacity(FirmwareTemplate.FIRMWARE, 4096)), List.of());

    private static byte[] update(long bytes) {
        return EnvelopeBuilder.of(new FirmwareTemplate(
                                7,
                                new byte[16],
                                new byte[16],
                                SuitDigest.sha256(new byte[1]),
                                bytes,
                                "ni:///sha-256;x",
                                "1.0",
                                "")
                        .manifest())
                .sign(MAKER);
    }

    private static List<String> lines(byte[] bytes, Capabilities device) {
        Envelope envelope = Envelope.parse(bytes);
        return Analysis.fits(envelope, Manifest.parse(envelope), device).lines();
    }

    private static Capabilities less(SortedSet<Long> commands, SortedSet<Long> parameters, SortedSet<Long> algorithms) {
        return new Capabilities(
                ALL.components(),
                commands,
                parameters,
                algorithms,
                ALL.members(),
                ALL.envelopeBytes(),
                ALL.componentBytes(),
                ALL.deltas());
    }

    private static SortedSet<Long> without(SortedSet<Long> all, long one) {
        TreeSet<Long> left = new TreeSet<>(all);
        assertThat(left.remove(one)).isTrue();
        return left;
    }

    @Test
    void whatItCanRunIsLeftAlone() {
        assertThat(lines(update(4096), ALL)).isEmpty();
    }

    @Test
    void anImageThatItCannotHoldIsNamedWithItsPlace() {
        assertThat(lines(update(4097), ALL))
                .singleElement()
                .asString()
                .matches("too-large at 3\\+\\d+: 4097 bytes for \\['firmware'], which holds 4096");
    }

    @Test
    void aCommandAndAParameterThatItDoesNotKnow() {
        assertThat(lines(update(1), less(without(ALL.commands(), 21), ALL.parameters(), ALL.algorithms())))
                .singleElement()
                .asString()
                .matches("command-unsupported at \\d+\\+\\d+: command 21");
        assertThat(lines(update(1), less(ALL.commands(), without(ALL.parameters(), 14), ALL.algorithms())))
                .singleElement()
                .asString()
                .matches("parameter-unsupported at 3\\+\\d+: parameter 14");
    }

    @Test
    void anAlgorithmThatItDoesNotKnow() {
        assertThat(lines(update(1), less(ALL.commands(), ALL.parameters(), without(ALL.algorithms(), -9))))
                .singleElement()
                .asString()
                .contains("algorithm-unsupported at 2+0: none of its signatures");
        assertThat(lines(update(1), less(ALL.commands(), ALL.parameters(), without(ALL.algorithms(), -16))))
                .hasSize(2)
                .allMatch(line -> line.contains("digest algorithm -16"));
    }

    @Test
    void aComponentAMemberAndAnEnvelopeThatAreNotForIt() {
        TreeMap<Integer, SortedSet<Long>> members = new TreeMap<>(ALL.members());
        members.put(CodePoints.CAPABILITY_MANIFEST, without(ALL.members().get(CodePoints.CAPABILITY_MANIFEST), 9));
        Capabilities other = new Capabilities(
                List.of(new Capabilities.Component(ComponentId.of("other"), true)),
                ALL.commands(),
                ALL.parameters(),
                ALL.algorithms(),
                members,
                OptionalLong.of(10),
                List.of(),
                List.of());
        assertThat(lines(update(1), other))
                .anyMatch(line -> line.startsWith("component-unsupported at 3+0: no component ['firmware']"))
                .anyMatch(line -> line.startsWith("member-unsupported at 0+0: member 9 of the manifest"))
                .anyMatch(line -> line.startsWith("too-large at 0+0: an envelope of "))
                .hasSize(3);
    }

    /** The draft of firmware-encryption asks for a key that devices without one do not have. */
    @Test
    void encryptionForADeviceWithoutKeys() {
        String hex =
                new String(Vectors.bytes("suit/encryption/suit-manifest-aes-kw.hex.signed"), StandardCharsets.US_ASCII);
        byte[] encrypted = HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
        assertThat(lines(encrypted, ALL)).anyMatch(line -> line.endsWith("parameter 19"));
    }
}
