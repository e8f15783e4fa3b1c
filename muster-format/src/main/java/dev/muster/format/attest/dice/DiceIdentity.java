package dev.muster.format.attest.dice;

import dev.muster.format.MalformedException;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborException;
import dev.muster.format.cbor.CborLimits;
import dev.muster.format.cbor.CborProfile;
import dev.muster.format.cbor.CborType;
import dev.muster.format.cose.CoseException;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseVerifier;
import dev.muster.format.cose.VerificationKey;
import dev.muster.format.crypto.CryptoException;
import dev.muster.format.join.x509.CertificateReader;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A DICE chain in CBOR as a device shows it: what its maker signed for the device's first key in X.509, when it did; that
 * key, when the chain says it; and one certificate after another. Nothing of it is verified before {@link #fault}.
 *
 * <p>Two spellings are read. Open DICE (profile {@code opendice.example}): certificates as byte strings, of which the first in
 * CBOR may be that of the first key, signed with itself. Android: a COSE_Key, then the certificates, as items of one array.
 *
 * @param makers the root's side first, the first key's certificate last; may be empty
 * @param own certificate of the first key over itself
 * @param first the device's first key, which no firmware changes; empty when only the maker's certificate says it
 * @param layers at least one, the last one's key speaks for the device
 */
public record DiceIdentity(
        List<X509Certificate> makers, Optional<SignedLayer> own, Optional<PublicKey> first, List<SignedLayer> layers) {
    /** Certificates of both kinds: eight of a maker, and more boot stages than any device has. */
    public static final int MAX_CERTIFICATES = 20;

    private static final CborLimits LIMITS = new CborLimits(16, 2_000, DiceJoining.MAX_BYTES);
    private static final int SEQUENCE = 0x30;

    /** Why a chain does not hold under a key. */
    public record Fault(Kind kind, String detail) {
        /** What is wrong: the links between certificates, or what one of them may do. */
        public enum Kind {
            CHAIN,
            USAGE
        }
    }

    public DiceIdentity {
        makers = List.copyOf(makers);
        layers = List.copyOf(layers);
    }

    /** The key that signs for the device. */
    public PublicKey speaking() {
        return layers.getLast().layer().key();
    }

    /** @throws DiceException with the place of the certificate that cannot be read */
    public static DiceIdentity parse(List<Cbor> chain) {
        if (chain.isEmpty() || chain.size() > MAX_CERTIFICATES) {
            throw new DiceException("a chain has 1.." + MAX_CERTIFICATES + " certificates", "/", -1);
        }
        List<X509Certificate> makers = new ArrayList<>();
        Optional<SignedLayer> own = Optional.empty();
        Optional<PublicKey> first = Optional.empty();
        List<SignedLayer> layers = new ArrayList<>();
        for (int i = 0; i < chain.size(); i++) {
            boolean begins = first.isEmpty() && layers.isEmpty();
            Cbor item = chain.get(i);
            byte[] bytes = item.type() == CborType.BYTES ? item.asBytes() : new byte[0];
            if (bytes.length > 0 && bytes[0] == SEQUENCE) {
                if (!begins) {
                    throw new DiceException("a certificate in X.509 after one in CBOR", "/" + i, -1);
                }
                makers.add(x509(bytes, i));
                continue;
            }
            Cbor inner = item.type() == CborType.BYTES ? inner(bytes, i) : item;
            if (inner.type() == CborType.MAP) {
                if (!begins) {
                    throw new DiceException("a key that is not the first", "/" + i, -1);
                }
                first = Optional.of(key(inner, i));
                continue;
            }
            SignedLayer layer = layer(inner, i);
            if (begins && layer.isSelfNamed()) {
                own = Optional.of(layer);
                first = Optional.of(layer.layer().key());
            } else {
                layers.add(layer);
            }
        }
        if (layers.isEmpty()) {
            throw new DiceException("no layer is certified", "/", -1);
        }
        return new DiceIdentity(makers, own, first, layers);
    }

    private static X509Certificate x509(byte[] bytes, int place) {
        try {
            return CertificateReader.parse(bytes);
        } catch (MalformedException fault) {
            throw new DiceException(fault.reason(), "/" + place + fault.path(), fault.offset());
        }
    }

    private static Cbor inner(byte[] bytes, int place) {
        try {
            return Cbor.parse(bytes, CborProfile.STRICT, LIMITS);
        } catch (CborException fault) {
            throw new DiceException(fault.reason(), "/" + place + fault.path(), fault.offset());
        }
    }

    private static PublicKey key(Cbor item, int place) {
        try {
            return new CoseKey(item.asMap()).publicKey();
        } catch (CborException | CoseException fault) {
            throw new DiceException(fault.reason(), "/" + place + fault.path(), fault.offset());
        } catch (CryptoException | IllegalArgumentException unusable) {
            throw new DiceException(String.valueOf(unusable.getMessage()), "/" + place, -1);
        }
    }

    private static SignedLayer layer(Cbor item, int place) {
        try {
            return OpenDice.read(item);
        } catch (DiceException fault) {
            throw new DiceException(fault.reason(), "/" + place + fault.path(), fault.offset());
        }
    }

    /**
     * Why these certificates are not what this key, and after it each layer's, signed; empty when they are.
     *
     * @param root the device's first key, known from elsewhere
     */
    public Optional<Fault> fault(PublicKey root) {
        if (first.isPresent() && !Arrays.equals(first.get().getEncoded(), root.getEncoded())) {
            return chain("its first key is not the one that is known of this device");
        }
        if (own.isPresent() && !isSigned(own.get(), root)) {
            return chain("the first key's certificate is not signed with itself");
        }
        PublicKey issuer = root;
        Optional<String> name = own.map(each -> each.layer().subject());
        for (int i = 0; i < layers.size(); i++) {
            SignedLayer each = layers.get(i);
            String named = each.layer().issuer();
            if (name.filter(before -> !before.equals(named)).isPresent()) {
                return chain("the issuer of layer " + (i + 1) + " is not the layer before it");
            }
            if (!isSigned(each, issuer)) {
                return chain("layer " + (i + 1) + " is not signed with the key before it");
            }
            boolean last = i == layers.size() - 1;
            if (!(last ? each.maySpeak() : each.mayCertify())) {
                String what = last ? "sign" : "certify another one";
                return Optional.of(new Fault(Fault.Kind.USAGE, "the key of layer " + (i + 1) + " may not " + what));
            }
            issuer = each.layer().key();
            name = Optional.of(each.layer().subject());
        }
        return Optional.empty();
    }

    private static Optional<Fault> chain(String detail) {
        return Optional.of(new Fault(Fault.Kind.CHAIN, detail));
    }

    /** Whether a key made this signature; not when it is of a kind that signs no COSE message. */
    static boolean isSigned(SignedLayer layer, PublicKey key) {
        try {
            return CoseVerifier.strict()
                    .verify(layer.message(), VerificationKey.of(key))
                    .valid();
        } catch (CryptoException unfit) {
            return false;
        }
    }
}
