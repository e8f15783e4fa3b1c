package dev.muster.format.join.est;

import dev.muster.format.join.x509.CertificateTemplate.Issuer;
import dev.muster.format.join.x509.SignedMessage;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cmc.BodyPartID;
import org.bouncycastle.asn1.cmc.CMCFailInfo;
import org.bouncycastle.asn1.cmc.CMCObjectIdentifiers;
import org.bouncycastle.asn1.cmc.CMCStatus;
import org.bouncycastle.asn1.cmc.CMCStatusInfoV2Builder;
import org.bouncycastle.asn1.cmc.PKIResponse;
import org.bouncycastle.asn1.cmc.PendInfo;
import org.bouncycastle.asn1.cmc.TaggedAttribute;

/**
 * A Full PKI Response (RFC 5272 §3.3): what became of the one request, signed, with the certificate along when there is one.
 *
 * @param outcome what became of it
 * @param asked what is answered; empty when it could not be read
 * @param senderNonce our own
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record CmcAnswer(Outcome outcome, Optional<CmcRequest> asked, byte[] senderNonce) {

    /** What became of a request. */
    public sealed interface Outcome {
        record Issued(X509Certificate certificate) implements Outcome {}

        /** A person has to say yes first; the same request is to be sent again. */
        record Pending(Instant again) implements Outcome {}

        /** @param words the stable code and what exactly, for people */
        record Failed(Fault fault, String words) implements Outcome {}
    }

    /** Why not, as far as RFC 5272 §6.1.4 has words for it. */
    public enum Fault {
        BAD_ALGORITHM,
        BAD_MESSAGE,
        BAD_REQUEST,
        BAD_IDENTITY,
        POSSESSION,
        LATER;

        private CMCFailInfo info() {
            return switch (this) {
                case BAD_ALGORITHM -> CMCFailInfo.badAlg;
                case BAD_MESSAGE -> CMCFailInfo.badMessageCheck;
                case BAD_REQUEST -> CMCFailInfo.badRequest;
                case BAD_IDENTITY -> CMCFailInfo.badIdentity;
                case POSSESSION -> CMCFailInfo.popFailed;
                case LATER -> CMCFailInfo.tryLater;
            };
        }
    }

    /** The whole message. */
    private static final long EVERYTHING = 0;

    /**
     * The message.
     *
     * @param signer who answers; its certificate goes along, and what is above it
     */
    public byte[] encode(Issuer signer, List<X509Certificate> above) {
        try {
            List<TaggedAttribute> controls = new ArrayList<>();
            add(controls, CMCObjectIdentifiers.id_cmc_statusInfoV2, status());
            asked.flatMap(CmcRequest::transaction)
                    .ifPresent(id -> add(controls, CMCObjectIdentifiers.id_cmc_transactionId, new ASN1Integer(id)));
            asked.flatMap(CmcRequest::senderNonce).ifPresent(nonce -> {
                add(controls, CMCObjectIdentifiers.id_cmc_recipientNonce, new DEROctetString(nonce));
                add(controls, CMCObjectIdentifiers.id_cmc_senderNonce, new DEROctetString(senderNonce));
            });
            byte[] content = new PKIResponse(
                            controls.toArray(TaggedAttribute[]::new),
                            PKIResponse.EMPTY_CMS_SEQUENCE,
                            PKIResponse.EMPTY_OTHER_MSG)
                    .getEncoded(ASN1Encoding.DER);
            List<X509Certificate> along = new ArrayList<>();
            if (outcome instanceof Outcome.Issued(X509Certificate certificate)) {
                along.add(certificate);
            }
            along.add(signer.certificate());
            along.addAll(above);
            return SignedMessage.sign(
                    CMCObjectIdentifiers.id_cct_PKIResponse.getId(),
                    content,
                    signer.certificate(),
                    signer.key(),
                    along);
        } catch (IOException e) {
            throw new EstException("cannot write a CMC response", "cmc", e);
        }
    }

    private ASN1Encodable status() {
        BodyPartID part = new BodyPartID(asked.map(CmcRequest::bodyPart).orElse(EVERYTHING));
        return switch (outcome) {
            case Outcome.Issued _ -> new CMCStatusInfoV2Builder(CMCStatus.success, part).build();
            case Outcome.Pending(Instant again) ->
                new CMCStatusInfoV2Builder(CMCStatus.pending, part)
                        .setOtherInfo(new PendInfo(senderNonce, new ASN1GeneralizedTime(Date.from(again))))
                        .build();
            case Outcome.Failed(Fault fault, String words) ->
                new CMCStatusInfoV2Builder(CMCStatus.failed, part)
                        .setStatusString(words)
                        .setOtherInfo(fault.info())
                        .build();
        };
    }

    private static void add(List<TaggedAttribute> controls, ASN1ObjectIdentifier type, ASN1Encodable value) {
        controls.add(new TaggedAttribute(new BodyPartID(controls.size() + 1L), type, new DERSet(value)));
    }
}
