package dev.muster.format.update.keys;

import dev.muster.format.MalformedException;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborArray;
import dev.muster.format.cbor.CborLimits;
import dev.muster.format.cbor.CborProfile;
import dev.muster.format.cbor.CborWriter;
import dev.muster.format.cose.CoseHeaders;
import dev.muster.format.cose.CoseProfile;
import dev.muster.format.cose.CoseSign;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.cose.HeaderLabel;
import dev.muster.format.cose.Verdict;
import dev.muster.format.update.suit.EnvelopeVerifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A list of release keys under its signatures: COSE_Sign (RFC 9052 §4.1) whose payload is the list. Signers in different
 * places sign one after the other.
 */
public record SignedKeyList(ReleaseKeyList list, CoseSign message) {
    /** Of one signed list. */
    public static final String MEDIA_TYPE = "application/muster-release-keys+cose";

    /** Sixteen keys and as many signatures of ML-DSA-87, the largest there are, take 116 KiB. */
    public static final int MAX_BYTES = 128 * 1024;

    /** Of several, the oldest first: an array of byte strings. */
    public static final String SEVERAL_MEDIA_TYPE = "application/muster-release-key-lists+cbor";

    /** Lists in one message: who is further behind asks again. */
    public static final int MOST_AT_ONCE = 8;

    /** All keys that counted before, and all of the list: every one more would be tried with every key. */
    private static final int MOST_SIGNATURES = 2 * ReleaseKeyList.MOST_KEYS;

    private static final byte[] NO_AAD = {};

    /** The list with the signatures of these; at least one, since nothing can travel without. */
    public static SignedKeyList sign(ReleaseKeyList list, List<CoseSigner> signers) {
        CoseHeaders headers = CoseHeaders.of(
                Cbor.map().put(HeaderLabel.CONTENT_TYPE, MEDIA_TYPE).build(),
                Cbor.map().build());
        return new SignedKeyList(list, CoseSign.sign(headers, list.encode(), NO_AAD, signers));
    }

    /** The same with one signature more. */
    public SignedKeyList and(CoseSigner signer) {
        byte[] payload = message.payload().orElseThrow();
        List<CoseSign.Signature> signatures = new ArrayList<>(message.signatures());
        signatures.addAll(CoseSign.sign(message.headers(), payload, NO_AAD, List.of(signer))
                .signatures());
        return new SignedKeyList(list, new CoseSign(message.headers(), message.payload(), List.copyOf(signatures)));
    }

    public byte[] encode() {
        return message.encode();
    }

    /** @throws KeyListException when the bytes are not such a message; nothing is said about who signed */
    public static SignedKeyList parse(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw new KeyListException("more than " + MAX_BYTES + " bytes", "/", 0);
        }
        try {
            CoseSign message = CoseSign.parse(bytes, CoseProfile.STRICT);
            int signatures = message.signatures().size();
            if (signatures > MOST_SIGNATURES) {
                throw new KeyListException(signatures + " signatures, at most " + MOST_SIGNATURES, "/[3]", 0);
            }
            byte[] payload =
                    message.payload().orElseThrow(() -> new KeyListException("the list travels elsewhere", "/[2]", 0));
            boolean named = message.headers()
                    .signed(HeaderLabel.CONTENT_TYPE)
                    .map(type -> type.equals(Cbor.of(MEDIA_TYPE)))
                    .orElse(false);
            if (!named) {
                throw new KeyListException("the signatures do not cover the content type " + MEDIA_TYPE, "/[0]", 0);
            }
            return new SignedKeyList(ReleaseKeyList.parse(payload), message);
        } catch (KeyListException e) {
            throw e;
        } catch (MalformedException e) {
            throw new KeyListException(e);
        }
    }

    /** @param signed each as it was encoded */
    public static byte[] several(List<byte[]> signed) {
        CborWriter out = CborWriter.create().array(signed.size());
        signed.forEach(out::bytes);
        return out.toByteArray();
    }

    /**
     * @param most lists that are read
     * @throws KeyListException for anything else
     */
    public static List<SignedKeyList> parseSeveral(byte[] bytes, int most) {
        try {
            List<SignedKeyList> lists = new ArrayList<>();
            CborArray array =
                    Cbor.parse(bytes, CborProfile.STRICT, CborLimits.DEFAULT).asArray();
            if (array.size() > most) {
                throw new KeyListException("more than " + most + " lists", "/", array.offset());
            }
            array.forEach(one -> lists.add(parse(one.asBytes())));
            return lists;
        } catch (KeyListException e) {
            throw e;
        } catch (MalformedException e) {
            throw new KeyListException(e);
        }
    }

    /** How many of these keys signed it, each counted once. */
    int signedBy(List<EnvelopeVerifier.Signer> keys) {
        int count = 0;
        for (EnvelopeVerifier.Signer key : keys) {
            if (message.signatures().stream().anyMatch(signature -> isOf(signature, key))) {
                count++;
            }
        }
        return count;
    }

    private boolean isOf(CoseSign.Signature signature, EnvelopeVerifier.Signer key) {
        return EnvelopeVerifier.signatures().verify(message, signature, key.key(), NO_AAD, Optional.empty())
                instanceof Verdict.Valid;
    }
}
