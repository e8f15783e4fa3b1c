package dev.muster.core.joining;

import dev.muster.core.devices.DeviceId;
import dev.muster.format.attest.dice.DiceIdentity;
import dev.muster.format.join.x509.CertificatePath;
import dev.muster.format.join.x509.FactoryIdentity;
import dev.muster.format.join.x509.LayeredIdentity;
import dev.muster.format.join.x509.X509Exception;
import dev.muster.format.pkix.KeyPurpose;
import dev.muster.format.pkix.PathOutcome;
import dev.muster.format.pkix.PathValidator;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Who stands at the door, from a factory identity. Signature checks happen here, before any transaction. */
public sealed interface Identification {

    /**
     * The chain holds. Whether the device may join is decided by {@link JoiningDesk}.
     *
     * @param factory digest of the IDevID certificate; with DICE of the one that the maker signed
     * @param factoryKey digest of its key: with DICE of the one that no firmware changes
     * @param issuerKeys what a voucher may call the key that signed it, hexadecimal; none when it does not say
     */
    record Identified(
            DeviceId device,
            FactoryIdentity identity,
            Anchor anchor,
            String factory,
            String factoryKey,
            Set<String> issuerKeys)
            implements Identification {

        public Identified {
            issuerKeys = Set.copyOf(issuerKeys);
        }

        /** The same device under the name that it has here. */
        public Identified named(DeviceId id) {
            return new Identified(id, identity, anchor, factory, factoryKey, issuerKeys);
        }
    }

    /**
     * @param reason {@code idevid-untrusted}, {@code idevid-expired}, {@code idevid-not-yet-valid}, {@code
     *     anchor-expired}, {@code idevid-maker-mismatch}, or one of {@link FactoryIdentity}
     * @param claimed the serial number in the certificate, or empty
     */
    record Stranger(String reason, String detail, String claimed) implements Identification {}

    /** Judges a chain as it came from the TLS handshake against the anchors of one organisation. */
    static Identification of(CertificatePath path, List<Anchor> anchors, Instant now) {
        if (LayeredIdentity.isLayered(path.chain())) {
            return layered(path, anchors, now);
        }
        FactoryIdentity identity;
        switch (FactoryIdentity.read(path.leaf())) {
            case FactoryIdentity.Reading.Unfit unfit -> {
                return new Stranger(unfit.reason(), unfit.detail(), "");
            }
            case FactoryIdentity.Reading.Found found -> identity = found.identity();
        }
        if (!DeviceId.isDeviceId(identity.serialNumber())) {
            return nameless(identity);
        }
        String claimed = identity.serialNumber();
        return switch (path.validate(anchors.stream().map(Anchor::certificate).toList(), now)) {
            case CertificatePath.Outcome.Invalid invalid -> invalid(invalid, claimed);
            case CertificatePath.Outcome.Valid valid
            when LayeredIdentity.isDevice(valid.anchor()) -> layered(path, anchors, now);
            case CertificatePath.Outcome.Valid valid ->
                spokenFor(path.leaf(), identity, anchor(anchors, valid.anchor()), now);
        };
    }

    /** A DICE chain: validated first, because which of its certificates names the device depends on where it ends. */
    private static Identification layered(CertificatePath path, List<Anchor> anchors, Instant now) {
        List<X509Certificate> trusted =
                anchors.stream().map(Anchor::certificate).toList();
        return switch (path.validate(trusted, now, LayeredIdentity.EXTENSIONS)) {
            case CertificatePath.Outcome.Invalid invalid -> invalid(invalid, "");
            case CertificatePath.Outcome.Valid valid ->
                switch (LayeredIdentity.read(path.chain(), valid.anchor())) {
                    case FactoryIdentity.Reading.Unfit unfit -> new Stranger(unfit.reason(), unfit.detail(), "");
                    case FactoryIdentity.Reading.Found(FactoryIdentity said) -> {
                        Anchor anchor = anchor(anchors, valid.anchor());
                        // Open DICE names a device and nothing else; the anchor was registered for its maker.
                        FactoryIdentity identity = said.maker().isEmpty()
                                ? new FactoryIdentity(said.serialNumber(), anchor.maker(), said.model(), said.keyType())
                                : said;
                        yield DeviceId.isDeviceId(identity.serialNumber())
                                ? spokenFor(
                                        LayeredIdentity.named(path.chain(), valid.anchor())
                                                .orElseThrow(),
                                        identity,
                                        anchor,
                                        now)
                                : nameless(identity);
                    }
                };
        };
    }

