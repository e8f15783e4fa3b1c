package dev.muster.format.join.est;

import dev.muster.format.join.x509.KeyType;
import dev.muster.format.join.x509.SubjectName;
import dev.muster.format.join.x509.X509Exception;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/**
 * What a client takes from an answer to csrattrs. Where there is a template of RFC 9908 §3.4 it alone counts (§4), else the
 * list; what is not known here is passed over, as RFC 7030 §4.5.2 wants it.
 *
 * @param key kind of key, when one of ours is asked for
 * @param rsaBits length of its modulus, when that is said
 * @param subject the name that the request should have, when all its values are given
 * @param template whether it was said by a template
 * @param others what else is asked for, by its object identifier
 */
public record CsrWishes(
        Optional<KeyType> key,
        OptionalInt rsaBits,
        Optional<SubjectName> subject,
        boolean template,
        List<String> others) {

    /** A list with a name and a few extensions is under a kilobyte. */
    public static final int MAX_BYTES = 8 * 1024;

    private static final String PLACE = "csrattrs";

    private static final Map<String, KeyType> CURVES =
            Map.of("1.2.840.10045.3.1.7", KeyType.P256, "1.3.132.0.34", KeyType.P384, "1.3.132.0.35", KeyType.P521);

    private static final Map<String, KeyType> OTHER_KEYS = Map.of(
            CsrAttributes.RSA,
            KeyType.RSA,
            "1.3.101.112",
            KeyType.ED25519,
            "2.16.840.1.101.3.4.3.17",
            KeyType.ML_DSA_44,
            "2.16.840.1.101.3.4.3.18",
            KeyType.ML_DSA_65,
            "2.16.840.1.101.3.4.3.19",
            KeyType.ML_DSA_87);

    public CsrWishes {
        others = List.copyOf(others);
    }

    /**
     * Reads an answer.
     *
     * @param bytes DER, at most {@value #MAX_BYTES} bytes
     * @throws EstException when it is none, or says one thing twice
     */
    public static CsrWishes parse(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw new EstException("longer than " + MAX_BYTES + " bytes", PLACE, -1);
        }
        try {
            ASN1Primitive all = ASN1Primitive.fromByteArray(bytes);
            if (!(all instanceof ASN1Sequence list)) {
                throw new EstException("not a SEQUENCE", PLACE, 0);
            }
            return new Reader(list).read();
        } catch (EstException e) {
            throw e;
        } catch (X509Exception e) {
            throw new EstException(e.reason(), PLACE + "." + e.path(), e);
        } catch (IOException | RuntimeException e) {
            // BouncyCastle throws many kinds of unchecked exceptions for bytes that do not fit.
            throw new EstException("not CSR attributes: " + e.getMessage(), PLACE, e);
        }
    }

    private static final class Reader {
        private final ASN1Sequence list;
        private final List<String> others = new ArrayList<>();
        private Optional<KeyType> key = Optional.empty();
        private OptionalInt rsaBits = OptionalInt.empty();
        private Optional<ASN1Sequence> template = Optional.empty();

        Reader(ASN1Sequence list) {
            this.list = list;
        }

        CsrWishes read() throws IOException {
            for (ASN1Encodable each : list) {
                switch (each.toASN1Primitive()) {
                    case ASN1ObjectIdentifier oid -> bare(oid.getId());
                    case ASN1Sequence attribute -> attribute(attribute);
                    default -> throw new EstException("neither an object identifier nor an attribute", PLACE, -1);
                }
            }
            return template.isPresent()
                    ? template(template.get())
                    : new CsrWishes(key, rsaBits, Optional.empty(), false, others);
        }

        private void bare(String oid) {
            if (OTHER_KEYS.containsKey(oid) && !oid.equals(CsrAttributes.RSA)) {
                key(oid, OTHER_KEYS.get(oid));
            } else {
                others.add(oid);
            }
        }

        private void attribute(ASN1Sequence attribute) {
            if (attribute.size() != 2
                    || !(attribute.getObjectAt(0) instanceof ASN1ObjectIdentifier type)
                    || !(attribute.getObjectAt(1) instanceof ASN1Set values)) {
                throw new EstException("an attribute is a type with a SET of values", PLACE, -1);
            }
            String oid = type.getId();
            switch (oid) {
                case CsrAttributes.TEMPLATE -> {
                    if (template.isPresent() || values.size() != 1) {
                        throw new EstException("there is one template", PLACE + "." + oid, -1);
                    }
                    template = Optional.of(ASN1Sequence.getInstance(values.getObjectAt(0)));
                }
                case CsrAttributes.EC_PUBLIC_KEY ->
                    one(values, oid).ifPresent(value -> {
                        String curve = ASN1ObjectIdentifier.getInstance(value).getId();
                        if (CURVES.containsKey(curve)) {
                            key(oid, CURVES.get(curve));
                        } else {
                            others.add(curve);
                        }
                    });
                case CsrAttributes.RSA -> {
                    key(oid, KeyType.RSA);
                    one(values, oid)
                            .ifPresent(value -> rsaBits = OptionalInt.of(
                                    ASN1Integer.getInstance(value).intValueExact()));
                }
                default -> {
                    if (OTHER_KEYS.containsKey(oid)) {
                        key(oid, OTHER_KEYS.get(oid));
                    } else {
                        others.add(oid);
                    }
                }
            }
        }

        private static Optional<ASN1Encodable> one(ASN1Set values, String oid) {
            if (values.size() > 1) {
                throw new EstException("one parameter for a kind of key", PLACE + "." + oid, -1);
            }
            return values.size() == 0 ? Optional.empty() : Optional.of(values.getObjectAt(0));
        }

        private void key(String oid, KeyType type) {
            if (key.isPresent() && key.get() != type) {
                throw new EstException("two kinds of key (RFC 9908 §3.2)", PLACE + "." + oid, -1);
            }
            key = Optional.of(type);
        }

        private CsrWishes template(ASN1Sequence template) throws IOException {
            String place = PLACE + ".template";
            int at = 0;
            if (template.size() == 0
                    || !(template.getObjectAt(at++) instanceof ASN1Integer version)
                    || version.intValueExact() != 0) {
                throw new EstException("the version is not 0", place + ".version", -1);
            }
            Optional<SubjectName> subject = Optional.empty();
            List<String> more = new ArrayList<>();
            if (at < template.size() && template.getObjectAt(at) instanceof ASN1Sequence name) {
                at++;
                subject = isWhole(name) ? Optional.of(name(name)) : Optional.empty();
            }
            Optional<KeyType> wished = Optional.empty();
            OptionalInt bits = OptionalInt.empty();
            for (; at < template.size(); at++) {
                if (!(template.getObjectAt(at) instanceof ASN1TaggedObject tagged)) {
                    throw new EstException("something between its parts", place, -1);
                }
                if (tagged.getTagNo() == CsrAttributes.KEY_TAG) {
                    ASN1Sequence info = ASN1Sequence.getInstance(tagged, false);
                    AlgorithmIdentifier algorithm = AlgorithmIdentifier.getInstance(info.getObjectAt(0));
                    wished = kind(algorithm);
                    if (wished.isEmpty()) {
                        more.add(algorithm.getAlgorithm().getId());
                    }
                    bits = bits(info, wished);
                } else if (tagged.getTagNo() == CsrAttributes.ATTRIBUTES_TAG) {
                    for (ASN1Encodable each : ASN1Set.getInstance(tagged, false)) {
                        more.add(ASN1ObjectIdentifier.getInstance(
                                        ASN1Sequence.getInstance(each).getObjectAt(0))
                                .getId());
                    }
                } else {
                    throw new EstException("an unknown part " + tagged.getTagNo(), place, -1);
                }
            }
            return new CsrWishes(wished, bits, subject, true, more);
        }

        private static Optional<KeyType> kind(AlgorithmIdentifier algorithm) {
            String oid = algorithm.getAlgorithm().getId();
            return oid.equals(CsrAttributes.EC_PUBLIC_KEY)
                    ? algorithm.getParameters() instanceof ASN1ObjectIdentifier curve
                            ? Optional.ofNullable(CURVES.get(curve.getId()))
                            : Optional.empty()
                    : Optional.ofNullable(OTHER_KEYS.get(oid));
        }

        private static OptionalInt bits(ASN1Sequence info, Optional<KeyType> kind) {
            if (info.size() < 2 || !kind.equals(Optional.of(KeyType.RSA))) {
                return OptionalInt.empty();
            }
            ASN1BitString dummy = ASN1BitString.getInstance(info.getObjectAt(1));
            return OptionalInt.of(
                    RSAPublicKey.getInstance(dummy.getOctets()).getModulus().bitLength());
        }

        /** Whether every attribute of the name has a value: else the client is to fill it in, and has its own way to. */
        private static boolean isWhole(ASN1Sequence name) {
            for (ASN1Encodable rdn : name) {
                for (ASN1Encodable attribute : ASN1Set.getInstance(rdn)) {
                    if (ASN1Sequence.getInstance(attribute).size() != 2) {
                        return false;
                    }
                }
            }
            return true;
        }

        private static SubjectName name(ASN1Sequence name) throws IOException {
            return SubjectName.of(X500Name.getInstance(name.getEncoded(ASN1Encoding.DER)));
        }
    }
}
