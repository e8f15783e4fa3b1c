package dev.muster.format.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.Certificates;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseSign1;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.cose.CoseVerifier;
import dev.muster.format.cose.VerificationKey;
import dev.muster.testing.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyBackendTest {
    private static final char[] PASSWORD = "correct horse".toCharArray();

    @TempDir
    Path folder;

    @Test
    void aKeyInAPkcs12FileIsThereAfterReopeningAndOnlyWithThePassword() throws IOException {
        Path file = folder.resolve("keys.p12");
        KeyPair pair = Keys.generateP256(new SecureRandom());
        X509Certificate certificate = Certificates.selfSigned(pair, "issuer");
        Pkcs12Backend.open(file, PASSWORD).store("issuer", pair.getPrivate(), List.of(certificate));
        KeyBackend reopened = Pkcs12Backend.open(file, PASSWORD);
        assertThat(reopened.name()).isEqualTo("pkcs12:keys.p12");
        assertThat(reopened.aliases()).containsExactly("issuer");
        assertThat(reopened.find("nobody")).isEmpty();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        signs(reopened, "issuer", certificate);
        assertThatThrownBy(() -> Pkcs12Backend.open(file, new char[] {'x'}))
                .isInstanceOf(CryptoException.class)
                .hasMessage("cannot open key file keys.p12");
    }

    private static void signs(KeyBackend backend, String alias, X509Certificate certificate) {
        KeyBackend.Entry entry = backend.find(alias).orElseThrow();
        assertThat(entry.chain()).containsExactly(certificate);
        CoseSigner signer = CoseSigner.of(CoseAlgorithm.ES256, entry.privateKey(), Optional.empty());
        CoseSign1 message = CoseSign1.sign(CborMap.EMPTY, new byte[] {1, 2, 3}, signer);
        assertThat(CoseVerifier.strict()
                        .verify(message, VerificationKey.of(entry.publicKey()))
                        .valid())
                .isTrue();
    }

    /** Needs softhsm2: a software token that speaks PKCS #11 like a real one. */
    @Test
    void aKeyMadeInsideATokenSignsAndNeverLeavesIt() throws Exception {
        Path library = Needs.file(
                "softhsm",
                "/usr/lib/softhsm/libsofthsm2.so",
                "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
                "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
                "/usr/lib64/softhsm/libsofthsm2.so");
        Path token = Files.createDirectory(folder.resolve("token"));
        Path configuration = folder.resolve("softhsm2.conf");
        Files.writeString(
                configuration, "directories.tokendir = " + token + "\nobjectstore.backend = file\nlog.level = ERROR\n");
        run(
                configuration,
                "softhsm2-util",
                "--init-token",
                "--free",
                "--label",
                "t",
                "--pin",
                "1234",
                "--so-pin",
                "5678");
        // The module reads the place of its configuration from the environment, so the token has a process of its own.
        String said = run(
                configuration,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                TokenProcess.class.getName(),
                library.toString(),
                "1234");
        assertThat(said).contains("aliases [issuer] valid true bytes none");
    }

    private String run(Path configuration, String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("SOFTHSM2_CONF", configuration.toString());
        Path out = folder.resolve("out.txt");
        Process process = builder.redirectOutput(out.toFile()).start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        String said = Files.readString(out);
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }
}
