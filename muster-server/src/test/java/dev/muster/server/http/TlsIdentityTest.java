package dev.muster.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.server.config.StartFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsIdentityTest {
    private static final List<String> NAMES = List.of("localhost", "127.0.0.1");

    @TempDir
    Path data;

    private Instant now = Instant.now();

    private X509Certificate open(List<String> names) throws Exception {
        TlsIdentity.open(data, names, () -> now, new SecureRandom());
        KeyStore keys = KeyStore.getInstance("PKCS12");
        char[] password = Files.readString(data.resolve("tls/password")).toCharArray();
        try (var in = Files.newInputStream(data.resolve("tls/keys.p12"))) {
            keys.load(in, password);
        }
        return (X509Certificate) keys.getCertificate("server");
    }

    @Test
    void theCertificateIsForServersOfTheseNamesAndChainsToTheCa() throws Exception {
        X509Certificate server = open(NAMES);
        assertThat(TlsCertificates.names(server)).containsExactlyInAnyOrderElementsOf(NAMES);
        assertThat(server.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(server.getBasicConstraints()).as("not a CA").isEqualTo(-1);
        TlsIdentity again = TlsIdentity.open(data, NAMES, () -> now, new SecureRandom());
        server.verify(again.authority().getPublicKey());
        assertThat(again.authority().getBasicConstraints()).isZero();
        assertThat(Files.readString(data.resolve("tls-ca.pem"))).startsWith("-----BEGIN CERTIFICATE-----");
    }

    @Test
    void itIsKeptUntilItsNamesChangeOrItRunsOut() throws Exception {
        X509Certificate first = open(NAMES);
        String ca = Files.readString(data.resolve("tls-ca.pem"));
        assertThat(open(NAMES)).isEqualTo(first);
        X509Certificate renamed = open(List.of("localhost", "127.0.0.1", "muster.example"));
        assertThat(renamed).isNotEqualTo(first);
        now = now.plus(Duration.ofDays(370));
        assertThat(open(NAMES)).isNotEqualTo(renamed);
        assertThat(Files.readString(data.resolve("tls-ca.pem")))
                .as("clients pin this")
                .isEqualTo(ca);
    }

    @Test
    void itsFilesAreForTheOwnerOnly() throws Exception {
        open(NAMES);
        for (String file : List.of("tls/keys.p12", "tls/password")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(file))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void aDamagedKeyStoreIsOneSentence() throws Exception {
        open(NAMES);
        Files.writeString(data.resolve("tls/keys.p12"), "not a key store");
        assertThatThrownBy(() -> open(NAMES)).isInstanceOf(StartFailure.class).hasMessageContaining("cannot be used");
    }
}
