package dev.muster.format.join.x509;

import dev.muster.format.join.x509.FactoryIdentity.Reading;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The identity in a DICE chain (TCG DICE Certificate Profiles 1.0; Open DICE, X.509). The key that speaks is another one
 * after each change of firmware, and so are the certificates that layers make for one another. What stays, and what no
 * firmware can make for itself, is the certificate that the maker signed: the one nearest to the anchor that names a device.
 */
public final class LayeredIdentity {
    /** DiceTcbInfo, DiceUeid, DiceTcbInfoSeq, and what Open DICE measured: read by who appraises evidence. */
    public static final Set<String> EXTENSIONS =
            Set.of("2.23.133.5.4.1", "2.23.133.5.4.4", "2.23.133.5.4.5", "1.3.6.1.4.1.11129.2.1.24");

    /** tcg-dice-kp-identityInit and -identityLoc: keys that say who a device is. */
    private static final Set<String> IDENTITY_PURPOSES = Set.of("2.23.133.5.4.100.6", "2.23.133.5.4.100.7");

    /** Begins tcg-dice-kp-…: keys of a device, whatever it may do with them. */
    private static final String DEVICE_PURPOSES = "2.23.133.5.4.100.";

    private LayeredIdentity() {}

    /**
     * Whether some certificate of this chain says what a layer is, or a device issued one of them: whatever a device issues
     * names what its firmware likes, and need not say that it is a layer, so that only who the device itself is counts.
     */
    public static boolean isLayered(List<X509Certificate> chain) {
        return chain.stream().anyMatch(LayeredIdentity::isMarked)
                || chain.stream().skip(1).anyMatch(LayeredIdentity::isNumbered);
    }

    /**
     * Whether an anchor is a device's own first certificate: named as factory identities are, or as Open DICE names its first
     * layer. A person chose it, so that a number beside the name of an authority makes none.
     */
    public static boolean isDevice(X509Certificate anchor) {
        try {
            SubjectName subject = SubjectName.of(anchor.getSubjectX500Principal());
            return subject.serialNumber().isPresent()
                    && (isNumberOnly(subject)
                            || (subject.organization().isPresent()
                                    && subject.organizationalUnit().isPresent()));
        } catch (X509Exception unreadable) {
            return false;
        }
    }

    private static boolean isNumberOnly(SubjectName subject) {
        return subject.organization().isEmpty()
                && subject.organizationalUnit().isEmpty()
                && subject.commonName().isEmpty();
    }

    /** Only devices have these. */
    private static boolean isMarked(X509Certificate certificate) {
        return EXTENSIONS.stream().anyMatch(oid -> certificate.getExtensionValue(oid) != null)
                || FactoryIdentity.extendedKeyUsage(certificate).stream()
                        .flatMap(List::stream)
                        .anyMatch(oid -> oid.startsWith(DEVICE_PURPOSES));
    }

    private static boolean isNumbered(X509Certificate certificate) {
        return SubjectName.hasSerialNumber(certificate.getSubjectX500Principal());
    }

    /**
     * Reads who the device is from a chain that was validated.
     *
     * @param chain leaf first, with or without the anchor at its end
     */
    public static Reading read(List<X509Certificate> chain, X509Certificate anchor) {
        Optional<Reading.Unfit> unfit = FactoryIdentity.unfit(chain.getFirst(), IDENTITY_PURPOSES);
        if (unfit.isPresent()) {
            return unfit.get();
        }
        try {
            return named(chain, anchor)
                    .<Reading>map(certificate -> {
                        SubjectName subject = SubjectName.of(certificate.getSubjectX500Principal());
                        return new Reading.Found(new FactoryIdentity(
                                subject.serialNumber().orElseThrow(),
                                subject.organization().orElse(""),
                                subject.organizationalUnit().orElse(""),
                                KeyType.of(chain.getFirst().getPublicKey()).orElseThrow()));
                    })
                    .orElseGet(() -> new Reading.Unfit(
                            "idevid-subject", "no certificate that the maker signed has a serialNumber"));
        } catch (X509Exception e) {
            return new Reading.Unfit("idevid-subject", e.reason());
        }
    }

    /**
     * The certificate that names the device: where the device begins below the anchor; empty when it has no number, since
     * all below it is the firmware's word.
     */
    public static Optional<X509Certificate> named(List<X509Certificate> chain, X509Certificate anchor) {
        if (isDevice(anchor)) {
            // A device whose first layer is trusted itself.
            return Optional.of(anchor);
        }
        return chain.reversed().stream()
                .filter(certificate -> !certificate.equals(anchor))
                .filter(certificate -> isMarked(certificate) || isNumbered(certificate))
                .findFirst()
                .filter(LayeredIdentity::isNumbered);
    }
}
