package dev.muster.format.network.mud;

import dev.muster.format.join.x509.CertificatePath;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;

/**
 * The signature beside a MUD file: CMS SignedData, detached, DER, over the file's bytes as they are (RFC 8520 §13). The text
 * form that S/MIME would make of them is never signed, whatever {@code openssl cms} does without {@code -binary}.
 */
public final class MudSignature {
    /** A signature with its chain; larger ones only cost. */
    public static final int BYTES_MOST = 64 * 1024;

    /** RFC 8520 §16.4. */
    static final String ID_CT_MUDTYPE = "1.2.840.113549.1.9.16.1.41";

    /** What openssl writes, and what files in the field have. */
    static final String PKCS7_DATA = "1.2.840.113549.1.7.1";

    private static final int DIGITAL_SIGNATURE = 0;
    private static final int CERTIFICATES_MOST = CertificatePath.MAX_CERTIFICATES;

    private MudSignature() {}

    /** What was found. */
    public sealed interface Verdict {
        /**
         * It holds.
         *
         * @param signer whose it is
         * @param registeredType whether the content type is that of RFC 8520; {@code data} is met in the field
         */
        record Verified(X509Certificate signer, boolean registeredType) implements Verdict {}

        /** @param reason stable, lower case with dashes */
        record Refused(String reason, String detail) implements Verdict {}
    }

    /**
     * Checks a signature.
     *
     * @param file the MUD file's bytes as they were received
     * @param signature DER
     * @param anchors authorities of makers
     * @param signer the subject that the device's certificate names for its maker's signatures (id-pe-mudsigner), when known
     */
    public static Verdict verify(
            byte[] file,
            byte[] signature,
            Collection<X509Certificate> anchors,
            Optional<X500Principal> signer,
            Instant now) {
        if (signature.length > BYTES_MOST) {
            return new Verdict.Refused("signature-too-long", "more than " + BYTES_MOST + " bytes");
        }
        try {
            CMSSignedData signed = new CMSSignedData(new CMSProcessableByteArray(file), signature);
            String type = signed.getSignedContentTypeOID();
            if (!type.equals(ID_CT_MUDTYPE) && !type.equals(PKCS7_DATA)) {
                return new Verdict.Refused("content-type", "the content type is " + type);
            }
            if (signed.getSignerInfos().size() != 1) {
                return new Verdict.Refused("signers", signed.getSignerInfos().size() + " signers, not one");
            }
            SignerInformation one =
                    signed.getSignerInfos().getSigners().iterator().next();
            List<X509Certificate> chain = chain(signed, one);
            if (chain.isEmpty()) {
                return new Verdict.Refused("no-certificate", "the signature brings no certificate of its signer");
            }
            if (!one.verify(new JcaSimpleSignerInfoVerifierBuilder().build(chain.getFirst()))) {
                return new Verdict.Refused("signature", "the signature does not fit the file");
            }
            return signer(chain, anchors, signer, now, type.equals(ID_CT_MUDTYPE));
        } catch (CMSException | OperatorCreationException | CertificateException | RuntimeException unreadable) {
            // The library answers bytes that make no sense with exceptions of many kinds, and a digest that differs
            // with one.
            boolean differs = String.valueOf(unreadable.getMessage()).contains("digest");
            return differs
                    ? new Verdict.Refused("signature", "the signature is for other bytes")
                    : new Verdict.Refused("unreadable", String.valueOf(unreadable.getMessage()));
        }
    }

    private static Verdict signer(
            List<X509Certificate> chain,
            Collection<X509Certificate> anchors,
            Optional<X500Principal> wanted,
            Instant now,
            boolean registered) {
        X509Certificate leaf = chain.getFirst();
        boolean[] usage = leaf.getKeyUsage();
        if (usage != null && !usage[DIGITAL_SIGNATURE]) {
            return new Verdict.Refused("key-usage", "the signer's key is not for signatures");
        }
        if (wanted.isPresent() && !wanted.get().equals(leaf.getSubjectX500Principal())) {
            return new Verdict.Refused(
                    "other-signer",
                    "signed by " + leaf.getSubjectX500Principal() + ", and the device's certificate names "
                            + wanted.get());
        }
        return switch (new CertificatePath(chain).validate(anchors, now)) {
            case CertificatePath.Outcome.Valid valid -> new Verdict.Verified(leaf, registered);
            case CertificatePath.Outcome.Invalid invalid -> new Verdict.Refused(invalid.reason(), invalid.detail());
        };
    }

    /** From the signer upwards, as far as the message brings certificates. */
    private static List<X509Certificate> chain(CMSSignedData signed, SignerInformation signer)
            throws CertificateException {
        @SuppressWarnings("unchecked")
        Collection<X509CertificateHolder> found = signed.getCertificates().getMatches(signer.getSID());
        List<X509Certificate> chain = new ArrayList<>();
        Optional<X509CertificateHolder> next = found.stream().findFirst();
        while (next.isPresent() && chain.size() < CERTIFICATES_MOST) {
            X509CertificateHolder here = next.get();
            chain.add(new JcaX509CertificateConverter().getCertificate(here));
            next = here.getIssuer().equals(here.getSubject())
                    ? Optional.empty()
                    : signed.getCertificates().getMatches(null).stream()
                            .filter(c -> c.getSubject().equals(here.getIssuer()))
                            .findFirst();
        }
        return chain;
    }
}
