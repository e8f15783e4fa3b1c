package dev.muster.format.cose;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cose.Verdict.Invalid;
import dev.muster.format.cose.Verdict.Reason;
import dev.muster.format.crypto.Crypto;
import dev.muster.format.crypto.CryptoException;
import dev.muster.format.crypto.Hpke;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Seals and opens encrypted messages. Immutable and thread-safe. */
public final class CoseCipher {
    private static final byte[] NONE = {};

    private final Crypto crypto;
    private final HeaderCheck check;
    private final Optional<HpkeContext> hpke;

    private CoseCipher(Crypto crypto, HeaderCheck check, Optional<HpkeContext> hpke) {
        this.crypto = crypto;
        this.check = check;
        this.hpke = hpke;
    }

    /** A cipher with given providers. The strict profile opens nothing that is not authenticated. */
    public static CoseCipher of(Crypto crypto, CoseProfile profile) {
        return new CoseCipher(crypto, HeaderCheck.of(profile), Optional.empty());
    }

    /** The same for a caller that also processes these labels, {@code Long} or {@code String}, so that they may be critical. */
    public CoseCipher understanding(Set<?> labels) {
        return new CoseCipher(crypto, check.understanding(labels), hpke);
    }

    /**
     * The same with COSE-HPKE switched on, which is a draft (draft-ietf-cose-hpke-27): its numbers may still change.
     * Without this, its messages are refused with {@link Reason#ALG_NOT_ALLOWED}.
     *
     * @param context what both sides know beside the message
     */
    public CoseCipher draftHpke(HpkeContext context) {
        return new CoseCipher(crypto, check.understanding(Set.of(HeaderLabel.PSK_ID)), Optional.of(context));
    }

    /** Opens a message under a shared key, or under our private key when it was sealed by HPKE. */
    public Opened open(CoseEncrypt0 message, CoseKey key, byte[] externalAad, Optional<byte[]> detached) {
        return switch (algorithm(message.headers())) {
            case Named.Refused refused -> refused(refused.why());
            case Named.Sealed sealed -> {
                Invalid wrong = HeaderCheck.content(message.ciphertext(), detached);
                if (wrong != null) {
                    yield refused(wrong);
                }
                byte[] ciphertext = message.ciphertext().or(() -> detached).orElse(NONE);
                byte[] associated = CoseStructure.encryption("Encrypt0", message.headers(), externalAad);
                byte[] info = sealed.context().info();
                yield CoseHpke.open(
                        sealed.algorithm(), message.headers(), ciphertext, key, sealed.context(), info, associated);
            }
            case Named.Known known -> {
                Optional<Invalid> forbidden =
                        RecipientRules.forbids(key, known.algorithm().id(), KeyOperation.DECRYPT);
                if (forbidden.isPresent()) {
                    yield refused(forbidden.get());
                }
                Optional<Invalid> bare = bare(known.algorithm(), message.headers(), externalAad);
                if (bare.isPresent()) {
                    yield refused(bare.get());
                }
                byte[] associated = CoseStructure.encryption("Encrypt0", message.headers(), externalAad);
                yield open(
                        known.algorithm(),
                        message.headers(),
                        message.ciphertext(),
                        detached,
                        associated,
                        key.k(),
                        key.baseIv());
            }
        };
    }

    /** Opens a message whose key a recipient finds. */
    public Opened open(CoseEncrypt message, RecipientKey key, byte[] externalAad, Optional<byte[]> detached) {
        return switch (algorithm(message.headers())) {
            case Named.Refused refused -> refused(refused.why());
            case Named.Sealed sealed ->
                new Opened.Refused(Reason.ALG_NOT_ALLOWED, sealed.algorithm() + " has no recipients");
            case Named.Known known ->
                switch (new ContentKeys(crypto, check, key, hpke)
                        .find(
                                message.recipients(),
                                known.algorithm().id(),
                                known.algorithm().cipher().keyBytes(),
                                KeyOperation.DECRYPT)) {
                    case ContentKeys.Found.Missing missing -> refused(missing.why());
                    case ContentKeys.Found.Key found -> {
                        Optional<Invalid> bare = bare(known.algorithm(), message.headers(), externalAad);
                        if (bare.isPresent()) {
                            yield refused(bare.get());
                        }
                        byte[] associated = CoseStructure.encryption("Encrypt", message.headers(), externalAad);
                        yield open(
                                known.algorithm(),
                                message.headers(),
                                message.ciphertext(),
                                detached,
                                associated,
                                found.key(),
                                key.key().baseIv());
                    }
                };
        };
    }

