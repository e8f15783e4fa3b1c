package dev.muster.format.join.x509;

import dev.muster.format.join.x509.RevocationList.Revoked;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.Req;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/**
 * The answer to a question about certificates of some authorities (RFC 6960), signed by whoever answers for the one that is
 * asked about first: the authority itself, or a signer that it certified for that (§4.2.2.2).
 *
 * @param responders at least one; questions about certificates of other authorities are answered "unknown"
 * @param status of a serial number of one of the authorities
 * @param now when it is answered
 * @param until how long the answer may be gone by
 */
public record OcspAnswer(
        List<Responder> responders,
        BiFunction<X509Certificate, BigInteger, Status> status,
        Instant now,
        Instant until) {
    /**
     * Who answers for an authority.
     *
     * @param authority whose certificates are asked about
     * @param signer the authority itself, or a certificate of {@link CertificatePurpose#STATUS} by it
     */
    public record Responder(X509Certificate authority, CertificateTemplate.Issuer signer) {}

    public OcspAnswer {
        responders = List.copyOf(responders);
        if (responders.isEmpty()) {
            throw new IllegalArgumentException("somebody has to answer");
        }
    }

    /** The authority answers for itself. */
    public OcspAnswer(
            CertificateTemplate.Issuer issuer, Function<BigInteger, Status> status, Instant now, Instant until) {
        this(List.of(new Responder(issuer.certificate(), issuer)), (_, serial) -> status.apply(serial), now, until);
    }

    /** A question about one certificate is about 80 bytes, with a nonce 120. */
    public static final int MAX_REQUEST_BYTES = 4 * 1024;

    /** Each certificate costs a look into the register. */
    private static final int MAX_CERTIFICATES = 16;

    /** RFC 9654 §2.1. */
    private static final int MAX_NONCE_BYTES = 128;

    /** What is known of one certificate. */
    public sealed interface Status {
        record Good() implements Status {}

        record Ended(Revoked revoked) implements Status {}

        /** Not one that this authority remembers. */
        record Unknown() implements Status {}
    }

    /** Whether a question is about a certificate of one of these authorities. */
    public boolean concerns(byte[] request) {
        try {
            Req[] all = new OCSPReq(request).getRequestList();
            DigestCalculatorProvider digests = new JcaDigestCalculatorProviderBuilder().build();
            for (Responder each : responders) {
                if (all.length > 0 && all[0].getCertID().matchesIssuer(holder(each.authority()), digests)) {
                    return true;
                }
            }
            return false;
        } catch (IOException | OCSPException | OperatorCreationException | RuntimeException unreadable) {
            return false;
        }
    }

    /** @return DER of the response; for bytes that are no question one that says so */
    public byte[] to(byte[] request) {
        try {
            OCSPReq asked = new OCSPReq(request);
            Req[] all = asked.getRequestList();
            if (request.length > MAX_REQUEST_BYTES || all.length == 0 || all.length > MAX_CERTIFICATES) {
                return failure(OCSPRespBuilder.MALFORMED_REQUEST);
            }
            return answer(asked, all);
        } catch (IOException | RuntimeException unreadable) {
            return failure(OCSPRespBuilder.MALFORMED_REQUEST);
        } catch (OCSPException | OperatorCreationException e) {
            return failure(OCSPRespBuilder.INTERNAL_ERROR);
        }
    }

    private byte[] answer(OCSPReq asked, Req[] all) throws IOException, OCSPException, OperatorCreationException {
        DigestCalculatorProvider digests = new JcaDigestCalculatorProviderBuilder().build();
        Responder responder = responders.getFirst();
        for (Responder each : responders) {
            if (all[0].getCertID().matchesIssuer(holder(each.authority()), digests)) {
                responder = each;
                break;
            }
        }
        X509CertificateHolder authority = holder(responder.authority());
        X509CertificateHolder signer = holder(responder.signer().certificate());
        BasicOCSPRespBuilder builder = new BasicOCSPRespBuilder(new RespID(signer.getSubject()));
        for (Req one : all) {
            boolean ours = one.getCertID().matchesIssuer(authority, digests);
            Status known = ours
                    ? status.apply(responder.authority(), one.getCertID().getSerialNumber())
                    : new Status.Unknown();
            builder.addResponse(one.getCertID(), wire(known), Date.from(now), Date.from(until));
        }
        nonce(asked).ifPresent(given -> builder.setResponseExtensions(new Extensions(given)));
        return new OCSPRespBuilder()
                .build(
                        OCSPRespBuilder.SUCCESSFUL,
                        builder.build(signer(responder.signer()), new X509CertificateHolder[] {signer}, Date.from(now)))
                .getEncoded();
    }

    private static X509CertificateHolder holder(X509Certificate certificate) throws IOException {
        return new X509CertificateHolder(CertificateReader.encoded(certificate));
    }

    private static Optional<Extension> nonce(OCSPReq asked) {
        return Optional.ofNullable(asked.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce))
                .filter(given -> given.getExtnValue().getOctets().length <= MAX_NONCE_BYTES + 2);
    }

    /** Whether a question wants an answer of its own: one without a nonce may be answered from what was kept. */
    public static boolean hasNonce(byte[] request) {
        try {
            return request.length > MAX_REQUEST_BYTES
                    || nonce(new OCSPReq(request)).isPresent();
        } catch (IOException | RuntimeException unreadable) {
            return true;
        }
    }

    private static CertificateStatus wire(Status status) {
        return switch (status) {
            case Status.Good _ -> CertificateStatus.GOOD;
            case Status.Ended(Revoked revoked) ->
                new RevokedStatus(Date.from(revoked.since()), revoked.why().number());
            case Status.Unknown _ -> new UnknownStatus();
        };
    }

    private static byte[] failure(int status) {
        try {
            return new OCSPRespBuilder().build(status, null).getEncoded();
        } catch (IOException | OCSPException e) {
            throw new X509Exception("cannot write a refusal", "ocsp", e);
        }
    }

    /** Signs as certificates are signed, so that a key in a token works here too. */
    private static ContentSigner signer(CertificateTemplate.Issuer issuer) {
        KeyType type = KeyType.of(issuer.certificate().getPublicKey())
                .orElseThrow(() -> new X509Exception("issuer's key is none of " + KeyType.all(), "ocsp"));
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        return new ContentSigner() {
            @Override
            public AlgorithmIdentifier getAlgorithmIdentifier() {
                return type.signatureAlgorithm();
            }

            @Override
            public OutputStream getOutputStream() {
                return content;
            }

            @Override
            public byte[] getSignature() {
                return issuer.parts().signer().sign(content.toByteArray());
            }
        };
    }
}
