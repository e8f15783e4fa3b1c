package dev.muster.format.inspect;

import dev.muster.format.pkix.KeyPurpose;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;

/** CMS signed data (RFC 5652), which vouchers, EST answers and firmware come in. */
final class CmsKinds {
    /** Longest chain that is put together from a message's certificates. */
    private static final int CERTIFICATES_MOST = 10;

    private CmsKinds() {}

    static Optional<Inspection> read(byte[] der, Trust trust) {
        try {
            CMSSignedData signed = new CMSSignedData(der);
            List<Node> fields = new ArrayList<>();
            fields.add(Node.note("content type", signed.getSignedContentTypeOID()));
            if (signed.getSignedContent() != null && signed.getSignedContent().getContent() instanceof byte[] content) {
                fields.add(Node.note("content", DerKinds.content(content)));
            }
            int count = 0;
            for (X509CertificateHolder holder : signed.getCertificates().getMatches(null)) {
                fields.add(Node.note(
                        "certificate [" + count++ + "]", holder.getSubject().toString()));
            }
            List<SignatureVerdict> verdicts = new ArrayList<>();
            for (SignerInformation signer : signed.getSignerInfos()) {
                fields.add(Node.note(
                        "signer",
                        signer.getSID().getIssuer() + " #" + signer.getSID().getSerialNumber()));
                verdicts.add(verify(signed, signer, trust));
            }
            String kind = "CMS signed data (RFC 5652)";
            return Optional.of(new Inspection(
                    kind, new Node("SignedData", "", 0, fields), worst(verdicts), List.of(), Optional.empty()));
        } catch (CMSException | RuntimeException notCms) {
            return Optional.empty();
        }
    }

    /** Every signer counts, as in COSE_Sign: one that does not hold makes it invalid, one that is not known leaves it open. */
    private static SignatureVerdict worst(List<SignatureVerdict> verdicts) {
        return verdicts.stream()
                .filter(SignatureVerdict.Invalid.class::isInstance)
                .findFirst()
                .or(() -> verdicts.stream()
                        .filter(verdict -> !(verdict instanceof SignatureVerdict.Valid))
                        .findFirst())
                .or(() -> verdicts.stream().findFirst())
                .orElseGet(SignatureVerdict.Unsigned::new);
    }

    /**
     * The signature against the certificate that the message itself brings, which is then traced to an anchor. The library
     * answers bytes that make no sense with unchecked exceptions of many kinds; all of them say the same.
     */
    private static SignatureVerdict verify(CMSSignedData signed, SignerInformation signer, Trust trust) {
        @SuppressWarnings("unchecked")
        Collection<X509CertificateHolder> found = signed.getCertificates().getMatches(signer.getSID());
        if (signed.getSignedContent() == null) {
            return new SignatureVerdict.NotChecked(
                    "the content is detached: the signature covers bytes that are not here");
        }
        if (found.isEmpty()) {
            return new SignatureVerdict.NotChecked("the message brings no certificate of its signer");
        }
        try {
            X509CertificateHolder holder = found.iterator().next();
            if (!signer.verify(new JcaSimpleSignerInfoVerifierBuilder().build(holder))) {
                return new SignatureVerdict.Invalid("the signature does not fit the signer's certificate");
            }
            if (trust.isEmpty()) {
                return new SignatureVerdict.NotChecked("it fits the certificate in the message, " + holder.getSubject()
                        + ", which was not traced to an anchor: no --trust was given");
            }
            List<X509Certificate> chain = chain(signed, holder);
            for (Trust.NamedKey key : trust.keys()) {
                if (KeyPurpose.SIGNATURE.of(chain.getFirst())
                        && Arrays.equals(
                                key.key().getEncoded(),
                                chain.getFirst().getPublicKey().getEncoded())) {
                    return new SignatureVerdict.Valid(key.name());
                }
            }
            return trust.issuedBy(chain, KeyPurpose.SIGNATURE);
        } catch (CMSException | OperatorCreationException | CertificateException | RuntimeException broken) {
            return new SignatureVerdict.Invalid(String.valueOf(broken.getMessage()));
        }
    }

    /** Certificates of a CMS message have no order: each is followed by the one that its issuer's name finds. */
    private static List<X509Certificate> chain(CMSSignedData signed, X509CertificateHolder leaf)
            throws CertificateException {
        JcaX509CertificateConverter convert = new JcaX509CertificateConverter();
        List<X509Certificate> chain = new ArrayList<>();
        Collection<X509CertificateHolder> all = signed.getCertificates().getMatches(null);
        Optional<X509CertificateHolder> next = Optional.of(leaf);
        while (next.isPresent() && chain.size() < CERTIFICATES_MOST) {
            X509CertificateHolder current = next.get();
            chain.add(convert.getCertificate(current));
            next = all.stream()
                    .filter(each -> each.getSubject().equals(current.getIssuer())
                            && !each.getSubject().equals(each.getIssuer()))
                    .filter(each -> !each.equals(current))
                    .findFirst();
        }
        return chain;
    }
}
