package dev.muster.cli.maker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.cli.Main;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.crypto.Sha256;
import dev.muster.format.update.suit.ArtifactUri;
import dev.muster.format.update.suit.CodePoints;
import dev.muster.format.update.suit.Command;
import dev.muster.format.update.suit.Envelope;
import dev.muster.format.update.suit.Manifest;
import dev.muster.format.update.suit.Parameter;
import dev.muster.format.update.suit.PayloadCipher;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a maker encrypts is what the envelope names, and a key that is none is told by its file. */
class EncryptedReleaseTest {
    @TempDir
    Path folder;

    private final StringWriter err = new StringWriter();

    private int muster(String... words) {
        return Main.run(new PrintWriter(new StringWriter(), true), new PrintWriter(err, true), words);
    }

    private String at(String name) {
        return folder.resolve(name).toString();
    }

    @BeforeEach
    void maker() throws Exception {
        Files.createDirectories(folder.resolve("src"));
        Files.writeString(folder.resolve("src/lamp"), "lamp");
        assertThat(muster("maker", "key", at("maker"), "--maker", "Acme")).isZero();
        assertThat(muster("maker", "payload-key", at("payload"))).isZero();
        assertThat(muster("release", "create", at("src"), at("1.0"))).isZero();
    }

    private int sign(String... more) {
        List<String> words = new ArrayList<>(
                List.of("release", "sign", at("1.0"), "--key", at("maker"), "--product", "lamp", "--model", "lamp"));
        words.addAll(List.of("--vendor-domain", "acme.example", "--version", "1.0", "--sequence", "1"));
        words.addAll(List.of(more));
        return muster(words.toArray(String[]::new));
    }

    private List<Parameter> payload() throws Exception {
        Manifest manifest = Manifest.parse(Envelope.parse(Files.readAllBytes(folder.resolve("1.0/update.suit"))));
        List<Parameter> parameters = new ArrayList<>();
        manifest.sections().get(CodePoints.INSTALL).steps().forEach(step -> {
            if (step.command() instanceof Command.OverrideParameters override) {
                parameters.addAll(override.parameters());
            }
        });
        return parameters;
    }

    @Test
    void theEnvelopeNamesWhatWasEncryptedAndTheDevicesKeyOpensIt() throws Exception {
        assertThat(sign("--encrypt-to", at("payload/payload.pub")))
                .as(err.toString())
                .isZero();
        byte[] encrypted = Files.readAllBytes(folder.resolve("1.0/image.encrypted"));
        assertThat(payload()).contains(new Parameter.Uri(ArtifactUri.of(Sha256.of(encrypted))));
        byte[] info = payload().stream()
                .filter(Parameter.EncryptionInfo.class::isInstance)
                .map(one -> ((Parameter.EncryptionInfo) one).encoded())
                .findFirst()
                .orElseThrow();
        Path secret = folder.resolve("payload/payload.key");
        CoseKey key = CoseKey.parse(Files.readAllBytes(secret));
        byte[] image = Files.readAllBytes(folder.resolve("1.0/image.tar"));
        assertThat(new PayloadCipher(List.of(key)).open(info, encrypted)).isEqualTo(image);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
                .isEqualTo("rw-------");
        assertThat(CoseKey.parse(Files.readAllBytes(folder.resolve("payload/payload.pub")))
                        .isPrivate())
                .isFalse();
        // Signed again without: what was encrypted before must not be what is published.
        assertThat(sign()).isZero();
        assertThat(folder.resolve("1.0/image.encrypted")).doesNotExist();
        assertThat(payload()).containsExactly(new Parameter.Uri(ArtifactUri.of(Sha256.of(image))));
    }

    @Test
    void aKeyThatIsNoneOrIsThereAlreadyIsToldByItsFile() throws Exception {
        assertThat(sign("--encrypt-to", at("maker/maker.pem"))).isEqualTo(64);
        assertThat(err.toString()).contains("maker.pem").contains("Nothing can be encrypted");
        assertThat(sign("--encrypt-to", at("none"))).isEqualTo(64);
        assertThat(err.toString()).contains("There is no file " + at("none"));
        assertThat(folder.resolve("1.0/image.encrypted")).doesNotExist();
        byte[] before = Files.readAllBytes(folder.resolve("payload/payload.key"));
        assertThat(muster("maker", "payload-key", at("payload"))).isEqualTo(64);
        assertThat(folder.resolve("payload/payload.key")).hasBinaryContent(before);
    }

    @Test
    void aDeviceWithItsSoftwareInFoldersGetsNone() {
        List<String> words = new ArrayList<>(
                List.of("agent", "init", "--root", at("dev"), "--product", "lamp", "--model", "lamp", "--serial", "1"));
        words.addAll(List.of("--vendor-domain", "acme.example", "--maker", at("maker"), "--version", "1.0"));
        words.addAll(List.of("--image", at("1.0/image.tar"), "--payload-key", at("payload/payload.key")));
        assertThat(muster(words.toArray(String[]::new))).isEqualTo(64);
        assertThat(err.toString()).contains("--payload-key needs --block");
        assertThat(folder.resolve("dev")).doesNotExist();
    }
}
