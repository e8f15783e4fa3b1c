package dev.muster.format.crypto;

import dev.muster.format.der.EcdsaSignature;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.util.Optional;

/** The NIST prime curves (SP 800-186), their points as fixed-width coordinates. */
public enum Curve {
    P256("secp256r1", 32),
    P384("secp384r1", 48),
    P521("secp521r1", 66);

    private final String jca;
    private final int width;

    @SuppressWarnings("ImmutableEnumChecker") // domain parameters have no setters
    private final ECParameterSpec spec;

    Curve(String jca, int width) {
        this.jca = jca;
        this.width = width;
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec(jca));
            this.spec = parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new CryptoException("no curve " + jca, e);
        }
    }

    /** The JCA name. */
    public String jca() {
        return jca;
    }

    /** Bytes of one coordinate. */
    public int width() {
        return width;
    }

    /** The domain parameters. */
    public ECParameterSpec spec() {
        return spec;
    }

    /** The curve of a key, if it is one of these. */
    public static Optional<Curve> of(ECKey key) {
        ECParameterSpec wanted = key.getParams();
        for (Curve curve : values()) {
            ECParameterSpec own = curve.spec;
            if (wanted != null
                    && own.getOrder().equals(wanted.getOrder())
                    && own.getCurve().equals(wanted.getCurve())
                    && own.getGenerator().equals(wanted.getGenerator())) {
                return Optional.of(curve);
            }
        }
        return Optional.empty();
    }

    /** The public key with these coordinates; {@link CryptoException} when the point is not on the curve. */
    public ECPublicKey publicKey(byte[] x, byte[] y) {
        ECPoint point = new ECPoint(new BigInteger(1, x), new BigInteger(1, y));
        if (x.length != width || y.length != width || !holds(point)) {
            throw new CryptoException("point is not on " + jca);
        }
        try {
            return (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, spec));
        } catch (GeneralSecurityException e) {
            throw new CryptoException("provider refuses the point", e);
        }
    }

    /** The public key with this x and the y of this parity (SEC 1 §2.3.4, point compression). */
    public ECPublicKey publicKey(byte[] x, boolean odd) {
        BigInteger p = prime();
        BigInteger square = right(new BigInteger(1, x));
        // All three primes are 3 mod 4, so a square root is a power.
        BigInteger root = square.modPow(p.add(BigInteger.ONE).shiftRight(2), p);
        BigInteger y = root.testBit(0) == odd ? root : p.subtract(root);
        return publicKey(x, EcdsaSignature.fixed(y.mod(p), width));
    }

    /** The private key with this number, 1 to the order minus 1. */
    public ECPrivateKey privateKey(byte[] d) {
        BigInteger number = new BigInteger(1, d);
        if (number.signum() == 0 || number.compareTo(spec.getOrder()) >= 0) {
            throw new CryptoException("private number is out of range for " + jca);
        }
        try {
            return (ECPrivateKey) KeyFactory.getInstance("EC").generatePrivate(new ECPrivateKeySpec(number, spec));
        } catch (GeneralSecurityException e) {
            throw new CryptoException("provider refuses the number", e);
        }
    }

    /** Coordinate x, in full width. */
    public byte[] x(ECPublicKey key) {
        return EcdsaSignature.fixed(key.getW().getAffineX(), width);
    }

    /** Coordinate y, in full width. */
    public byte[] y(ECPublicKey key) {
        return EcdsaSignature.fixed(key.getW().getAffineY(), width);
    }

    private BigInteger prime() {
        return ((ECFieldFp) spec.getCurve().getField()).getP();
    }

    private BigInteger right(BigInteger x) {
        BigInteger p = prime();
        return x.multiply(x)
                .add(spec.getCurve().getA())
                .multiply(x)
                .add(spec.getCurve().getB())
                .mod(p);
    }

    /** Providers differ in whether they look: a point off the curve leaks the private key in ECDH. */
    private boolean holds(ECPoint point) {
        BigInteger p = prime();
        BigInteger x = point.getAffineX();
        BigInteger y = point.getAffineY();
        return x.compareTo(p) < 0 && y.compareTo(p) < 0 && y.multiply(y).mod(p).equals(right(x));
    }
}
