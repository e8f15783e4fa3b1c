package dev.muster.format.cose;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cose.Verdict.Invalid;
import dev.muster.format.cose.Verdict.Reason;
import dev.muster.format.crypto.Crypto;
import dev.muster.format.crypto.CryptoException;
import dev.muster.format.crypto.SecretKeys;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Finds the key of a layer through the recipients below it (RFC 9052 §8.5, RFC 9053 §6). */
final class ContentKeys {
    /** A key, or why there is none. */
    sealed interface Found {
        record Key(byte[] key) implements Found {}

        record Missing(Invalid why) implements Found {}
    }

    private final Crypto crypto;
    private final HeaderCheck check;
    private final RecipientKey own;
    private final Optional<HpkeContext> hpke;

    /** @param hpke present when the draft is switched on */
    ContentKeys(Crypto crypto, HeaderCheck check, RecipientKey own, Optional<HpkeContext> hpke) {
        this.crypto = crypto;
        this.check = check;
        this.own = own;
        this.hpke = hpke;
    }

    /**
     * The key of {@code keyBytes} bytes (0: any length) for this algorithm, from the first recipient that is ours.
     *
     * @param use what the key does in the layer above: a key that is used directly must permit it
     */
    Found find(List<Recipient> recipients, long algorithm, int keyBytes, KeyOperation use) {
        Found last = missing(Reason.KEY_MISSING, "no recipient is for this key");
        for (Recipient recipient : recipients) {
            if (other(recipient)) {
                continue;
            }
            Invalid crit = check.crit(recipient.headers());
            if (crit != null) {
                return new Found.Missing(crit);
            }
            Found found;
            try {
                found = HpkeAlgorithm.in(recipient.headers())
                        .map(way -> decapsulate(recipient, way, algorithm))
                        .or(() -> recipient
                                .algorithm()
                                .map(way -> RecipientRules.refuses(recipient, way, recipients.size())
                                        .<Found>map(Found.Missing::new)
                                        .orElseGet(() -> resolve(recipient, way, algorithm, keyBytes, use))))
                        .orElseGet(() -> new Found.Missing(HeaderCheck.unknown(recipient
                                .headers()
                                .any(HeaderLabel.ALG)
                                .map(Cbor::toString)
                                .orElse("is missing"))));
            } catch (CoseException | CryptoException e) {
                found = missing(Reason.KEY_WRONG, String.valueOf(e.getMessage()));
            }
            if (found instanceof Found.Key) {
                return found;
            }
            last = found;
        }
        return last;
    }

    /** True when both sides name the key and the names differ. A key may also be the one of a nested recipient. */
    private boolean other(Recipient recipient) {
        Optional<byte[]> named = recipient.headers().kid();
        return recipient.recipients().isEmpty()
                && named.isPresent()
                && own.key().kid().isPresent()
                && !Arrays.equals(named.get(), own.key().kid().get());
    }

    private Found resolve(Recipient recipient, RecipientAlgorithm way, long algorithm, int keyBytes, KeyOperation use) {
        return switch (way) {
            case DIRECT ->
                RecipientRules.forbids(own.key(), algorithm, use)
                        .<Found>map(Found.Missing::new)
                        .orElseGet(() -> new Found.Key(own.key().k()));
            case A128KW, A192KW, A256KW -> {
                Found wrapping = !recipient.recipients().isEmpty()
                        ? find(recipient.recipients(), way.id(), way.wrapBytes(), KeyOperation.UNWRAP_KEY)
                        : RecipientRules.forbids(own.key(), way.id(), KeyOperation.UNWRAP_KEY)
                                .<Found>map(Found.Missing::new)
                                .orElseGet(() -> new Found.Key(own.key().k()));
                yield wrapping instanceof Found.Key found ? unwrap(recipient, found.key(), way) : wrapping;
            }
            default -> derive(recipient, way, algorithm, keyBytes);
        };
    }

