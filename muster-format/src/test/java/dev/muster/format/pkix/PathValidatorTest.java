package dev.muster.format.pkix;

import static dev.muster.format.pkix.TestChain.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.pkix.PathOutcome.Fault;
import dev.muster.format.pkix.TestChain.Made;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.bouncycastle.asn1.x509.PolicyQualifierInfo;
import org.junit.jupiter.api.Test;

/** RFC 5280 §6.1, each rule with its breach. */
class PathValidatorTest {
    private static final ASN1ObjectIdentifier POLICY = new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1");

    private final Made root = TestChain.root("CN=Root").authority().make();
    private final Made middle = TestChain.under(root, "CN=Mid").authority(0).make();
    private final Made leaf = TestChain.under(middle, "CN=Leaf").make();

    @Test
    void aChainOfAuthoritiesEndsInItsAnchorWhetherOrNotThatCameAlong() {
        assertThat(validate(List.of(leaf, middle))).isEqualTo(new PathOutcome.Valid(root.certificate()));
        assertThat(validate(List.of(leaf, middle, root))).isEqualTo(new PathOutcome.Valid(root.certificate()));
        assertThat(validate(List.of(root))).isEqualTo(new PathOutcome.Valid(root.certificate()));
    }

    @Test
    void anEndEntityIssuesNothing() {
        Made forged = TestChain.under(leaf, "CN=Forged").make();
        assertThat(fault(forged, leaf, middle)).isEqualTo(Fault.NOT_A_CA);
        Made bare = TestChain.under(root, "CN=Bare").make();
        assertThat(fault(TestChain.under(bare, "CN=Below").make(), bare)).isEqualTo(Fault.NOT_A_CA);
    }

    @Test
    void anAuthorityWhoseKeyDoesNotSignCertificatesIssuesNothing() {
        Made wrong = TestChain.under(root, "CN=Wrong")
                .authority()
                .usage(KeyUsage.digitalSignature)
                .make();
        assertThat(fault(TestChain.under(wrong, "CN=Below").make(), wrong)).isEqualTo(Fault.KEY_USAGE);
    }

    @Test
    void namesAreChainedAndNotSignaturesAlone() {
        Made other =
                TestChain.named(middle, new X500Name("CN=Nobody"), "CN=Leaf").make();
        assertThat(fault(other, middle)).isEqualTo(Fault.ISSUER);
        Made impostor = TestChain.root("CN=Root").authority().make();
        assertThat(fault(TestChain.under(impostor, "CN=Leaf").make())).isEqualTo(Fault.SIGNATURE);
    }

    @Test
    void pathLengthCountsAuthoritiesAlsoBelowTheAnchorAndNotSelfIssuedOnes() {
        Made deeper = TestChain.under(middle, "CN=Deeper").authority().make();
        assertThat(fault(TestChain.under(deeper, "CN=Leaf").make(), deeper, middle))
                .isEqualTo(Fault.PATH_LENGTH);
        Made short0 = TestChain.root("CN=Root").authority(0).make();
        Made below = TestChain.under(short0, "CN=Mid").authority().make();
        assertThat(fault(validate(short0, List.of(TestChain.under(below, "CN=L").make(), below))))
                .isEqualTo(Fault.PATH_LENGTH);
        Made again = TestChain.under(middle, "CN=Mid").authority(0).make();
        assertThat(validate(List.of(TestChain.under(again, "CN=Leaf").make(), again, middle)))
                .isInstanceOf(PathOutcome.Valid.class);
    }

    @Test
    void everyCertificateBelowTheAnchorIsInItsTime() {
        Made over = TestChain.over(middle, "CN=Over", NOW.minus(Duration.ofDays(2)), NOW.minusSeconds(1))
                .make();
        assertThat(fault(over, middle)).isEqualTo(Fault.EXPIRED);
        Made early = TestChain.over(middle, "CN=Early", NOW.plusSeconds(1), NOW.plus(Duration.ofDays(2)))
                .make();
        assertThat(fault(early, middle)).isEqualTo(Fault.NOT_YET_VALID);
        Made old = TestChain.over(root, "CN=Old", NOW.minus(Duration.ofDays(2)), NOW.minusSeconds(1))
                .authority()
                .make();
        assertThat(fault(TestChain.under(old, "CN=Leaf").make(), old)).isEqualTo(Fault.EXPIRED);
        Made exactly = TestChain.over(middle, "CN=Exactly", NOW.minus(Duration.ofDays(2)), NOW)
                .make();
        assertThat(validate(List.of(exactly, middle))).isInstanceOf(PathOutcome.Valid.class);
    }