    /**
     * Judges a DICE chain in CBOR. Who the device is says what its maker signed in X.509 for its first key: shown along with the
     * chain, or registered as the anchor of this one device. That its last key is alive is for the caller to see.
     */
    static Identification of(DiceIdentity shown, List<Anchor> anchors, Instant now) {
        List<X509Certificate> path = shown.makers().reversed();
        Optional<Anchor> own = anchors.stream()
                .filter(each -> LayeredIdentity.isDevice(each.certificate()))
                .filter(each -> path.isEmpty()
                        ? shown.first()
                                .filter(key -> isKeyOf(each.certificate(), key))
                                .isPresent()
                        : path.getFirst().equals(each.certificate()))
                .findFirst();
        if (own.isPresent()) {
            return layersUnder(own.get().certificate(), shown, List.of(), own.get(), now);
        }
        if (path.isEmpty() || path.size() > CertificatePath.MAX_CERTIFICATES) {
            return new Stranger(
                    "idevid-untrusted",
                    path.isEmpty()
                            ? "the chain begins with a key that no anchor has and no maker's certificate is shown for"
                            : "a maker's chain has at most " + CertificatePath.MAX_CERTIFICATES,
                    "");
        }
        List<X509Certificate> trusted =
                anchors.stream().map(Anchor::certificate).toList();
        return switch (PathValidator.validate(
                path, trusted, new PathValidator.Question(now, KeyPurpose.ANY, LayeredIdentity.EXTENSIONS))) {
            case PathOutcome.Refused(PathOutcome.Fault fault, int _, String detail) ->
                new Stranger(
                        switch (fault) {
                            case EXPIRED -> "idevid-expired";
                            case NOT_YET_VALID -> "idevid-not-yet-valid";
                            default -> "idevid-untrusted";
                        },
                        detail,
                        "");
            case PathOutcome.Valid valid ->
                layersUnder(path.getFirst(), shown, path, anchor(anchors, valid.anchor()), now);
        };
    }

    /** @param first certificate of the key that signed the first layer */
    private static Identification layersUnder(
            X509Certificate first, DiceIdentity shown, List<X509Certificate> path, Anchor anchor, Instant now) {
        Optional<X509Certificate> named = LayeredIdentity.named(path, anchor.certificate());
        if (named.isEmpty()) {
            return new Stranger("idevid-subject", "no certificate that the maker signed has a serialNumber", "");
        }
        Optional<Stranger> unfit = LayersFit.unfit(first, shown, now);
        if (unfit.isPresent()) {
            return unfit.get();
        }
        FactoryIdentity identity;
        try {
            identity = LayersFit.said(named.get(), shown.speaking(), anchor.maker());
        } catch (X509Exception unreadable) {
            return new Stranger("idevid-subject", unreadable.reason(), "");
        }
        return DeviceId.isDeviceId(identity.serialNumber())
                ? spokenFor(named.get(), identity, anchor, now)
                : nameless(identity);
    }

    private static boolean isKeyOf(X509Certificate certificate, PublicKey key) {
        return Arrays.equals(certificate.getPublicKey().getEncoded(), key.getEncoded());
    }

    private static Stranger nameless(FactoryIdentity identity) {
        return new Stranger(
                "idevid-subject",
                "the serialNumber \"" + identity.serialNumber() + "\" cannot be a device id: "
                        + DeviceId.SHAPE_IN_WORDS,
                identity.serialNumber());
    }

    private static Stranger invalid(CertificatePath.Outcome.Invalid invalid, String claimed) {
        return new Stranger(
                switch (invalid.reason()) {
                    case "certificate-expired" -> "idevid-expired";
                    case "certificate-not-yet-valid" -> "idevid-not-yet-valid";
                    default -> "idevid-untrusted";
                },
                invalid.detail(),
                claimed);
    }

    private static Anchor anchor(List<Anchor> anchors, X509Certificate certificate) {
        return anchors.stream()
                .filter(candidate -> candidate.certificate().equals(certificate))
                .findFirst()
                .orElseThrow();
    }

    private static Identification spokenFor(
            X509Certificate named, FactoryIdentity identity, Anchor anchor, Instant now) {
        String claimed = identity.serialNumber();
        Instant over = anchor.certificate().getNotAfter().toInstant();
        if (now.isAfter(over.plus(CertificatePath.MAX_CLOCK_SKEW))) {
            // RFC 5280 leaves it to us: a maker that let its root end no longer answers for what is under it.
            return new Stranger("anchor-expired", "the maker's anchor ended at " + over, claimed);
        }
        // An anchor speaks for one maker: otherwise any accepted maker could make devices of any other.
        return anchor.maker().equals(identity.maker())
                ? new Identified(
                        new DeviceId(claimed),
                        identity,
                        anchor,
                        Fingerprint.of(named),
                        Fingerprint.of(named.getPublicKey()),
                        CertificatePath.issuerKeyNames(named).stream()
                                .map(HexFormat.of()::formatHex)
                                .collect(Collectors.toSet()))
                : new Stranger(
                        "idevid-maker-mismatch",
                        "the anchor is registered for another maker than the certificate names",
                        claimed);
    }
}
