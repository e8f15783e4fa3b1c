package dev.muster.format.join.est;

import dev.muster.format.join.x509.SignedMessage;
import dev.muster.format.join.x509.X509Exception;
import java.io.IOException;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.cmc.CMCObjectIdentifiers;
import org.bouncycastle.asn1.cmc.PKIData;
import org.bouncycastle.asn1.cmc.TaggedAttribute;
import org.bouncycastle.asn1.cmc.TaggedCertificationRequest;
import org.bouncycastle.asn1.cmc.TaggedRequest;

/**
 * A Full PKI Request (RFC 5272 §3.2) with one PKCS #10 request in it, as EST's fullcmc takes it (RFC 7030 §4.3.1). Controls
 * that carry it along are read; one that asks for more than a certificate is refused by name, because passing over it would
 * grant something else than was asked for.
 *
 * @param bodyPart number of the request in the message
 * @param request PKCS #10 in DER
 * @param transaction what the answer repeats, when the client gave it
 * @param senderNonce what the answer repeats as the recipient's, when the client gave it
 * @param message who signed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record CmcRequest(
        long bodyPart,
        byte[] request,
        Optional<BigInteger> transaction,
        Optional<byte[]> senderNonce,
        SignedMessage message) {

    /** What is at fault in a request that is one. */
    public static final String UNSUPPORTED = "cmc-unsupported";

    /** A request of the largest size, with the certificates of its signer, in base64 with line breaks. */
    public static final int MAX_BYTES = SignedMessage.MAX_BYTES;

    private static final int NONCE_BYTES_MAX = 64;
    private static final int TRANSACTION_BITS_MAX = 256;
    private static final String PLACE = "cmc";

    /** What was found. */
    public sealed interface Reading {
        record Found(CmcRequest request) implements Reading {}

        /**
         * In order, and more than what is done here.
         *
         * @param detail names it
         */
        record Unsupported(String detail) implements Reading {}
    }

    /**
     * Reads a request. Checks no signature.
     *
     * @param bytes BER or DER
     * @throws EstException when it is none
     */
    public static Reading read(byte[] bytes) {
        try {
            SignedMessage message = SignedMessage.parse(bytes, PLACE);
            if (!message.contentType().equals(CMCObjectIdentifiers.id_cct_PKIData.getId())) {
                throw new EstException(
                        "the content is no PKIData, but " + message.contentType(), PLACE + ".contentType", -1);
            }
            return read(PKIData.getInstance(message.content()), message);
        } catch (EstException e) {
            throw e;
        } catch (X509Exception e) {
            throw new EstException(e.reason(), e.path(), e);
        } catch (IOException | RuntimeException e) {
            // BouncyCastle throws many kinds of unchecked exceptions for bytes that do not fit.
            throw new EstException("not PKIData: " + e.getMessage(), PLACE, e);
        }
    }

    private static Reading read(PKIData data, SignedMessage message) throws IOException {
        Set<Long> parts = new HashSet<>();
        Optional<BigInteger> transaction = Optional.empty();
        Optional<byte[]> nonce = Optional.empty();
        for (TaggedAttribute control : data.getControlSequence()) {
            once(parts, control.getBodyPartID().getID());
            String type = control.getAttrType().getId();
            if (control.getAttrType().equals(CMCObjectIdentifiers.id_cmc_transactionId)) {
                transaction = Optional.of(number(value(control, transaction)));
            } else if (control.getAttrType().equals(CMCObjectIdentifiers.id_cmc_senderNonce)) {
                nonce = Optional.of(octets(value(control, nonce)));
            } else {
                return new Reading.Unsupported("the control " + type + " is not done here");
            }
        }
        if (data.getCmsSequence().length > 0 || data.getOtherMsgSequence().length > 0) {
            return new Reading.Unsupported("messages inside the message are not read here");
        }
        if (data.getReqSequence().length != 1) {
            return new Reading.Unsupported(data.getReqSequence().length + " requests in one message; one is taken");
        }
        TaggedRequest only = data.getReqSequence()[0];
        if (only.getTagNo() != TaggedRequest.TCR) {
            return new Reading.Unsupported("a request of another form than PKCS #10 (RFC 2986)");
        }
        TaggedCertificationRequest tagged = TaggedCertificationRequest.getInstance(only.getValue());
        once(parts, tagged.getBodyPartID().getID());
        byte[] request = tagged.getCertificationRequest().toASN1Primitive().getEncoded(ASN1Encoding.DER);
        return new Reading.Found(new CmcRequest(tagged.getBodyPartID().getID(), request, transaction, nonce, message));
    }

    /** RFC 5272 §3.2.2: each part has a number of its own, or an answer about one could be about another. */
    private static void once(Set<Long> parts, long id) {
        if (!parts.add(id)) {
            throw new EstException("two parts have the number " + id, PLACE + ".bodyPartID", -1);
        }
    }

    private static ASN1Encodable value(TaggedAttribute control, Optional<?> before) {
        if (before.isPresent() || control.getAttrValues().size() != 1) {
            throw new EstException("is there more than once", PLACE + "." + control.getAttrType(), -1);
        }
        return control.getAttrValues().getObjectAt(0);
    }

    private static BigInteger number(ASN1Encodable value) {
        BigInteger number = ASN1Integer.getInstance(value).getValue();
        if (number.bitLength() > TRANSACTION_BITS_MAX) {
            throw new EstException("longer than " + TRANSACTION_BITS_MAX + " bits", PLACE + ".transactionId", -1);
        }
        return number;
    }

    private static byte[] octets(ASN1Encodable value) {
        byte[] octets = ASN1OctetString.getInstance(value).getOctets();
        if (octets.length > NONCE_BYTES_MAX) {
            throw new EstException("longer than " + NONCE_BYTES_MAX + " bytes", PLACE + ".senderNonce", -1);
        }
        return octets;
    }
}
