package dev.muster.format.pkix;

import static dev.muster.format.pkix.TestChain.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.pkix.TestChain.Made;
import java.util.List;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 5280 §4.2.1.10 in each form, and where the JDK differs from it with the names that devices have. */
class NameConstraintsTest {
    private static final ASN1ObjectIdentifier HARDWARE_MODULE = new ASN1ObjectIdentifier("1.3.6.1.5.5.7.8.4");

    private final Made root = TestChain.root("CN=Root").authority().make();

    @ParameterizedTest
    @CsvSource({
        "2, example.com, host.example.com, true",
        "2, example.com, example.com, true",
        "2, example.com, badexample.com, false",
        "2, .example.com, a.example.com, true",
        "2, .example.com, example.com, false",
        "2, EXAMPLE.com, A.Example.COM, true",
        "1, root@example.com, root@example.com, true",
        "1, root@example.com, Root@example.com, false",
        "1, example.com, any@EXAMPLE.com, true",
        "1, example.com, any@sub.example.com, false",
        "1, .example.com, any@sub.example.com, true",
        "6, example.com, https://example.com/x, true",
        "6, example.com, https://sub.example.com/x, false",
        "6, .example.com, https://sub.example.com/x, true",
        "6, example.com, urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6, false",
        "6, example.com, https://192.0.2.1/, false",
        "7, 192.0.2.0/24, 192.0.2.7, true",
        "7, 192.0.2.0/24, 192.0.3.7, false",
        "7, 192.0.2.0/24, 2001:db8::1, false",
        "4, 'C=DE,O=Acme', 'C=DE,O=Acme,CN=cam', true",
        "4, 'C=DE,O=Acme', 'C=de,O=ACME,CN=cam', true",
        "4, 'C=DE,O=Acme', 'C=DE,O=Other,CN=cam', false",
    })
    void permittedTreesHoldTheirNamesAndNoOthers(int form, String tree, String name, boolean holds) {
        Made authority = permitting(new GeneralName(form, tree));
        Made device = TestChain.under(authority, "")
                .with(Extension.subjectAlternativeName, true, new GeneralNames(new GeneralName(form, name)))
                .make();
        assertThat(valid(device, authority)).isEqualTo(holds);
    }

    @Test
    void excludedTreesRefuse() {
        Made authority = TestChain.under(root, "CN=Mid")
                .authority()
                .with(
                        Extension.nameConstraints,
                        true,
                        new NameConstraints(null, trees(new GeneralName(2, "bad.example"))))
                .make();
        assertThat(valid(named(authority, new GeneralName(2, "x.bad.example")), authority))
                .isFalse();
        assertThat(valid(named(authority, new GeneralName(2, "good.example")), authority))
                .isTrue();
    }

    @Test
    void aCommonNameIsNoDnsName() {
        Made authority = permitting(new GeneralName(2, "example.com"));
        assertThat(valid(TestChain.under(authority, "CN=sensor-42").make(), authority))
                .isTrue();
        assertThat(valid(
                        TestChain.under(authority, "CN=f81d4fae-7dec-11d0-a765-00a0c91e6bf6")
                                .make(),
                        authority))
                .isTrue();
    }

    @Test
    void anEmptySubjectIsExemptFromDirectoryNames() {
        Made authority = permitting(new GeneralName(4, "C=DE,O=Acme"));
        GeneralName hardware = hardware();
        assertThat(valid(named(authority, hardware), authority)).isTrue();
        assertThat(valid(TestChain.under(authority, "C=DE,O=Other,CN=cam").make(), authority))
                .isFalse();
    }

    @Test
    void aConstraintOnAnotherKindOfOtherNameSaysNothingAboutAHardwareModule() {
        GeneralName principal = new GeneralName(
                GeneralName.otherName,
                new DERSequence(vector(
                        new ASN1ObjectIdentifier("1.3.6.1.4.1.311.20.2.3"),
                        new DERTaggedObject(true, 0, new DERUTF8String("x")))));
        Made other = permitting(principal);
        assertThat(valid(named(other, hardware()), other)).isTrue();
        Made same = permitting(hardware());
        assertThat(valid(named(same, hardware()), same)).isFalse();
    }

    @Test
    void mailInTheSubjectCountsWhenThereAreNoAlternativeNames() {
        Made authority = permitting(new GeneralName(1, "example.com"));
        assertThat(valid(TestChain.under(authority, "CN=x,E=a@example.com").make(), authority))
                .isTrue();
        assertThat(valid(TestChain.under(authority, "CN=x,E=a@other.example").make(), authority))
                .isFalse();
    }

    @Test
    void everyIssuerAboveMustPermitTheName() {
        Made first = permitting(new GeneralName(2, "example.com"));
        Made second = TestChain.under(first, "CN=Second")
                .authority()
                .with(
                        Extension.nameConstraints,
                        true,
                        new NameConstraints(trees(new GeneralName(2, "a.example.com")), null))
                .make();
        assertThat(valid(named(second, new GeneralName(2, "x.a.example.com")), second, first))
                .isTrue();
        assertThat(valid(named(second, new GeneralName(2, "x.b.example.com")), second, first))
                .isFalse();
    }

    private Made permitting(GeneralName tree) {
        return TestChain.under(root, "C=DE,O=Acme")
                .authority()
                .with(Extension.nameConstraints, true, new NameConstraints(trees(tree), null))
                .make();
    }

    private static Made named(Made authority, GeneralName name) {
        return TestChain.under(authority, "")
                .with(Extension.subjectAlternativeName, true, new GeneralNames(name))
                .make();
    }

    private static GeneralName hardware() {
        DERSequence module = new DERSequence(vector(
                new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.2"),
                new org.bouncycastle.asn1.DEROctetString(new byte[] {1, 2})));
        return new GeneralName(
                GeneralName.otherName, new DERSequence(vector(HARDWARE_MODULE, new DERTaggedObject(true, 0, module))));
    }

    private static ASN1EncodableVector vector(org.bouncycastle.asn1.ASN1Encodable... items) {
        ASN1EncodableVector vector = new ASN1EncodableVector();
        for (org.bouncycastle.asn1.ASN1Encodable item : items) {
            vector.add(item);
        }
        return vector;
    }

    private static GeneralSubtree[] trees(GeneralName name) {
        return new GeneralSubtree[] {new GeneralSubtree(name)};
    }

    private boolean valid(Made... chain) {
        return PathValidator.validate(
                        List.of(chain).stream().map(Made::certificate).toList(),
                        List.of(root.certificate()),
                        NOW,
                        KeyPurpose.SIGNATURE)
                instanceof PathOutcome.Valid;
    }
}
