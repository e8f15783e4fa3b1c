package dev.muster.format.join.x509;

import static dev.muster.format.join.x509.TestAuthority.NOW;
import static dev.muster.format.join.x509.TestAuthority.keys;
import static dev.muster.format.join.x509.TestAuthority.template;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CertificateTemplateTest {

    private final TestAuthority authority = TestAuthority.named("acme");

    @Test
    void aDeviceCertificateSaysWhoItIsForAndNothingMore() throws Exception {
        X509Certificate certificate = authority.issue(
                template(SubjectName.device("acme", "cam-07"), CertificatePurpose.DEVICE), keys("secp256r1"));
        certificate.verify(authority.keys().getPublic());
        SubjectName subject = SubjectName.of(certificate.getSubjectX500Principal());
        assertThat(subject).isEqualTo(SubjectName.device("acme", "cam-07"));
        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
        assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
        assertThat(certificate.getKeyUsage()[0]).isTrue();
        assertThat(certificate.getKeyUsage()[5]).isFalse();
        assertThat(certificate.getSubjectAlternativeNames()).isNull();
        assertThat(certificate.getExtensionValue("2.5.29.14")).as("SKI").isNotNull();
        assertThat(certificate.getExtensionValue("2.5.29.35")).as("AKI").isNotNull();
        assertThat(certificate.getCriticalExtensionOIDs()).containsExactlyInAnyOrder("2.5.29.19", "2.5.29.15");
    }

    @Test
    void aVerifierCanBeNothingElse() throws Exception {
        X509Certificate certificate =
                authority.issue(template(SubjectName.verifier("acme"), CertificatePurpose.VERIFIER), keys("secp256r1"));
        assertThat(certificate.getExtendedKeyUsage()).containsExactly(CertificatePurpose.VERIFIER_USAGE);
        assertThat(certificate.getCriticalExtensionOIDs())
                .containsExactlyInAnyOrder("2.5.29.19", "2.5.29.15", "2.5.29.37");
        assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
        assertThat(new CertificatePath(List.of(certificate)).validate(List.of(authority.certificate()), NOW))
                .isInstanceOf(CertificatePath.Outcome.Valid.class);
    }

    @Test
    void anAuthoritySignsLeavesOnly() {
        assertThat(authority.certificate().getBasicConstraints()).isZero();
        assertThat(authority.certificate().getKeyUsage()[5]).isTrue();
    }

    @Test
    void aFactoryIdentityNeverEndsAndHasNoExtendedKeyUsage() throws Exception {
        CertificateTemplate idevid = new CertificateTemplate(
                SubjectName.factory("Acme", "cam-3", "cam-07"),
                CertificateTemplate.randomSerial(new Random(1)),
                NOW,
                CertificateTemplate.NO_END,
                CertificatePurpose.FACTORY);
        X509Certificate certificate = authority.issue(idevid, keys("secp256r1"));
        assertThat(certificate.getNotAfter().toInstant()).isEqualTo(CertificateTemplate.NO_END);
        assertThat(certificate.getExtendedKeyUsage()).isNull();
    }

    @Test
    void aServerCertificateNamesHostsAndAddresses() throws Exception {
        CertificateTemplate server = new CertificateTemplate(
                SubjectName.authority("acme", "localhost"),
                CertificateTemplate.randomSerial(new Random(1)),
                NOW,
                NOW.plusSeconds(60),
                CertificatePurpose.SERVER,
                List.of("localhost", "127.0.0.1", "::1"));
        assertThat(authority.issue(server, keys("secp256r1")).getSubjectAlternativeNames())
                .anySatisfy(name -> assertThat((Object) name.get(1)).isEqualTo("localhost"))
                .anySatisfy(name -> assertThat((Object) name.get(1)).isEqualTo("127.0.0.1"));
    }

    @Test
    void aP384AuthoritySignsWithSha384() throws Exception {
        var keys = keys("secp384r1");
        X509Certificate root = template(SubjectName.authority("acme", "root"), CertificatePurpose.AUTHORITY)
                .selfSigned(keys);
        assertThat(root.getSigAlgName()).isEqualToIgnoringCase("SHA384withECDSA");
        root.verify(keys.getPublic());
    }

    @Test
    void serialNumbersHave128BitsAndDoNotRepeat() {
        Random random = new Random(42);
        var first = CertificateTemplate.randomSerial(random);
        assertThat(first.bitLength()).isEqualTo(128);
        assertThat(CertificateTemplate.randomSerial(random)).isNotEqualTo(first);
    }

    @Test
    void onlyServersHaveServerNames() {
        assertThatThrownBy(() -> new CertificateTemplate(
                        SubjectName.device("acme", "cam-07"),
                        CertificateTemplate.randomSerial(new Random(1)),
                        NOW,
                        NOW.plusSeconds(60),
                        CertificatePurpose.DEVICE,
                        List.of("localhost")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aCertificateThatEndsBeforeItBeginsIsNotMade() {
        assertThatThrownBy(() -> new CertificateTemplate(
                        SubjectName.device("acme", "cam-07"),
                        CertificateTemplate.randomSerial(new Random(1)),
                        NOW,
                        NOW,
                        CertificatePurpose.DEVICE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theReaderTakesExactlyOneCertificate() {
        byte[] der = CertificateReader.encoded(authority.certificate());
        assertThat(CertificateReader.parse(der)).isEqualTo(authority.certificate());
        assertThatThrownBy(() -> CertificateReader.parse(Arrays.copyOf(der, der.length + 1)))
                .isInstanceOf(X509Exception.class);
        assertThatThrownBy(() -> CertificateReader.parse(new byte[] {0x30, 0})).isInstanceOf(X509Exception.class);
        assertThatThrownBy(() -> CertificateReader.parse(new byte[0])).isInstanceOf(X509Exception.class);
    }
}
