package dev.muster.format.cose;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cose.Verdict.Invalid;
import dev.muster.format.crypto.CounterMode;
import dev.muster.format.crypto.Crypto;
import java.util.Optional;

/**
 * What a COSE_Encrypt with AES-CTR needs to be opened piece by piece, from any place (RFC 9459 §4): memory is bounded whatever
 * the length. Nothing is authenticated, so who opens it knows the digest of the whole.
 */
public sealed interface CoseStream {
    /** @param counter opens every piece, one after the other or from anywhere */
    record Counter(CounterMode counter) implements CoseStream {}

    /** One of the keys opens it, and nothing of it may be believed before its end: {@link CoseCipher#open} opens it whole. */
    record Whole() implements CoseStream {}

    /** This key does not open it. */
    record Refused(Verdict.Reason reason, String detail) implements CoseStream {}

    /** Finds the content key of a message whose ciphertext lies elsewhere. */
    static CoseStream of(Crypto crypto, CoseProfile profile, CoseEncrypt message, RecipientKey key) {
        HeaderCheck check = HeaderCheck.of(profile);
        Invalid crit = check.crit(message.headers());
        if (crit != null) {
            return refused(crit);
        }
        if (!(check.alg(message.headers(), false) instanceof HeaderCheck.Alg.Known known)) {
            return new Refused(Verdict.Reason.ALG_UNKNOWN, "no algorithm that is known here");
        }
        Optional<EncryptionAlgorithm> named = EncryptionAlgorithm.of(known.id());
        if (named.isEmpty()) {
            return refused(HeaderCheck.unknown(known.id()));
        }
        EncryptionAlgorithm algorithm = named.get();
        return switch (new ContentKeys(crypto, check, key, Optional.empty())
                .find(message.recipients(), algorithm.id(), algorithm.cipher().keyBytes(), KeyOperation.DECRYPT)) {
            case ContentKeys.Found.Missing missing -> refused(missing.why());
            case ContentKeys.Found.Key found -> counter(crypto, message, algorithm, found.key());
        };
    }

    private static CoseStream counter(Crypto crypto, CoseEncrypt message, EncryptionAlgorithm algorithm, byte[] key) {
        if (key.length != algorithm.cipher().keyBytes()) {
            return new Refused(Verdict.Reason.ALG_KEY_MISMATCH, "key is not for " + algorithm);
        }
        boolean counts = algorithm.cipher().transformation().equals(CounterMode.TRANSFORMATION);
        // With a partial IV the key has the rest of it, which is looked for where a message is opened whole.
        if (!counts || message.headers().any(HeaderLabel.PARTIAL_IV).isPresent()) {
            return new Whole();
        }
        if (message.headers().protectedMap().size() > 0) {
            return new Refused(Verdict.Reason.ALG_NOT_ALLOWED, algorithm + " protects no header");
        }
        Optional<byte[]> iv = message.headers()
                .any(HeaderLabel.IV)
                .map(Cbor::asBytes)
                .filter(bytes -> bytes.length == algorithm.cipher().nonceBytes());
        return iv.<CoseStream>map(bytes -> new Counter(new CounterMode(crypto, key, bytes)))
                .orElseGet(() -> new Refused(Verdict.Reason.NONCE_MISSING, "no IV of the right length"));
    }

    private static CoseStream refused(Invalid why) {
        return new Refused(why.reason(), why.detail());
    }
}
