package dev.muster.format.join.x509;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.Vectors;
import dev.muster.format.pkix.KeyPurpose;
import dev.muster.format.pkix.PathOutcome;
import dev.muster.format.pkix.PathValidator;
import dev.muster.format.pkix.PathValidator.Question;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The known chain of Open DICE as a factory identity. */
class LayeredIdentityTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private final X509Certificate first = certificate("uds_cert");
    private final List<X509Certificate> chain = Stream.of("3", "2", "1", "0")
            .map(layer -> certificate("cert_full_cert_chain_" + layer))
            .toList();

    private static X509Certificate certificate(String name) {
        return CertificateReader.parse(Vectors.bytes("dice/open/_X509_Ed25519_" + name + ".cert"));
    }

    @Test
    void isNamedByItsFirstLayerAndNotByWhatFirmwareMade() {
        assertThat(LayeredIdentity.isLayered(chain)).isTrue();
        assertThat(LayeredIdentity.isDevice(first)).isTrue();
        assertThat(LayeredIdentity.named(chain, first)).contains(first);
        assertThat(SubjectName.of(first.getSubjectX500Principal()).serialNumber())
                .contains("7a06eee41b789f4863d86b8778b1a201a6fedd56");
    }

    @Test
    void isAValidPathForWhoUnderstandsItsCriticalExtension() {
        assertThat(PathValidator.validate(
                        chain, List.of(first), new Question(NOW, KeyPurpose.ANY, LayeredIdentity.EXTENSIONS)))
                .isInstanceOf(PathOutcome.Valid.class);
        assertThat(PathValidator.validate(chain, List.of(first), new Question(NOW, KeyPurpose.ANY, Set.of())))
                .isInstanceOf(PathOutcome.Refused.class);
    }

    @Test
    void aLayerThatMakesCertificatesIsNoDeviceThatSpeaks() {
        assertThat(LayeredIdentity.read(chain, first))
                .isEqualTo(new FactoryIdentity.Reading.Unfit(
                        "idevid-is-authority", "a certificate authority is not a device"));
    }
}
