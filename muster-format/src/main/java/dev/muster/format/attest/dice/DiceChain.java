package dev.muster.format.attest.dice;

import dev.muster.format.MalformedException;
import dev.muster.format.der.DerReader;
import dev.muster.format.join.x509.CertificateReader;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A chain whose signatures hold: the root's own certificate first, then one layer after another.
 *
 * @param root key of the first certificate, which the caller must know from elsewhere
 * @param layers the certificates after the root's; of these the last holds the key that signs for the device
 */
public record DiceChain(PublicKey root, List<DiceLayer> layers) {
    /** Boot stages of a device; a dozen is a long chain. */
    private static final int MAX_LAYERS = 16;

    /** Extensions that are understood, of those that a certificate may call critical. */
    private static final Set<String> UNDERSTOOD = Set.of(
            OpenDice.EXTENSION,
            TcbInfo.EXTENSION,
            TcbInfo.SEQUENCE_EXTENSION,
            "2.5.29.15",
            "2.5.29.19",
            "2.5.29.14",
            "2.5.29.35");

    private static final int SEQUENCE = 0x30;

    public DiceChain {
        layers = List.copyOf(layers);
    }

    /** The key that a device of this chain signs with. */
    public PublicKey leaf() {
        return layers.isEmpty() ? root : layers.getLast().key();
    }

    /**
     * Reads certificates, X.509 in DER or Open DICE in CBOR, and checks each under the key before it.
     *
     * @throws DiceException when one cannot be read, or is not signed by the one before
     */
    public static DiceChain parse(List<byte[]> certificates) {
        if (certificates.isEmpty() || certificates.size() > MAX_LAYERS) {
            throw new DiceException("a chain has 1.." + MAX_LAYERS + " certificates", "/", -1);
        }
        List<DiceLayer> read = new ArrayList<>();
        for (int i = 0; i < certificates.size(); i++) {
            byte[] bytes = certificates.get(i);
            boolean x509 = bytes.length > 0 && bytes[0] == SEQUENCE;
            PublicKey issuer = read.isEmpty() ? null : read.getLast().key();
            DiceLayer layer = x509 ? x509(bytes, issuer, i) : cbor(bytes, issuer, i);
            if (i > 0 && !read.getLast().subject().equals(layer.issuer())) {
                throw new DiceException("its issuer is not the layer before", "/" + i, -1);
            }
            read.add(layer);
        }
        return new DiceChain(read.getFirst().key(), read.subList(1, read.size()));
    }

    private static DiceLayer cbor(byte[] bytes, @org.jspecify.annotations.Nullable PublicKey issuer, int place) {
        SignedLayer signed = OpenDice.parse(bytes);
        if (!DiceIdentity.isSigned(signed, issuer == null ? signed.layer().key() : issuer)) {
            throw new DiceException("it is not signed with the key before it", "/" + place, -1);
        }
        return signed.layer();
    }

    private static DiceLayer x509(byte[] bytes, @org.jspecify.annotations.Nullable PublicKey issuer, int place) {
        try {
            X509Certificate certificate = CertificateReader.parse(bytes);
            certificate.verify(issuer == null ? certificate.getPublicKey() : issuer);
            requireUnderstood(certificate, place);
            return new DiceLayer(
                    certificate.getIssuerX500Principal().getName(),
                    certificate.getSubjectX500Principal().getName(),
                    certificate.getPublicKey(),
                    measurements(certificate));
        } catch (GeneralSecurityException unsigned) {
            throw new DiceException("it is not signed with the key before it", "/" + place, -1);
        } catch (DiceException fault) {
            throw fault;
        } catch (MalformedException fault) {
            throw new DiceException(fault.reason(), "/" + place + fault.path(), fault.offset());
        }
    }

    private static void requireUnderstood(X509Certificate certificate, int place) {
        Set<String> critical = certificate.getCriticalExtensionOIDs();
        if (critical != null && !UNDERSTOOD.containsAll(critical)) {
            throw new DiceException("a critical extension among " + critical + " is not understood", "/" + place, -1);
        }
    }

    private static List<LayerMeasurement> measurements(X509Certificate certificate) {
        List<LayerMeasurement> found = new ArrayList<>();
        byte[] open = certificate.getExtensionValue(OpenDice.EXTENSION);
        if (open != null) {
            found.add(OpenDice.extension(inside(open)));
        }
        byte[] info = certificate.getExtensionValue(TcbInfo.EXTENSION);
        if (info != null) {
            found.add(TcbInfo.one(inside(info)));
        }
        byte[] infos = certificate.getExtensionValue(TcbInfo.SEQUENCE_EXTENSION);
        if (infos != null) {
            found.addAll(TcbInfo.sequence(inside(infos)));
        }
        return found;
    }

    private static byte[] inside(byte[] octets) {
        return DerReader.of(octets).content(DerReader.OCTET_STRING);
    }
}