    /**
     * Seals content under a shared key.
     *
     * @param nonce never used before with this key, of the algorithm's length
     */
    public CoseEncrypt0 seal(
            CborMap protectedMap,
            byte[] plain,
            byte[] externalAad,
            EncryptionAlgorithm algorithm,
            byte[] key,
            byte[] nonce) {
        CoseHeaders headers = headers(protectedMap, algorithm, nonce);
        byte[] associated = CoseStructure.encryption("Encrypt0", headers, externalAad);
        return new CoseEncrypt0(
                headers, Optional.of(algorithm.cipher().encrypt(crypto, key, nonce, associated, plain)));
    }

    /** Seals content under a content key that these recipients can find. */
    public CoseEncrypt seal(
            CborMap protectedMap,
            byte[] plain,
            byte[] externalAad,
            EncryptionAlgorithm algorithm,
            NewKey key,
            byte[] nonce) {
        CoseHeaders headers = headers(protectedMap, algorithm, nonce);
        byte[] associated = CoseStructure.encryption("Encrypt", headers, externalAad);
        byte[] sealed = algorithm.cipher().encrypt(crypto, key.contentKey(), nonce, associated, plain);
        return new CoseEncrypt(headers, Optional.of(sealed), List.of(key.recipient()));
    }

    /**
     * Seals content to a recipient's public key by HPKE, a draft that must be switched on.
     *
     * @param algorithm one that encrypts content
     */
    public CoseEncrypt0 seal(
            CborMap protectedMap, byte[] plain, byte[] externalAad, HpkeAlgorithm algorithm, CoseKey recipient) {
        if (!algorithm.integrated()) {
            throw new IllegalArgumentException(algorithm + " encrypts keys, not content");
        }
        HpkeContext context = hpke.orElseThrow(
                () -> new CryptoException(CoseHpke.off(algorithm).detail()));
        CoseHeaders headers = CoseHpke.headers(algorithm, protectedMap, recipient, context);
        byte[] associated = CoseStructure.encryption("Encrypt0", headers, externalAad);
        Hpke.Sealed sealed = CoseHpke.seal(algorithm, recipient, context, context.info(), associated, plain);
        return new CoseEncrypt0(CoseHpke.with(headers, sealed), Optional.of(sealed.ciphertext()));
    }

    /** What protects nothing must not look protected: CTR and CBC have all parameters outside (RFC 9459 §4). */
    private static CoseHeaders headers(CborMap protectedMap, EncryptionAlgorithm algorithm, byte[] nonce) {
        CborMap iv = Cbor.map().put(HeaderLabel.IV, nonce).build();
        CborMap alg = Cbor.map().put(HeaderLabel.ALG, algorithm.id()).build();
        if (algorithm.authenticates()) {
            return CoseHeaders.of(Cbor.map().putAll(protectedMap).putAll(alg).build(), iv);
        }
        return CoseHeaders.of(
                CborMap.EMPTY,
                Cbor.map().putAll(protectedMap).putAll(alg).putAll(iv).build());
    }

    /** RFC 9459 §4: what does not authenticate covers neither a protected header nor anything outside. */
    private static Optional<Invalid> bare(EncryptionAlgorithm algorithm, CoseHeaders headers, byte[] externalAad) {
        boolean covered = headers.protectedMap().size() > 0 || externalAad.length > 0;
        return algorithm.authenticates() || !covered
                ? Optional.empty()
                : Optional.of(
                        new Invalid(Reason.ALG_NOT_ALLOWED, algorithm + " protects no header and no external data"));
    }

