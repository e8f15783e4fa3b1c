package dev.muster.format.cose;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cbor.CborMapBuilder;
import dev.muster.format.crypto.Crypto;
import dev.muster.format.crypto.Hpke;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.SecretKeys;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/**
 * A content key made for one recipient, and the structure from which that recipient finds it again.
 *
 * @param contentKey keep it as short as possible
 */
public record NewKey(byte[] contentKey, Recipient recipient) {

    /** The shared key itself is the content key. */
    public static NewKey direct(CoseKey shared) {
        CborMapBuilder unprotected = Cbor.map().put(HeaderLabel.ALG, RecipientAlgorithm.DIRECT.id());
        shared.kid().ifPresent(kid -> unprotected.put(HeaderLabel.KID, kid));
        CoseHeaders headers = CoseHeaders.of(CborMap.EMPTY, unprotected.build());
        return new NewKey(shared.k(), new Recipient(headers, Optional.empty(), List.of()));
    }

    /** A random content key of this many bytes, wrapped under a shared key of 16, 24 or 32 bytes. */
    public static NewKey wrapped(Crypto crypto, CoseKey shared, int keyBytes, SecureRandom random) {
        return wrapped(crypto, shared, fresh(keyBytes, random));
    }

    /** This content key, which other recipients may have too, wrapped under a shared key of 16, 24 or 32 bytes. */
    public static NewKey wrapped(Crypto crypto, CoseKey shared, byte[] contentKey) {
        RecipientAlgorithm way = switch (shared.k().length) {
            case 16 -> RecipientAlgorithm.A128KW;
            case 24 -> RecipientAlgorithm.A192KW;
            case 32 -> RecipientAlgorithm.A256KW;
            default -> throw new IllegalArgumentException("no key wrap with a key of " + shared.k().length);
        };
        CborMapBuilder unprotected = Cbor.map().put(HeaderLabel.ALG, way.id());
        shared.kid().ifPresent(kid -> unprotected.put(HeaderLabel.KID, kid));
        byte[] wrapped = SecretKeys.wrap(crypto, shared.k(), contentKey);
        CoseHeaders headers = CoseHeaders.of(CborMap.EMPTY, unprotected.build());
        return new NewKey(contentKey, new Recipient(headers, Optional.of(wrapped), List.of()));
    }

    /**
     * A content key agreed with a recipient's public key by a fresh ephemeral key.
     *
     * @param way one of the ECDH-ES algorithms
     * @param algorithm number of the content algorithm
     * @param keyBytes length of its key
     */
    public static NewKey agreed(
            Crypto crypto,
            RecipientAlgorithm way,
            CoseKey recipient,
            KdfContext context,
            long algorithm,
            int keyBytes,
            SecureRandom random) {
        if (way.agreement() != RecipientAlgorithm.Agreement.EPHEMERAL) {
            throw new IllegalArgumentException(way + " has no ephemeral key");
        }
        KeyPair ephemeral = Keys.generateLike(recipient.publicKey(), random);
        CborMapBuilder unprotected = Cbor.map()
                .put(
                        HeaderLabel.EPHEMERAL_KEY,
                        CoseKeys.parameters(ephemeral.getPublic()).build());
        return agreed(
                crypto, way, recipient, context, algorithm, keyBytes, random, ephemeral.getPrivate(), unprotected);
    }

    /**
     * This content key, which other recipients may have too, wrapped under what is agreed by a fresh ephemeral key.
     *
     * @param way one of the ECDH-ES algorithms that wrap
     */
    public static NewKey agreed(
            Crypto crypto,
            RecipientAlgorithm way,
            CoseKey recipient,
            KdfContext context,
            byte[] contentKey,
            SecureRandom random) {
        if (way.agreement() != RecipientAlgorithm.Agreement.EPHEMERAL || way.wrapBytes() == 0) {
            throw new IllegalArgumentException(way + " wraps no key under an ephemeral one");
        }
        KeyPair ephemeral = Keys.generateLike(recipient.publicKey(), random);
        CborMapBuilder unprotected = Cbor.map()
                .put(
                        HeaderLabel.EPHEMERAL_KEY,
                        CoseKeys.parameters(ephemeral.getPublic()).build());
        recipient.kid().ifPresent(kid -> unprotected.put(HeaderLabel.KID, kid));
        CoseHeaders headers =
                CoseHeaders.of(Cbor.map().put(HeaderLabel.ALG, way.id()).build(), unprotected.build());
        byte[] secret = SecretKeys.agree(crypto, ephemeral.getPrivate(), recipient.publicKey());
        byte[] info = context.encode(way.wrapping().id(), way.wrapBytes(), headers);
        byte[] wrapped = SecretKeys.wrap(
                crypto, SecretKeys.hkdf(way.hash(), secret, new byte[0], info, way.wrapBytes()), contentKey);
        return new NewKey(contentKey, new Recipient(headers, Optional.of(wrapped), List.of()));
    }

