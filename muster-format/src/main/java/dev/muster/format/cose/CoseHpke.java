package dev.muster.format.cose;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborBytes;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cbor.CborMapBuilder;
import dev.muster.format.cbor.CborProfile;
import dev.muster.format.cbor.CborWriter;
import dev.muster.format.cose.Verdict.Reason;
import dev.muster.format.crypto.CryptoException;
import dev.muster.format.crypto.Hpke;
import java.util.Arrays;
import java.util.Optional;

/** Both modes of COSE-HPKE (draft-ietf-cose-hpke-27 §3): what goes where between the headers and RFC 9180. */
final class CoseHpke {
    private CoseHpke() {}

    /** Why HPKE is refused when nobody has switched it on. */
    static Verdict.Invalid off(HpkeAlgorithm algorithm) {
        return new Verdict.Invalid(
                Reason.ALG_NOT_ALLOWED, algorithm + " is of a draft (draft-ietf-cose-hpke) and is not switched on");
    }

    /** Opens one layer. */
    static Opened open(
            HpkeAlgorithm algorithm,
            CoseHeaders headers,
            byte[] ciphertext,
            CoseKey own,
            HpkeContext context,
            byte[] info,
            byte[] associated) {
        if (!algorithm.fits(own, true)) {
            return refused(Reason.ALG_KEY_MISMATCH, "key is not for " + algorithm);
        }
        Optional<byte[]> encapsulated = headers.unprotected()
                .get(HeaderLabel.EK)
                .filter(CborBytes.class::isInstance)
                .map(Cbor::asBytes);
        if (encapsulated.isEmpty()) {
            return refused(Reason.KEY_MISSING, "no encapsulated key (ek) in the unprotected header");
        }
        if (headers.unprotected().has(HeaderLabel.PSK_ID)) {
            return refused(Reason.KEY_WRONG, "psk_id is not protected");
        }
        Optional<byte[]> named = headers.signed(HeaderLabel.PSK_ID).map(Cbor::asBytes);
        Optional<Hpke.Psk> psk =
                context.psk().filter(each -> named.isPresent() && Arrays.equals(each.id(), named.get()));
        if (named.isPresent() && psk.isEmpty()) {
            return refused(Reason.KEY_MISSING, "the pre-shared key that psk_id names is not here");
        }
        try {
            return Hpke.open(
                            algorithm.suite(),
                            algorithm.privateKey(own),
                            encapsulated.get(),
                            info,
                            associated,
                            psk,
                            ciphertext)
                    .<Opened>map(Opened.Content::new)
                    .orElseGet(() -> refused(Reason.CIPHERTEXT_WRONG, "ciphertext does not open under the given key"));
        } catch (CryptoException e) {
            return refused(Reason.KEY_WRONG, String.valueOf(e.getMessage()));
        }
    }

    /** Headers of a layer, without the encapsulated key. */
    static CoseHeaders headers(HpkeAlgorithm algorithm, CborMap more, CoseKey recipient, HpkeContext context) {
        if (!algorithm.fits(recipient, false)) {
            throw new CryptoException("key is not for " + algorithm);
        }
        CborMapBuilder map = Cbor.map().putAll(more).put(HeaderLabel.ALG, algorithm.id());
        recipient.kid().ifPresent(kid -> map.put(HeaderLabel.KID, kid));
        context.psk().ifPresent(psk -> map.put(HeaderLabel.PSK_ID, psk.id()));
        return CoseHeaders.of(map.build(), CborMap.EMPTY);
    }

    static Hpke.Sealed seal(
            HpkeAlgorithm algorithm,
            CoseKey recipient,
            HpkeContext context,
            byte[] info,
            byte[] associated,
            byte[] plain) {
        return Hpke.seal(algorithm.suite(), algorithm.publicKey(recipient), info, associated, context.psk(), plain);
    }

    /** The same protected bytes with the encapsulated key beside them. */
    static CoseHeaders with(CoseHeaders headers, Hpke.Sealed sealed) {
        CborMap unprotected =
                Cbor.map().put(HeaderLabel.EK, sealed.encapsulated()).build();
        return new CoseHeaders(headers.protectedBytes(), headers.protectedMap(), unprotected);
    }

    /** Recipient_structure (draft §3.3.1): takes the place of COSE_KDF_Context, which HPKE must not use. */
    static byte[] recipientInfo(long nextLayer, CoseHeaders headers, HpkeContext context) {
        byte[] bytes = headers.protectedMap().size() == 0
                ? new byte[0]
                : headers.protectedMap().deterministic(CborProfile.DETERMINISTIC);
        return CborWriter.create()
                .array(4)
                .text("HPKE Recipient")
                .integer(nextLayer)
                .bytes(bytes)
                .bytes(context.info())
                .toByteArray();
    }

    private static Opened refused(Reason reason, String detail) {
        return new Opened.Refused(reason, detail);
    }
}
