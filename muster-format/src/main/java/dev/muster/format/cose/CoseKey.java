package dev.muster.format.cose;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborArray;
import dev.muster.format.cbor.CborInteger;
import dev.muster.format.cbor.CborLimits;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cbor.CborMapBuilder;
import dev.muster.format.cbor.CborSimple;
import dev.muster.format.crypto.Crypto;
import dev.muster.format.crypto.CryptoException;
import dev.muster.format.crypto.Curve;
import dev.muster.format.crypto.Sha256;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.Optional;

/**
 * COSE_Key (RFC 9052 §7).
 *
 * @param map the parameters, exactly as received
 */
public record CoseKey(CborMap map) {
    /** Key type (RFC 9052 §7.1). */
    public static final long KTY = 1;
    /** Key identifier. */
    public static final long KID = 2;
    /** The only algorithm the key may be used with. */
    public static final long ALG = 3;

    /** What the key may be used for (RFC 9052 §7.1). */
    static final long KEY_OPS = 4;

    static final long CRV = -1;
    static final long X = -2;
    static final long Y = -3;
    static final long D = -4;

    /** Public and private part of the types that have one algorithm each (RFC 9964 §3, RFC 8778 §3). */
    static final long PUB = -1;

    static final long PRIV = -2;
    static final long K = -1;

    /** Modulus and public exponent (RFC 8230 §4). */
    static final long N = -1;

    static final long E = -2;
    static final long BASE_IV = 5;

    static final long OKP = 1;
    static final long EC2 = 2;
    static final long RSA = 3;
    static final long SYMMETRIC = 4;
    static final long HSS_LMS = 5;
    static final long AKP = 7;

    public CoseKey {
        map.require(KTY);
    }

    /** Parses a key. */
    public static CoseKey parse(byte[] bytes) {
        return parse(bytes, CoseProfile.STRICT);
    }

    /** Parses a key. */
    public static CoseKey parse(byte[] bytes, CoseProfile profile) {
        return new CoseKey(Cbor.parse(bytes, profile.cbor(), CborLimits.DEFAULT).asMap());
    }

    /**
     * A hash-based public key (RFC 8778 §3).
     *
     * @param publicKey as RFC 8554 §3.3 writes it
     */
    public static CoseKey hssLms(byte[] publicKey) {
        return new CoseKey(Cbor.map().put(KTY, HSS_LMS).put(PUB, publicKey).build());
    }

    /** The key of the JCA as a COSE_Key bound to an algorithm, with its RFC 9679 thumbprint as identifier. */
    public static CoseKey of(VerificationKey key) {
        CborMapBuilder out = CoseKeys.parameters(key.key());
        out.put(ALG, key.algorithm().id());
        CoseKey bare = new CoseKey(out.build());
        return new CoseKey(
                Cbor.map().putAll(bare.map).put(KID, bare.thumbprint()).build());
    }

    /** The key of the JCA, bound to the algorithm of its kind. */
    public static CoseKey of(PublicKey key) {
        return of(VerificationKey.of(key));
    }

    /**
     * A key of a P-256 pair with its private part, for ECDH-ES with A128KW and nothing else, its thumbprint as identifier.
     */
    public static CoseKey agreement(KeyPair pair) {
        CborMap open = CoseKeys.parameters(pair.getPublic()).build();
        return new CoseKey(Cbor.map()
                .putAll(open)
                .put(KID, new CoseKey(open).thumbprint())
                .put(ALG, RecipientAlgorithm.ECDH_ES_A128KW.id())
                .put(D, CoseKeys.scalar(pair.getPrivate()))
                .build());
    }

    /** Whether it has a private part. */
    public boolean isPrivate() {
        return map.has(D);
    }

    /** The public half of a pair. */
    public CoseKey publicHalf() {
        CborMapBuilder open = Cbor.map();
        map.entries().stream()
                .filter(entry -> !entry.key().equals(Cbor.of(D)))
                .forEach(entry -> open.put(entry.key(), entry.value()));
        return new CoseKey(open.build());
    }

    /** A shared secret key. */
    public static CoseKey symmetric(byte[] k, Optional<byte[]> kid) {
        CborMapBuilder out = Cbor.map().put(KTY, SYMMETRIC).put(K, k);
        kid.ifPresent(name -> out.put(KID, name));
        return new CoseKey(out.build());
    }

    /** The bytes of a shared secret key; {@link CoseException} when it is of another type. */
    public byte[] k() {
        if (kty() != SYMMETRIC) {
            throw new CoseException("key is not symmetric", "/1", map.offset());
        }
        return map.require(K).asBytes();
    }