    /** Key encryption by HPKE: the algorithm below is part of what the key is bound to (draft-ietf-cose-hpke-27 §3.3). */
    private Found decapsulate(Recipient recipient, HpkeAlgorithm way, long algorithm) {
        CoseHeaders headers = recipient.headers();
        if (hpke.isEmpty()) {
            return new Found.Missing(CoseHpke.off(way));
        }
        if (way.integrated()) {
            return missing(Reason.ALG_NOT_ALLOWED, way + " encrypts content, not the key of a recipient");
        }
        if (headers.alg().isEmpty()) {
            return missing(Reason.ALG_UNPROTECTED, "alg of the recipient is only in the unprotected header");
        }
        if (recipient.ciphertext().isEmpty() || !recipient.recipients().isEmpty()) {
            return missing(Reason.KEY_WRONG, "a recipient by HPKE has a ciphertext and no recipients of its own");
        }
        byte[] info = CoseHpke.recipientInfo(algorithm, headers, hpke.get());
        byte[] associated = hpke.get().associated();
        byte[] wrapped = recipient.ciphertext().get();
        return switch (CoseHpke.open(way, headers, wrapped, own.key(), hpke.get(), info, associated)) {
            case Opened.Content key -> new Found.Key(key.plain());
            case Opened.Refused refused -> missing(refused.reason(), refused.detail());
        };
    }

    private Found derive(Recipient recipient, RecipientAlgorithm way, long algorithm, int keyBytes) {
        CoseHeaders headers = recipient.headers();
        Optional<Invalid> forbidden = RecipientRules.forbids(own.key(), way.id(), KeyOperation.DERIVE_KEY);
        if (forbidden.isPresent()) {
            return new Found.Missing(forbidden.get());
        }
        byte[] secret = secret(headers, way);
        byte[] salt = headers.any(HeaderLabel.SALT).map(Cbor::asBytes).orElse(new byte[0]);
        if (way.wrapBytes() == 0) {
            byte[] info = own.context().encode(algorithm, keyBytes, headers);
            if (way.agreement() == RecipientAlgorithm.Agreement.SHARED_AES) {
                return secret.length == way.expandBytes()
                        ? new Found.Key(SecretKeys.expandAes(crypto, secret, info, keyBytes))
                        : missing(Reason.KEY_WRONG, "key does not fit " + way);
            }
            return new Found.Key(SecretKeys.hkdf(way.hash(), secret, salt, info, keyBytes));
        }
        byte[] info = own.context().encode(way.wrapping().id(), way.wrapBytes(), headers);
        return unwrap(recipient, SecretKeys.hkdf(way.hash(), secret, salt, info, way.wrapBytes()), way.wrapping());
    }

    private byte[] secret(CoseHeaders headers, RecipientAlgorithm way) {
        long id = way.id();
        return switch (way.agreement()) {
            case SHARED_SECRET, SHARED_AES -> own.key().k();
            case EPHEMERAL ->
                agree(
                        id,
                        headers.any(HeaderLabel.EPHEMERAL_KEY)
                                .map(item -> new CoseKey(item.asMap()))
                                .orElseThrow(() -> new CoseException("no ephemeral key", "/headers/-1", -1)));
            case STATIC ->
                agree(
                        id,
                        headers.any(HeaderLabel.STATIC_KEY)
                                .map(item -> new CoseKey(item.asMap()))
                                .or(own::sender)
                                .orElseThrow(
                                        () -> new CoseException("no static key of the sender", "/headers/-2", -1)));
            case NONE -> throw new IllegalStateException(way + " derives nothing");
        };
    }

    private byte[] agree(long way, CoseKey other) {
        if (!other.allows(way) || !other.permitsNothing()) {
            throw new CoseException("sender's key says that it is for something else", "/headers", -1);
        }
        if (other.crv() != own.key().crv() || other.kty() != own.key().kty()) {
            throw new CoseException("sender's key is on another curve", "/headers", -1);
        }
        return SecretKeys.agree(crypto, own.key().privateKey(), other.publicKey());
    }

    private Found unwrap(Recipient recipient, byte[] wrapping, RecipientAlgorithm way) {
        if (wrapping.length != way.wrapBytes() || recipient.ciphertext().isEmpty()) {
            return missing(Reason.KEY_WRONG, "wrapping key or wrapped key does not fit " + way);
        }
        return SecretKeys.unwrap(crypto, wrapping, recipient.ciphertext().get())
                .<Found>map(Found.Key::new)
                .orElseGet(() -> missing(Reason.KEY_WRONG, "wrapped key does not open"));
    }

    private static Found missing(Reason reason, String detail) {
        return new Found.Missing(new Invalid(reason, detail));
    }
}
