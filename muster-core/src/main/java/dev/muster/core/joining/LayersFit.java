package dev.muster.core.joining;

import dev.muster.core.joining.Identification.Stranger;
import dev.muster.format.attest.dice.DiceIdentity;
import dev.muster.format.attest.dice.SignedLayer;
import dev.muster.format.join.x509.CertificatePath;
import dev.muster.format.join.x509.FactoryIdentity;
import dev.muster.format.join.x509.KeyType;
import dev.muster.format.join.x509.SubjectName;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/** Whether layers in CBOR may speak for the device whose first key is certified. */
final class LayersFit {
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int KEY_CERT_SIGN = 5;

    private LayersFit() {}

    /** @param first certificate of the key that signed the first layer, verified */
    static Optional<Stranger> unfit(X509Certificate first, DiceIdentity shown, Instant now) {
        boolean[] usage = first.getKeyUsage();
        if (usage != null && !usage[KEY_CERT_SIGN] && !usage[DIGITAL_SIGNATURE]) {
            return stranger("idevid-usage", "the device's first key may not sign");
        }
        Optional<String> unsupported = KeyType.whyNot(shown.speaking());
        if (unsupported.isPresent()) {
            return stranger("idevid-key-unsupported", unsupported.get());
        }
        Optional<DiceIdentity.Fault> fault = shown.fault(first.getPublicKey());
        if (fault.isPresent()) {
            return stranger(
                    switch (fault.get().kind()) {
                        case CHAIN -> "idevid-untrusted";
                        case USAGE -> "idevid-usage";
                    },
                    fault.get().detail());
        }
        return shown.layers().stream()
                .flatMap(each -> untimely(each, now).stream())
                .findFirst();
    }

    /** With the tolerance that certificates in X.509 have. */
    private static Optional<Stranger> untimely(SignedLayer layer, Instant now) {
        long skew = CertificatePath.MAX_CLOCK_SKEW.toSeconds();
        long at = now.getEpochSecond();
        String whose = "the certificate of layer " + layer.layer().subject();
        if (layer.notBefore().isPresent() && at < layer.notBefore().getAsLong() - skew) {
            return stranger("idevid-not-yet-valid", whose + " has not begun");
        }
        if (layer.notAfter().isPresent() && at > layer.notAfter().getAsLong() + skew) {
            return stranger("idevid-expired", whose + " is over");
        }
        return Optional.empty();
    }

    /** Open DICE names a device and nothing else; the anchor was registered for its maker. */
    static FactoryIdentity said(X509Certificate named, PublicKey speaking, String maker) {
        SubjectName subject = SubjectName.of(named.getSubjectX500Principal());
        return new FactoryIdentity(
                subject.serialNumber().orElseThrow(),
                subject.organization().orElse(maker),
                subject.organizationalUnit().orElse(""),
                KeyType.of(speaking).orElseThrow());
    }

    private static Optional<Stranger> stranger(String reason, String detail) {
        return Optional.of(new Stranger(reason, detail, ""));
    }
}