    @Test
    void aCriticalExtensionThatNobodyKnowsRefusesAndAnotherDoesNot() {
        ASN1ObjectIdentifier unknown = new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.7");
        assertThat(fault(
                        TestChain.under(middle, "CN=L")
                                .with(unknown, true, DERNull.INSTANCE)
                                .make(),
                        middle))
                .isEqualTo(Fault.CRITICAL_EXTENSION);
        Made odd = TestChain.under(root, "CN=Odd")
                .authority()
                .with(unknown, true, DERNull.INSTANCE)
                .make();
        assertThat(fault(TestChain.under(odd, "CN=L").make(), odd)).isEqualTo(Fault.CRITICAL_EXTENSION);
        assertThat(validate(List.of(
                        TestChain.under(middle, "CN=L")
                                .with(unknown, false, DERNull.INSTANCE)
                                .make(),
                        middle)))
                .isInstanceOf(PathOutcome.Valid.class);
    }

    @Test
    void aKeyThatOnlyAgreesSignsNothing() {
        Made agreeing =
                TestChain.under(middle, "CN=L").usage(KeyUsage.keyAgreement).make();
        assertThat(fault(agreeing, middle)).isEqualTo(Fault.KEY_USAGE);
        assertThat(PathValidator.validate(
                        certificates(List.of(agreeing, middle)), List.of(root.certificate()), NOW, KeyPurpose.ANY))
                .isInstanceOf(PathOutcome.Valid.class);
    }

    @Test
    void aChainInReverseOrderIsNamed() {
        assertThat(fault(validate(TestChain.root("CN=Other").authority().make(), List.of(middle, leaf))))
                .isEqualTo(Fault.ORDER);
        assertThat(fault(validate(TestChain.root("CN=Other").authority().make(), List.of(leaf, middle))))
                .isEqualTo(Fault.NO_ANCHOR);
    }

    @Test
    void hashesWithCollisionsAreNotBelieved() {
        assertThat(fault(
                        TestChain.under(middle, "CN=L")
                                .signedWith("SHA1withECDSA")
                                .make(),
                        middle))
                .isEqualTo(Fault.WEAK);
    }

    @Test
    void aCriticalPolicyWithAQualifierIsNoReasonToRefuse() {
        PolicyInformation qualified =
                new PolicyInformation(POLICY, new DERSequence(new PolicyQualifierInfo("https://maker.example/cps")));
        Made device = TestChain.under(middle, "CN=L")
                .with(Extension.certificatePolicies, true, new CertificatePolicies(qualified))
                .make();
        assertThat(validate(List.of(device, middle))).isInstanceOf(PathOutcome.Valid.class);
    }

    @Test
    void aPolicyThatAnIssuerRequiresMustBeThereAllTheWay() {
        Made strict = TestChain.under(root, "CN=Strict")
                .authority()
                .with(Extension.certificatePolicies, false, new CertificatePolicies(new PolicyInformation(POLICY)))
                .with(
                        Extension.policyConstraints,
                        true,
                        new DERSequence(new DERTaggedObject(false, 0, new ASN1Integer(0))))
                .make();
        assertThat(fault(TestChain.under(strict, "CN=L").make(), strict)).isEqualTo(Fault.POLICY);
        Made named = TestChain.under(strict, "CN=L")
                .with(Extension.certificatePolicies, false, new CertificatePolicies(new PolicyInformation(POLICY)))
                .make();
        assertThat(validate(List.of(named, strict))).isInstanceOf(PathOutcome.Valid.class);
    }

    @Test
    void whatCannotBeReadIsRefusedAndNotThrown() {
        Made broken = TestChain.under(root, "CN=Broken")
                .authority()
                .with(
                        Extension.nameConstraints,
                        true,
                        new NameConstraints(
                                new GeneralSubtree[] {
                                    new GeneralSubtree(new GeneralName(2, "example.com"), BigInteger.ONE, null)
                                },
                                null))
                .make();
        assertThat(fault(TestChain.under(broken, "CN=L").make(), broken)).isEqualTo(Fault.MALFORMED);
        assertThat(fault(PathValidator.validate(List.of(), List.of(root.certificate()), NOW, KeyPurpose.ANY)))
                .isEqualTo(Fault.NO_CERTIFICATE);
    }

    private PathOutcome validate(List<Made> chain) {
        return validate(root, chain);
    }

    private static PathOutcome validate(Made anchor, List<Made> chain) {
        return PathValidator.validate(certificates(chain), List.of(anchor.certificate()), NOW, KeyPurpose.SIGNATURE);
    }

    private Fault fault(Made... chain) {
        return fault(validate(List.of(chain)));
    }

    private static Fault fault(PathOutcome outcome) {
        assertThat(outcome).isInstanceOf(PathOutcome.Refused.class);
        return ((PathOutcome.Refused) outcome).fault();
    }

    private static List<X509Certificate> certificates(List<Made> chain) {
        return chain.stream().map(Made::certificate).toList();
    }
}
