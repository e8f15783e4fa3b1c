package dev.muster.format.cose;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborMapBuilder;
import dev.muster.format.cbor.CborSimple;
import dev.muster.format.crypto.CryptoException;
import dev.muster.format.crypto.Curve;
import dev.muster.format.crypto.Keys;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.HexFormat;

/** Between COSE_Key parameters (RFC 9053 §7) and keys of the JCA. */
final class CoseKeys {
    private static final long ED25519 = 6;
    private static final long ED448 = 7;

    /** SubjectPublicKeyInfo and PKCS #8 around a raw Edwards key (RFC 8410): everything but the key is constant. */
    private static final byte[] SPKI_ED25519 = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final byte[] SPKI_ED448 = HexFormat.of().parseHex("3043300506032b6571033a00");
    private static final byte[] PKCS8_ED25519 = HexFormat.of().parseHex("302e020100300506032b657004220420");
    private static final byte[] PKCS8_ED448 = HexFormat.of().parseHex("3047020100300506032b6571043b0439");

    private CoseKeys() {}

    static CborMapBuilder parameters(PublicKey key) {
        if (key instanceof ECPublicKey ec) {
            Curve curve = Curve.of(ec).orElseThrow(() -> new CryptoException("curve is not known here"));
            return Cbor.map()
                    .put(CoseKey.KTY, CoseKey.EC2)
                    .put(CoseKey.CRV, crv(curve))
                    .put(CoseKey.X, curve.x(ec))
                    .put(CoseKey.Y, curve.y(ec));
        }
        return switch (Keys.scheme(key).orElseThrow(() -> new CryptoException("no COSE_Key for this key"))) {
            case ED25519 -> okp(ED25519, key, SPKI_ED25519.length);
            case ED448 -> okp(ED448, key, SPKI_ED448.length);
            default -> throw new CryptoException("no COSE_Key for a key of " + key.getAlgorithm());
        };
    }

    private static CborMapBuilder okp(long crv, PublicKey key, int prefix) {
        byte[] spki = key.getEncoded();
        return Cbor.map()
                .put(CoseKey.KTY, CoseKey.OKP)
                .put(CoseKey.CRV, crv)
                .put(CoseKey.X, Arrays.copyOfRange(spki, prefix, spki.length));
    }

    private static long crv(Curve curve) {
        return switch (curve) {
            case P256 -> 1;
            case P384 -> 2;
            case P521 -> 3;
        };
    }

    static PublicKey publicKey(CoseKey key) {
        try {
            if (key.kty() == CoseKey.EC2) {
                Curve curve = curve(key);
                byte[] x = key.map().require(CoseKey.X).asBytes();
                Cbor y = key.map().require(CoseKey.Y);
                return y instanceof CborSimple ? curve.publicKey(x, y.asBoolean()) : curve.publicKey(x, y.asBytes());
            }
            if (key.kty() == CoseKey.OKP) {
                byte[] x = key.map().require(CoseKey.X).asBytes();
                return switch ((int) key.crv()) {
                    case (int) ED25519 -> Keys.publicKey(join(SPKI_ED25519, x, 32));
                    case (int) ED448 -> Keys.publicKey(join(SPKI_ED448, x, 57));
                    default -> throw unknown("curve " + key.crv());
                };
            }
        } catch (CryptoException e) {
            throw new CoseException("not a public key", "/", key.map().offset(), e);
        }
        throw unknown("key type " + key.map().require(CoseKey.KTY));
    }

    static PrivateKey privateKey(CoseKey key) {
        byte[] d = key.map().require(CoseKey.D).asBytes();
        try {
            if (key.kty() == CoseKey.EC2) {
                return curve(key).privateKey(d);
            }
            if (key.kty() == CoseKey.OKP) {
                return switch ((int) key.crv()) {
                    case (int) ED25519 -> Keys.privateKey(join(PKCS8_ED25519, d, 32));
                    case (int) ED448 -> Keys.privateKey(join(PKCS8_ED448, d, 57));
                    default -> throw unknown("curve " + key.crv());
                };
            }
        } catch (CryptoException e) {
            throw new CoseException("not a private key", "/", key.map().offset(), e);
        }
        throw unknown("key type " + key.map().require(CoseKey.KTY));
    }

    static Curve curve(CoseKey key) {
        return switch ((int) key.crv()) {
            case 1 -> Curve.P256;
            case 2 -> Curve.P384;
            case 3 -> Curve.P521;
            default -> throw unknown("curve " + key.crv());
        };
    }

    private static CoseException unknown(String what) {
        return new CoseException(what + " is not known here", "/", -1);
    }

    private static byte[] join(byte[] prefix, byte[] key, int length) {
        if (key.length != length) {
            throw new CryptoException("expected " + length + " key bytes, found " + key.length);
        }
        byte[] out = Arrays.copyOf(prefix, prefix.length + length);
        System.arraycopy(key, 0, out, prefix.length, length);
        return out;
    }
}