    private sealed interface Named {
        record Known(EncryptionAlgorithm algorithm) implements Named {}

        record Sealed(HpkeAlgorithm algorithm, HpkeContext context) implements Named {}

        record Refused(Invalid why) implements Named {}
    }

    private Named algorithm(CoseHeaders headers) {
        Invalid crit = check.crit(headers);
        if (crit != null) {
            return new Named.Refused(crit);
        }
        return switch (check.alg(headers, false)) {
            case HeaderCheck.Alg.Refused refused -> new Named.Refused(refused.why());
            case HeaderCheck.Alg.Known known ->
                EncryptionAlgorithm.of(known.id())
                        .map(this::checked)
                        .or(() -> HpkeAlgorithm.of(known.id()).map(algorithm -> checked(algorithm, headers)))
                        .orElseGet(() -> new Named.Refused(HeaderCheck.unknown(known.id())));
        };
    }

    private Named checked(EncryptionAlgorithm algorithm) {
        return algorithm.authenticates() || check.profile() == CoseProfile.GENERIC
                ? new Named.Known(algorithm)
                : new Named.Refused(new Invalid(Reason.ALG_NOT_ALLOWED, algorithm + " does not authenticate"));
    }

    private Named checked(HpkeAlgorithm algorithm, CoseHeaders headers) {
        if (hpke.isEmpty()) {
            return new Named.Refused(CoseHpke.off(algorithm));
        }
        if (!algorithm.integrated()) {
            return new Named.Refused(new Invalid(Reason.ALG_NOT_ALLOWED, algorithm + " encrypts keys, not content"));
        }
        return headers.alg().isPresent()
                ? new Named.Sealed(algorithm, hpke.get())
                : new Named.Refused(new Invalid(Reason.ALG_UNPROTECTED, "alg is only in the unprotected header"));
    }

    private Opened open(
            EncryptionAlgorithm algorithm,
            CoseHeaders headers,
            Optional<byte[]> ciphertext,
            Optional<byte[]> detached,
            byte[] associated,
            byte[] key,
            Optional<byte[]> baseIv) {
        Invalid wrong = HeaderCheck.content(ciphertext, detached);
        if (wrong != null) {
            return refused(wrong);
        }
        if (key.length != algorithm.cipher().keyBytes()) {
            return new Opened.Refused(Reason.ALG_KEY_MISMATCH, "key is not for " + algorithm);
        }
        Optional<byte[]> nonce = nonce(headers, algorithm.cipher().nonceBytes(), baseIv);
        if (nonce.isEmpty()) {
            return new Opened.Refused(Reason.NONCE_MISSING, "no IV of the right length");
        }
        return algorithm
                .cipher()
                .decrypt(
                        crypto,
                        key,
                        nonce.get(),
                        associated,
                        ciphertext.or(() -> detached).orElse(NONE))
                .<Opened>map(Opened.Content::new)
                .orElseGet(() ->
                        new Opened.Refused(Reason.CIPHERTEXT_WRONG, "ciphertext does not open under the given key"));
    }

    /** The IV, or the base IV of the key with the partial IV added at its end (RFC 9052 §3.1). */
    private static Optional<byte[]> nonce(CoseHeaders headers, int length, Optional<byte[]> baseIv) {
        Optional<byte[]> iv = headers.any(HeaderLabel.IV).map(Cbor::asBytes);
        Optional<byte[]> partial = headers.any(HeaderLabel.PARTIAL_IV).map(Cbor::asBytes);
        if (partial.isEmpty()) {
            return iv.filter(whole -> whole.length == length);
        }
        if (iv.isPresent() || baseIv.isEmpty() || baseIv.get().length > length || partial.get().length > length) {
            return Optional.empty();
        }
        byte[] nonce = java.util.Arrays.copyOf(baseIv.get(), length);
        byte[] end = partial.get();
        for (int i = 0; i < end.length; i++) {
            nonce[length - end.length + i] ^= end[i];
        }
        return Optional.of(nonce);
    }

    private static Opened refused(Invalid why) {
        return new Opened.Refused(why.reason(), why.detail());
    }
}
