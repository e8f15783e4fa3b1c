package dev.muster.format.cose;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborMapBuilder;
import dev.muster.format.cbor.CborSimple;
import dev.muster.format.crypto.CryptoException;
import dev.muster.format.crypto.Curve;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.SignatureScheme;
import dev.muster.format.der.DerReader;
import dev.muster.format.der.DerWriter;
import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.HexFormat;

/** Between COSE_Key parameters (RFC 9053 §7, RFC 8230 §4, RFC 8778 §3, RFC 9964 §3) and keys of the JCA. */
final class CoseKeys {
    /** An OKP curve: its number, object identifier (DER content in hex) and key length. */
    private enum Okp {
        X25519(4, "2b656e", 32),
        X448(5, "2b656f", 56),
        ED25519(6, "2b6570", 32),
        ED448(7, "2b6571", 57);

        private final long crv;
        private final String oid;
        private final int bytes;

        Okp(long crv, String oid, int bytes) {
            this.crv = crv;
            this.oid = oid;
            this.bytes = bytes;
        }

        static Okp of(long crv) {
            for (Okp okp : values()) {
                if (okp.crv == crv) {
                    return okp;
                }
            }
            throw unknown("curve " + crv);
        }
    }

    private static final int P256_BYTES = 32;

    private static final String OID_HSS_LMS = "2a864886f70d0109100311";

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
        if (key instanceof RSAPublicKey rsa) {
            return Cbor.map()
                    .put(CoseKey.KTY, CoseKey.RSA)
                    .put(CoseKey.N, unsigned(rsa.getModulus()))
                    .put(CoseKey.E, unsigned(rsa.getPublicExponent()));
        }
        DerReader spki = DerReader.of(key.getEncoded()).enter(DerReader.SEQUENCE);
        String oid = HexFormat.of().formatHex(spki.enter(DerReader.SEQUENCE).content(DerReader.OID));
        byte[] bits = spki.content(DerReader.BIT_STRING);
        byte[] raw = Arrays.copyOfRange(bits, 1, bits.length);
        for (Okp okp : Okp.values()) {
            if (okp.oid.equals(oid)) {
                return Cbor.map()
                        .put(CoseKey.KTY, CoseKey.OKP)
                        .put(CoseKey.CRV, okp.crv)
                        .put(CoseKey.X, raw);
            }
        }
        SignatureScheme scheme = Keys.scheme(key).orElse(null);
        if (scheme == SignatureScheme.HSS_LMS) {
            return Cbor.map().put(CoseKey.KTY, CoseKey.HSS_LMS).put(CoseKey.PUB, raw);
        }
        if (scheme != null && oid.startsWith("6086480165030403")) {
            return Cbor.map().put(CoseKey.KTY, CoseKey.AKP).put(CoseKey.PUB, raw);
        }
        throw new CryptoException("no COSE_Key for a key of " + key.getAlgorithm());
    }

    /** RFC 8230 §4: unsigned, in as few bytes as it takes. */
    private static byte[] unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    private static BigInteger number(CoseKey key, long label) {
        return new BigInteger(1, key.map().require(label).asBytes());
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
            return switch (key.kty()) {
                case (int) CoseKey.EC2 -> {
                    byte[] x = key.map().require(CoseKey.X).asBytes();
                    Cbor y = key.map().require(CoseKey.Y);
                    yield y instanceof CborSimple
                            ? curve(key).publicKey(x, y.asBoolean())
                            : curve(key).publicKey(x, y.asBytes());
                }
                case (int) CoseKey.OKP -> {
                    Okp okp = Okp.of(key.crv());
                    yield Keys.publicKey(
                            spki(okp.oid, exact(key.map().require(CoseKey.X).asBytes(), okp.bytes)));
                }
                case (int) CoseKey.AKP -> {
                    byte[] open = key.map().require(CoseKey.PUB).asBytes();
                    yield Keys.publicKey(spki(mlDsaOid(key), exact(open, mlDsaBytes(key))));
                }
                case (int) CoseKey.RSA -> Keys.rsa(number(key, CoseKey.N), number(key, CoseKey.E));
                case (int) CoseKey.HSS_LMS ->
                    Keys.publicKey(
                            spki(OID_HSS_LMS, key.map().require(CoseKey.PUB).asBytes()));
                default -> throw unknown("key type " + key.map().require(CoseKey.KTY));
            };
        } catch (CryptoException e) {
            throw new CoseException("not a public key", "/", key.map().offset(), e);
        }
    }

    /** The private number of a P-256 key in its full width. */
    static byte[] scalar(PrivateKey key) {
        if (!(key instanceof ECPrivateKey ec) || ec.getS().bitLength() > 8 * P256_BYTES) {
            throw new CryptoException("not a private key of P-256");
        }
        byte[] number = unsigned(ec.getS());
        byte[] wide = new byte[P256_BYTES];
        System.arraycopy(number, 0, wide, P256_BYTES - number.length, number.length);
        return wide;
    }

    static PrivateKey privateKey(CoseKey key) {
        try {
            return switch (key.kty()) {
                case (int) CoseKey.EC2 ->
                    curve(key).privateKey(key.map().require(CoseKey.D).asBytes());
                case (int) CoseKey.OKP -> {
                    Okp okp = Okp.of(key.crv());
                    byte[] d = exact(key.map().require(CoseKey.D).asBytes(), okp.bytes);
                    yield Keys.privateKey(DerWriter.element(
                            DerReader.SEQUENCE,
                            new byte[] {2, 1, 0},
                            identifier(okp.oid),
                            DerWriter.element(DerReader.OCTET_STRING, DerWriter.element(DerReader.OCTET_STRING, d))));
                }
                case (int) CoseKey.AKP ->
                    Keys.mlDsa(mlDsa(key), key.map().require(CoseKey.PRIV).asBytes())
                            .getPrivate();
                default -> throw unknown("private key of type " + key.map().require(CoseKey.KTY));
            };
        } catch (CryptoException e) {
            throw new CoseException("not a private key", "/", key.map().offset(), e);
        }
    }

    static Curve curve(CoseKey key) {
        return switch (key.crv()) {
            case 1 -> Curve.P256;
            case 2 -> Curve.P384;
            case 3 -> Curve.P521;
            default -> throw unknown("curve " + named(key));
        };
    }

    private static SignatureScheme mlDsa(CoseKey key) {
        SignatureScheme scheme =
                key.alg().map(CoseAlgorithm::scheme).orElseThrow(() -> unknown("algorithm of the key"));
        if (!scheme.jca().startsWith("ML-DSA")) {
            throw unknown("AKP key for " + scheme.jca());
        }
        return scheme;
    }

    private static String mlDsaOid(CoseKey key) {
        return switch (mlDsa(key)) {
            case ML_DSA_44 -> "608648016503040311";
            case ML_DSA_65 -> "608648016503040312";
            default -> "608648016503040313";
        };
    }

    /** FIPS 204 table 2. The JDK takes a key of any length and fails only when it is used. */
    private static int mlDsaBytes(CoseKey key) {
        return switch (mlDsa(key)) {
            case ML_DSA_44 -> 1312;
            case ML_DSA_65 -> 1952;
            default -> 2592;
        };
    }

    private static byte[] identifier(String oid) {
        return DerWriter.element(
                DerReader.SEQUENCE,
                DerWriter.element(DerReader.OID, HexFormat.of().parseHex(oid)));
    }

    private static byte[] spki(String oid, byte[] raw) {
        return DerWriter.element(
                DerReader.SEQUENCE, identifier(oid), DerWriter.element(DerReader.BIT_STRING, new byte[1], raw));
    }

    private static byte[] exact(byte[] key, int length) {
        if (key.length != length) {
            throw new CryptoException("expected " + length + " key bytes, found " + key.length);
        }
        return key;
    }

    private static String named(CoseKey key) {
        return key.map().get(CoseKey.CRV).map(Cbor::toString).orElse("(none)");
    }

    private static CoseException unknown(String what) {
        return new CoseException(what + " is not known here", "/", -1);
    }
}
