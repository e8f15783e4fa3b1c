package dev.muster.format.pkix;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.muster.format.join.x509.CertificateReader;
import dev.muster.format.join.x509.X509Exception;
import dev.muster.format.pkix.PathOutcome.Refused;
import dev.muster.format.pkix.PathOutcome.Valid;
import dev.muster.format.pkix.TestChain.Made;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A certificate with any bytes for an extension, rightly signed, as end entity, authority or anchor: there is an answer, it
 * names a certificate of the path, and where the JDK's validator reads the same rule, what is valid here is valid there.
 */
class PathValidatorFuzzTest {
    private static final List<String> EXTENSIONS = List.of(
            Extensions.KEY_USAGE,
            Extensions.SUBJECT_ALT_NAME,
            Extensions.BASIC_CONSTRAINTS,
            Extensions.NAME_CONSTRAINTS,
            Extensions.POLICIES,
            Extensions.POLICY_MAPPINGS,
            Extensions.POLICY_CONSTRAINTS,
            Extensions.EXTENDED_KEY_USAGE,
            Extensions.INHIBIT_ANY_POLICY,
            "1.3.6.1.4.1.99999.7");

    /** Of the others the JDK is stricter than RFC 5280 or reads them otherwise. */
    private static final Set<String> COMPARED =
            Set.of(Extensions.KEY_USAGE, Extensions.BASIC_CONSTRAINTS, "1.3.6.1.4.1.99999.7");

    private static final Made ROOT = TestChain.root("CN=Root").authority().make();
    private static final Made MIDDLE =
            TestChain.under(ROOT, "CN=Middle").authority().make();

    @FuzzTest
    void anyExtensionIsAnswered(byte[] data) {
        if (data.length < 2) {
            return;
        }
        String oid = EXTENSIONS.get((data[0] & 0xff) % EXTENSIONS.size());
        boolean critical = (data[1] & 1) == 1;
        byte[] value = Arrays.copyOfRange(data, 2, data.length);
        switch ((data[1] & 0xff) >> 1 & 3) {
            case 0 -> end(oid, critical, value);
            case 1 -> authority(oid, critical, value);
            default -> anchor(oid, critical, value);
        }
    }

    private static void end(String oid, boolean critical, byte[] value) {
        read(TestChain.under(MIDDLE, "CN=End,DC=example").raw(oid, critical, value))
                .ifPresent(end -> judge(List.of(end, MIDDLE.certificate()), ROOT.certificate(), oid));
    }

    private static void authority(String oid, boolean critical, byte[] value) {
        TestChain middle = chain(TestChain.under(ROOT, "CN=Other"), oid).raw(oid, critical, value);
        read(middle).ifPresent(read -> {
            Made end = TestChain.under(middle.made(read), "CN=End,DC=example").make();
            judge(List.of(end.certificate(), read), ROOT.certificate(), oid);
        });
    }

    private static void anchor(String oid, boolean critical, byte[] value) {
        TestChain root = chain(TestChain.root("CN=Another"), oid).raw(oid, critical, value);
        read(root).ifPresent(read -> {
            Made end = TestChain.under(root.made(read), "CN=End,DC=example").make();
            judge(List.of(end.certificate()), read, oid);
        });
    }

    private static TestChain chain(TestChain made, String oid) {
        return oid.equals(Extensions.BASIC_CONSTRAINTS) ? made : made.authority();
    }

    private static Optional<X509Certificate> read(TestChain chain) {
        try {
            return Optional.of(CertificateReader.parse(chain.encoded()));
        } catch (X509Exception malformed) {
            return Optional.empty();
        }
    }

    private static void judge(List<X509Certificate> chain, X509Certificate anchor, String oid) {
        switch (PathValidator.validate(chain, List.of(anchor), TestChain.NOW, KeyPurpose.SIGNATURE)) {
            case Valid valid -> {
                if (!valid.anchor().equals(anchor)) {
                    throw new AssertionError("another anchor");
                }
                // An anchor's own extensions bind here (RFC 5937) and not in the JDK.
                if (COMPARED.contains(oid)) {
                    elsewhere(chain, anchor);
                }
            }
            case Refused refused -> {
                if (refused.index() < 0
                        || refused.index() > chain.size()
                        || refused.detail().isBlank()) {
                    throw new AssertionError("refused without a place: " + refused);
                }
            }
        }
    }

    private static void elsewhere(List<X509Certificate> chain, X509Certificate anchor) {
        try {
            PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(anchor, null)));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(TestChain.NOW));
            CertPathValidator.getInstance("PKIX")
                    .validate(CertificateFactory.getInstance("X.509").generateCertPath(chain), parameters);
        } catch (GeneralSecurityException refused) {
            throw new AssertionError("valid here and refused by the JDK", refused);
        }
    }
}
