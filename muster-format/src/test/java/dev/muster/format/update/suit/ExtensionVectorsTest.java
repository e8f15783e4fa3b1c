package dev.muster.format.update.suit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.cose.CoseKey;
import dev.muster.format.crypto.CounterMode;
import dev.muster.format.crypto.Keys;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of the extension drafts and of libcsuit, verified, decrypted and executed with their published keys. */
class ExtensionVectorsTest {
    private static final byte[] PLAIN = "This is a real firmware image.".getBytes(StandardCharsets.US_ASCII);
    private static final CoseKey KEK =
            CoseKey.symmetric("a".repeat(16).getBytes(StandardCharsets.US_ASCII), Optional.empty());
    private static final CoseKey MAC =
            CoseKey.symmetric("a".repeat(32).getBytes(StandardCharsets.US_ASCII), Optional.empty());
    /** The recipient of the draft's ECDH examples. */
    private static final CoseKey RECIPIENT = CoseKey.parse(HexFormat.of()
            .parseHex("a50102200121582"
                    + "05886cd61dd875862e5aaa820e7a15274c968a9bc96048ddcace32f50c3651ba3225820"
                    + "9eed8125e932cd60c0ead3650d0a485cf726d378d1b016ed4298b2961e258f1b235820"
                    + "60fe6dd6d85d5740a5349b6f91267eeac5ba81b8cb53ee249e4b4eb102c476b3"));

    private final RecordingDevice device = new RecordingDevice();

    private static EnvelopeVerifier verifier() {
        return new EnvelopeVerifier(
                List.of(EnvelopeVerifierTest.draftKey()), List.of(new EnvelopeVerifier.SharedKey("shared", MAC)));
    }

    private Outcome run(Envelope envelope) {
        assertThat(verifier().verify(envelope)).isInstanceOf(EnvelopeVerifier.Verification.Verified.class);
        device.verifier = verifier();
        device.cipher = new PayloadCipher(List.of(KEK, RECIPIENT));
        return Processor.update(Manifest.parse(envelope), envelope, device);
    }

    @ParameterizedTest
    @CsvSource({"aes-kw,plaintext-firmware", "aes-kw-content,plaintext-firmware"})
    void encryptedPayloadsOfTheDraftAreOpened(String name, String component) {
        device.web.put(
                "coaps://example.com/encrypted-firmware",
                SuitVectors.hex("encryption/encrypted-payload-aes-kw-aes-gcm.hex"));
        assertThat(run(Envelope.parse(SuitVectors.hex("encryption/suit-manifest-" + name + ".hex.signed"))))
                .isInstanceOf(Outcome.Completed.class);
        assertThat(device.components.get(ComponentId.of(component))).isEqualTo(PLAIN);
    }

    @Test
    void theSlotExampleDecryptsWhileItCopies() {
        device.web.put(
                "coaps://example.com/encrypted-firmware",
                SuitVectors.hex("encryption/encrypted-payload-aes-kw-aes-gcm.hex"));
        assertThat(run(Envelope.parse(SuitVectors.hex("encryption/suit-manifest-aes-kw-slot.hex.signed"))))
                .isInstanceOf(Outcome.Completed.class);
        assertThat(device.components.get(ComponentId.ofBytes(List.of(new byte[] {0}))))
                .isEqualTo(PLAIN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"aes-kw-aes-ctr", "aes-kw-aes-gcm", "es-ecdh-aes-ctr", "es-ecdh-aes-gcm"})
    void everyEncryptionInfoOpensItsPayload(String name) {
        byte[] info = SuitVectors.hex("encryption/suit-encryption-info-" + name + ".hex");
        byte[] payload = SuitVectors.hex("encryption/encrypted-payload-" + name + ".hex");
        assertThat(new PayloadCipher(List.of(RECIPIENT, KEK)).open(info, payload))
                .isEqualTo(PLAIN);
    }

    /** What the draft encrypted in counter mode opens byte by byte, and the rest only whole. */
    @ParameterizedTest
    @CsvSource({"aes-kw-aes-ctr,true", "aes-kw-aes-gcm,false", "es-ecdh-aes-ctr,true", "es-ecdh-aes-gcm,false"})
    void counterModeOpensAsItComes(String name, boolean streams) {
        byte[] info = SuitVectors.hex("encryption/suit-encryption-info-" + name + ".hex");
        byte[] payload = SuitVectors.hex("encryption/encrypted-payload-" + name + ".hex");
        Optional<CounterMode> opener = new PayloadCipher(List.of(RECIPIENT, KEK)).stream(info);
        assertThat(opener.isPresent()).isEqualTo(streams);
        if (streams) {
            for (int at = payload.length - 1; at >= 0; at--) {
                opener.get().apply(at, payload, at, 1);
            }
            assertThat(payload).isEqualTo(PLAIN);
        }
        CoseKey other = CoseKey.agreement(Keys.generateP256(new SecureRandom()));
        assertThatThrownBy(() -> new PayloadCipher(List.of(other)).stream(info))
                .isInstanceOf(Device.Failed.class)
                .hasMessageContaining("cannot be decrypted");
    }