    /** The same from the sender's own long-lived key, which is named by its {@code kid} (ECDH-SS). */
    public static NewKey agreed(
            Crypto crypto,
            RecipientAlgorithm way,
            CoseKey recipient,
            CoseKey sender,
            KdfContext context,
            long algorithm,
            int keyBytes,
            SecureRandom random) {
        if (way.agreement() != RecipientAlgorithm.Agreement.STATIC) {
            throw new IllegalArgumentException(way + " has no static key");
        }
        CborMapBuilder unprotected = Cbor.map()
                // Without a nonce two messages would have one key (RFC 9053 §6.3.1).
                .put(HeaderLabel.PARTY_U - 1, fresh(32, random))
                .put(HeaderLabel.STATIC_KEY_ID, sender.kid().orElseGet(sender::thumbprint));
        return agreed(crypto, way, recipient, context, algorithm, keyBytes, random, sender.privateKey(), unprotected);
    }

    private static NewKey agreed(
            Crypto crypto,
            RecipientAlgorithm way,
            CoseKey recipient,
            KdfContext context,
            long algorithm,
            int keyBytes,
            SecureRandom random,
            PrivateKey own,
            CborMapBuilder unprotected) {
        recipient.kid().ifPresent(kid -> unprotected.put(HeaderLabel.KID, kid));
        CoseHeaders headers =
                CoseHeaders.of(Cbor.map().put(HeaderLabel.ALG, way.id()).build(), unprotected.build());
        byte[] secret = SecretKeys.agree(crypto, own, recipient.publicKey());
        boolean wraps = way.wrapBytes() > 0;
        int bytes = wraps ? way.wrapBytes() : keyBytes;
        byte[] info = context.encode(wraps ? way.wrapping().id() : algorithm, bytes, headers);
        byte[] derived = SecretKeys.hkdf(way.hash(), secret, new byte[0], info, bytes);
        if (!wraps) {
            return new NewKey(derived, new Recipient(headers, Optional.empty(), List.of()));
        }
        byte[] contentKey = fresh(keyBytes, random);
        byte[] wrapped = SecretKeys.wrap(crypto, derived, contentKey);
        return new NewKey(contentKey, new Recipient(headers, Optional.of(wrapped), List.of()));
    }

    /**
     * A random content key encrypted to a recipient's public key by HPKE, a draft: see {@link CoseCipher#draftHpke}.
     *
     * @param way one of the key encryption algorithms
     * @param algorithm number of the content algorithm
     * @param keyBytes length of its key
     */
    public static NewKey draftHpke(
            HpkeAlgorithm way,
            CoseKey recipient,
            HpkeContext context,
            long algorithm,
            int keyBytes,
            SecureRandom random) {
        if (way.integrated()) {
            throw new IllegalArgumentException(way + " encrypts content, not keys");
        }
        byte[] contentKey = fresh(keyBytes, random);
        CoseHeaders headers = CoseHpke.headers(way, CborMap.EMPTY, recipient, context);
        byte[] info = CoseHpke.recipientInfo(algorithm, headers, context);
        Hpke.Sealed sealed = CoseHpke.seal(way, recipient, context, info, context.associated(), contentKey);
        return new NewKey(
                contentKey, new Recipient(CoseHpke.with(headers, sealed), Optional.of(sealed.ciphertext()), List.of()));
    }

    private static byte[] fresh(int bytes, SecureRandom random) {
        byte[] key = new byte[bytes];
        random.nextBytes(key);
        return key;
    }
}