    /** What a partial IV is added to (RFC 9052 §7.1). */
    public Optional<byte[]> baseIv() {
        return map.get(BASE_IV).map(Cbor::asBytes);
    }

    /** True when the key does not say which algorithm it is for, or says this one. */
    public boolean allows(long algorithm) {
        return map.get(ALG).map(own -> own.equals(Cbor.of(algorithm))).orElse(true);
    }

    /** True when the key does not say what it may be used for, or names one of these (RFC 9052 §7.1). */
    public boolean permits(KeyOperation... operations) {
        Optional<Cbor> named = map.get(KEY_OPS);
        return named.isEmpty()
                || (named.get() instanceof CborArray array
                        && Arrays.stream(operations)
                                .anyMatch(operation -> array.items().contains(Cbor.of(operation.id()))));
    }

    /** True for a public key of somebody else: what it may be used for is nothing, when it says so (RFC 9053 §6.3.1). */
    boolean permitsNothing() {
        return map.get(KEY_OPS)
                .map(named -> named instanceof CborArray array && array.size() == 0)
                .orElse(true);
    }

    /** The exact bytes. */
    public byte[] encode() {
        return map.encoded();
    }

    /** Key type: 1 OKP, 2 EC2, 3 RSA, 4 symmetric, 5 HSS-LMS, 7 AKP; any other, and a text, gives 0. */
    public int kty() {
        return small(map.require(KTY));
    }

    /** Types and curves are small numbers; one beyond them is not known here and must not be cut down to one that is. */
    private static int small(Cbor item) {
        return item instanceof CborInteger number && number.asBigInteger().bitLength() < Short.SIZE ? item.asInt() : 0;
    }

    /** The identifier. */
    public Optional<byte[]> kid() {
        return map.get(KID).map(Cbor::asBytes);
    }

    /** The algorithm that the key says it is for. */
    public Optional<CoseAlgorithm> alg() {
        return map.get(ALG).flatMap(CoseAlgorithm::of);
    }

    /** The curve number, 0 when there is none. */
    public int crv() {
        return map.get(CRV).map(CoseKey::small).orElse(0);
    }

    /** The public key for the JCA; {@link CoseException} when the parameters do not make one. */
    public PublicKey publicKey() {
        return CoseKeys.publicKey(this);
    }

    /** The private key for the JCA; {@link CoseException} when there is none. */
    public PrivateKey privateKey() {
        return CoseKeys.privateKey(this);
    }

    /** The public key bound to {@code alg}, or to the algorithm of its curve when the key has no {@code alg}. */
    public VerificationKey verificationKey() {
        PublicKey key = publicKey();
        Optional<CoseAlgorithm> alg = alg();
        if (alg.isEmpty() && map.has(ALG)) {
            throw new CoseException("key is for algorithm " + map.require(ALG) + ", which is not known here", "/3", -1);
        }
        try {
            return alg.map(bound -> new VerificationKey(bound, key)).orElseGet(() -> VerificationKey.of(key));
        } catch (CryptoException e) {
            throw new CoseException("key and its algorithm do not fit", "/3", -1, e);
        }
    }

    /** A signer for a key with a private part; its identifier is the key's. */
    public CoseSigner signer(Crypto crypto) {
        if (!permits(KeyOperation.SIGN)) {
            throw new CoseException("key_ops of the key do not say that it signs", "/4", -1);
        }
        return CoseSigner.of(crypto, verificationKey().algorithm(), privateKey(), kid());
    }

    /** SHA-256 thumbprint (RFC 9679 §3): over the required public parameters in deterministic form. */
    public byte[] thumbprint() {
        CborMapBuilder required = Cbor.map().put(KTY, map.require(KTY));
        switch (kty()) {
            case (int) OKP -> copy(required, CRV, X);
            case (int) EC2 -> {
                copy(required, CRV, X);
                // RFC 9679 §4.2: a compressed point must be written out in full.
                required.put(Y, y());
            }
            case (int) RSA -> copy(required, N, E);
            case (int) AKP -> copy(required, ALG, PUB);
            // Symmetric keys and HSS-LMS keys have everything under label -1.
            default -> copy(required, K);
        }
        return Sha256.of(required.build().encoded());
    }

    /** The second coordinate written out, also of a compressed point. */
    Cbor y() {
        Cbor y = map.require(Y);
        if (y instanceof CborSimple) {
            ECPublicKey key = (ECPublicKey) publicKey();
            return Cbor.of(Curve.of(key).orElseThrow().y(key));
        }
        return y;
    }

    private void copy(CborMapBuilder out, long... labels) {
        for (long label : labels) {
            out.put(label, map.require(label));
        }
    }
}
