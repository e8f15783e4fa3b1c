package dev.muster.format.join.x509;

import static dev.muster.format.join.x509.TestAuthority.NOW;
import static dev.muster.format.join.x509.TestAuthority.keys;
import static dev.muster.format.join.x509.TestAuthority.template;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.join.x509.CertificatePath.Outcome;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;

class CertificatePathTest {

    private final TestAuthority maker = TestAuthority.named("Acme");
    private final X509Certificate idevid = maker.issue(
            template(SubjectName.factory("Acme", "cam-3", "cam-07"), CertificatePurpose.FACTORY), keys("secp256r1"));

    @Test
    void aChainToARegisteredAnchorIsValid() {
        assertThat(new CertificatePath(List.of(idevid)).validate(List.of(maker.certificate()), NOW))
                .isEqualTo(new Outcome.Valid(maker.certificate()));
    }

    @Test
    void aPeerMaySendTheAnchorToo() {
        assertThat(new CertificatePath(List.of(idevid, maker.certificate()))
                        .validate(List.of(maker.certificate()), NOW))
                .isInstanceOf(Outcome.Valid.class);
    }

    @Test
    void anAuthorityOfTheSameNameWithAnotherKeyIsNotTrusted() {
        TestAuthority impostor = TestAuthority.named("Acme");
        assertThat(reason(new CertificatePath(List.of(idevid)).validate(List.of(impostor.certificate()), NOW)))
                .isEqualTo("chain-untrusted");
    }

    /** RFC 5280 §4.2.1.1: the extension may name the issuer's certificate beside its key. */
    @Test
    void whoSignedIsNamedByItsKeyOrByTheWholeExtension() throws Exception {
        byte[] key = {1, 2, 3};
        byte[] value = new AuthorityKeyIdentifier(
                        key, new GeneralNames(new GeneralName(new X500Name("CN=Acme root"))), BigInteger.TEN)
                .getEncoded();
        var keys = keys("secp256r1");
        var builder = new JcaX509v3CertificateBuilder(
                new X500Name("CN=Acme root"),
                BigInteger.TWO,
                Date.from(NOW),
                Date.from(NOW.plusSeconds(60)),
                new X500Name("CN=cam-07"),
                keys.getPublic());
        builder.addExtension(Extension.authorityKeyIdentifier, false, value);
        X509Certificate certificate = new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
        assertThat(CertificatePath.issuerKeyNames(certificate))
                .containsExactly(key, value, new DEROctetString(value).getEncoded());
    }

    @Test
    void aSelfMadeIdentityIsNotTrusted() {
        var keys = keys("secp256r1");
        X509Certificate selfMade = template(SubjectName.factory("Acme", "cam-3", "cam-07"), CertificatePurpose.FACTORY)
                .selfSigned(keys);
        assertThat(reason(new CertificatePath(List.of(selfMade)).validate(List.of(maker.certificate()), NOW)))
                .isEqualTo("chain-untrusted");
    }

    @Test
    void aDeviceCannotSignForAnotherDevice() {
        var deviceKeys = keys("secp256r1");
        X509Certificate device = maker.issue(
                template(SubjectName.factory("Acme", "cam-3", "cam-07"), CertificatePurpose.FACTORY), deviceKeys);
        X509Certificate forged = new TestAuthority(deviceKeys, device)
                .issue(
                        template(SubjectName.factory("Acme", "cam-3", "cam-08"), CertificatePurpose.FACTORY),
                        keys("secp256r1"));
        assertThat(reason(new CertificatePath(List.of(forged, device)).validate(List.of(maker.certificate()), NOW)))
                .isEqualTo("chain-untrusted");
    }

    @Test
    void noAnchorMeansNoTrust() {
        assertThat(reason(new CertificatePath(List.of(idevid)).validate(List.of(), NOW)))
                .isEqualTo("chain-untrusted");
    }

    @Test
    void clocksMayDisagreeByFiveMinutesAndNoMore() {
        var begins = idevid.getNotBefore().toInstant();
        var ends = idevid.getNotAfter().toInstant();
        var path = new CertificatePath(List.of(idevid));
        var anchors = List.of(maker.certificate());
        Duration skew = CertificatePath.MAX_CLOCK_SKEW;
        // The anchor of this test begins and ends with the leaf, and the tolerance is for the leaf.
        assertThat(path.validate(anchors, begins.minus(skew))).isInstanceOf(Outcome.Valid.class);
        assertThat(path.validate(anchors, ends.plus(skew))).isInstanceOf(Outcome.Valid.class);
        assertThat(reason(path.validate(anchors, begins.minus(skew).minusSeconds(1))))
                .isEqualTo("certificate-not-yet-valid");
        assertThat(reason(path.validate(anchors, ends.plus(skew).plusSeconds(1))))
                .isEqualTo("certificate-expired");
    }

    @Test
    void anIdentityNamesMakerModelAndDevice() {
        assertThat(FactoryIdentity.read(idevid))
                .isEqualTo(new FactoryIdentity.Reading.Found(
                        new FactoryIdentity("cam-07", "Acme", "cam-3", KeyType.P256)));
    }

    @Test
    void anAuthorityIsNotADevice() {
        assertThat(FactoryIdentity.read(maker.certificate()))
                .isInstanceOfSatisfying(
                        FactoryIdentity.Reading.Unfit.class,
                        unfit -> assertThat(unfit.reason()).isEqualTo("idevid-is-authority"));
    }

    @Test
    void anIdentityWithoutModelIsUnfit() {
        X509Certificate nameless = maker.issue(
                template(SubjectName.device("Acme", "cam-07"), CertificatePurpose.FACTORY), keys("secp256r1"));
        assertThat(FactoryIdentity.read(nameless))
                .isInstanceOfSatisfying(
                        FactoryIdentity.Reading.Unfit.class,
                        unfit -> assertThat(unfit.reason()).isEqualTo("idevid-subject"));
    }

    private static String reason(Outcome outcome) {
        return outcome instanceof Outcome.Invalid invalid ? invalid.reason() : "valid";
    }
}