    @ParameterizedTest
    @CsvSource({"AW,plaintext-firmware", "EW,decrypted-firmware"})
    void libcsuitsEncryptedManifestsAreOpened(String name, String component) {
        assertThat(run(libcsuit(name))).isInstanceOf(Outcome.Completed.class);
        assertThat(device.components.get(ComponentId.of(component))).isEqualTo(PLAIN);
    }

    @Test
    void aDeviceWithoutKeysRefusesEncryptedPayloadsBeforeAnythingRuns() {
        Envelope envelope = libcsuit("AW");
        assertThat(Processor.update(Manifest.parse(envelope), envelope, device))
                .isInstanceOfSatisfying(Outcome.Stopped.class, stopped -> {
                    assertThat(stopped.reason()).isEqualTo(Reason.PARAMETER_UNSUPPORTED);
                    assertThat(stopped.detail()).contains("encryption-info");
                });
        assertThat(device.calls).isEmpty();
    }

    private static Envelope libcsuit(String name) {
        return Envelope.parse(SuitVectors.bytes("libcsuit/testfiles/suit_manifest_exp" + name + ".suit"));
    }

    @Test
    void anIntegratedDependencyRunsInStep() {
        Envelope envelope = libcsuit("S3");
        assertThat(run(envelope)).isInstanceOf(Outcome.Completed.class);
        assertThat(device.components.get(ComponentId.of("10")))
                .asString(StandardCharsets.US_ASCII)
                .isEqualTo(" in multiple trust domains");
        assertThat(device.components.get(ComponentId.of("dependent.suit", "00")))
                .asString(StandardCharsets.US_ASCII)
                .isEqualTo("hello world");
    }

    @Test
    void aFetchedDependencyRunsInStep() {
        byte[] dependent = SuitVectors.hex("trust-domains/example0_dependent.hex");
        device.web.put("http://example.com/dependent.suit", dependent);
        Envelope envelope = Envelope.parse(SuitVectors.hex("trust-domains/example1_process.hex"));
        assertThat(run(envelope)).isInstanceOf(Outcome.Completed.class);
        assertThat(device.calls).contains("write ['dependent.suit', '00']", "write ['10']");
        assertThat(Manifest.parse(envelope).id()).contains(ComponentId.of("depending.suit"));
    }

    @Test
    void theDependencyOfAnotherSignerIsRefused() {
        device.web.put("http://example.com/dependent.suit", SuitVectors.hex("trust-domains/example0_dependent.hex"));
        Envelope envelope = Envelope.parse(SuitVectors.hex("trust-domains/example1_process.hex"));
        Outcome outcome = Processor.update(Manifest.parse(envelope), envelope, device);
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Stopped.class,
                        stopped -> assertThat(stopped.reason()).isEqualTo(Reason.CONDITION_FAILED));
        assertThat(device.calls).doesNotContain("write ['dependent.suit', '00']");
    }

    @Test
    void anEnvelopeWithoutItsTagIsReadAsTeepCarriesIt() {
        assertThat(run(libcsuit("I"))).isInstanceOf(Outcome.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"integrated", "personalization", "uri"})
    void manifestsOfTeepAreReadAndTheirDigestsHold(String name) {
        Envelope envelope = Envelope.parse(SuitVectors.hex("../teep/suit_" + name + ".hex.txt"));
        assertThat(envelope.authentication().digest().matchesWrapped(envelope.manifestBytes()))
                .isTrue();
        assertThat(Manifest.parse(envelope).foreign()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "2A", "2B", "3", "4", "5", "AF", "AFS", "AW", "EW", "ED", "S0", "S2", "S3"})
    void everyManifestIsWrittenAgainByteForByte(String name) {
        Envelope envelope = libcsuit(name);
        assertThat(SuitWriter.manifest(Manifest.parse(envelope))).isEqualTo(envelope.manifestBytes());
        assertThat(verifier().verify(envelope)).isInstanceOf(EnvelopeVerifier.Verification.Verified.class);
    }
}
