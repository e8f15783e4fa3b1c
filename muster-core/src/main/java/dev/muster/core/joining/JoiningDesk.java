package dev.muster.core.joining;

import dev.muster.core.devices.CertificateUse;
import dev.muster.core.devices.Device;
import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.DeviceRegister;
import dev.muster.core.devices.DeviceRegistered;
import dev.muster.core.devices.DeviceState;
import dev.muster.core.devices.Product;
import dev.muster.core.devices.StateChanged;
import dev.muster.core.joining.Enrolled.Means;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.format.join.x509.CertificateReader;
import dev.muster.format.join.x509.CertificationRequest;
import dev.muster.format.join.x509.KeyType;
import dev.muster.format.join.x509.SubjectName;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Settles who may become a device here. The caller has verified the chain and the proof of possession and brings a
 * certificate that is signed already: when the answer is a refusal, nobody ever sees it.
 */
public final class JoiningDesk {

    /** What became of a request. */
    public sealed interface Answer {
        /** The device gets this certificate. */
        record Issued(X509Certificate certificate) implements Answer {}

        /** The device has a fresh certificate for this key already and gets it again. Nothing was written. */
        record Present(X509Certificate certificate) implements Answer {}

        /** @param reason stable code */
        record Refused(String reason, String detail) implements Answer {}
    }

    /**
     * A certificate that was signed for the case that the answer is yes.
     *
     * @param authority digest of the issuing authority
     */
    public record Prepared(X509Certificate certificate, String authority) {}

    private final JoiningStore store;
    private final DeviceRegister register;
    private final Instant now;

    public JoiningDesk(JoiningStore store, DeviceRegister register, Instant now) {
        this.store = store;
        this.register = register;
        this.now = now;
    }

    /** First enrolment, or again by the factory identity. */
    public Decision<Answer> enroll(
            Identification.Identified who, CertificationRequest csr, Prepared prepared, Channel channel) {
        if (store.anchor(who.anchor().fingerprint()).isEmpty()) {
            return refused("idevid-untrusted", "the anchor was removed");
        }
        if (csr.subject()
                .serialNumber()
                .filter(name -> !name.equals(who.device().value()))
                .isPresent()) {
            return refused("subject-mismatch", "the request names another device than the factory identity");
        }
        String key = Fingerprint.of(csr.publicKey());
        if (key.equals(who.factoryKey())) {
            return refused("key-is-factory-key", "a local identity has a key of its own");
        }
        Optional<Product> product =
                register.product(who.identity().maker(), who.identity().model());
        if (product.isEmpty()) {
            return refused("product-unknown", "no product of this maker and model is on the register");
        }
        Optional<Device> device = register.device(who.device());
        Optional<Answer.Refused> barred = device.flatMap(known -> barred(known, product.get()));
        Optional<Enrolment> before = store.enrolment(who.device());
        Optional<Answer.Refused> owned = before.flatMap(enrolment -> owned(enrolment, who, key));
        if (barred.isPresent() || owned.isPresent()) {
            return Decision.of(barred.or(() -> owned).get());
        }
        if (before.isPresent() && isFresh(before.get(), key)) {
            return Decision.of(new Answer.Present(before.get().certificate()));
        }
        if (heldByAnother(key, who.device())) {
            return refused("key-in-use", "another device has this key");
        }
        List<Draft> drafts = new ArrayList<>(arrival(who.device(), device, product.get()));
        drafts.add(issued(
                who.device(),
                new Origin(Means.FACTORY_IDENTITY, who.factory(), who.anchor().fingerprint(), before),
                csr.keyType(),
                key,
                prepared,
                channel));
        return Decision.of(new Answer.Issued(prepared.certificate()), drafts);
    }

    /**
     * The next certificate by the present one.
     *
     * @param current the certificate of the handshake, whose chain to this organisation's authority was verified
     */
    public Decision<Answer> reenroll(
            DeviceId device, X509Certificate current, CertificationRequest csr, Prepared prepared, Channel channel) {
        Optional<Enrolment> before = store.enrolment(device);
        String presentKey = Fingerprint.of(current.getPublicKey());
        if (before.isEmpty() || before.get().released() || !before.get().key().equals(presentKey)) {
            return refused("certificate-superseded", "the certificate is not the device's present one");
        }
        Optional<Device> known = register.device(device);
        if (known.isEmpty()) {
            return refused("device-unknown", "the device is not on the register");
        }
        DeviceState state = known.get().state();
        if (!CertificateUse.RENEWAL.allowedIn(state)) {
            return refused("device-" + state.word(), "no new certificate in this state");
        }
        if (!csr.subject().equals(SubjectName.of(current.getSubjectX500Principal()))) {
            return refused("subject-changed", "RFC 7030 §4.2.2: the subject must stay the same");
        }
        String key = Fingerprint.of(csr.publicKey());
        if (isFresh(before.get(), key)) {
            return Decision.of(new Answer.Present(before.get().certificate()));
        }
        if (heldByAnother(key, device)) {
            return refused("key-in-use", "another device has this key");
        }
        Origin origin = new Origin(Means.LOCAL_IDENTITY, before.get().factory(), "", before);
        return Decision.of(
                new Answer.Issued(prepared.certificate()),
                issued(device, origin, csr.keyType(), key, prepared, channel));
    }

    /** Lets a device enrol once more under another key. */
    public Decision<Answer> release(DeviceId device, String issuer, String reason) {
        Optional<Enrolment> enrolment = store.enrolment(device);
        if (enrolment.isEmpty()) {
            return refused("device-not-enrolled", "device " + device + " has no certificate");
        }
        X509Certificate certificate = enrolment.get().certificate();
        if (enrolment.get().released()) {
            return Decision.of(new Answer.Present(certificate));
        }
        return Decision.of(
                new Answer.Issued(certificate),
                new Draft(device.subject(), now, issuer, new OwnershipReleased(reason)));
    }

    private static Optional<Answer.Refused> barred(Device device, Product product) {
        if (!device.product().equals(product.id())) {
            return Optional.of(
                    new Answer.Refused("product-mismatch", "the register has the device as another product"));
        }
        return switch (device.state()) {
            case QUARANTINED, SAFE_STOP, RETIRED ->
                Optional.of(new Answer.Refused("device-" + device.state().word(), "no certificate in this state"));
            case MANUFACTURED, JOINING, OPERATIONAL, MAINTENANCE, DEGRADED, OFF_SITE -> Optional.empty();
        };
    }

    private static Optional<Answer.Refused> owned(Enrolment before, Identification.Identified who, String key) {
        if (before.released()) {
            return Optional.empty();
        }
        if (!before.factory().equals(who.factory())) {
            return Optional.of(new Answer.Refused(
                    "identity-conflict", "the device joined with another factory certificate; release it first"));
        }
        return before.key().equals(key)
                ? Optional.empty()
                : Optional.of(new Answer.Refused(
                        "already-enrolled", "the device is enrolled under another key; release it first"));
    }

    private boolean isFresh(Enrolment before, String key) {
        return !before.released() && before.key().equals(key) && now.isBefore(before.renewFrom());
    }

    private boolean heldByAnother(String key, DeviceId device) {
        return store.holder(key).filter(holder -> !holder.equals(device)).isPresent();
    }

    private List<Draft> arrival(DeviceId id, Optional<Device> device, Product product) {
        List<Draft> drafts = new ArrayList<>();
        if (device.isEmpty()) {
            drafts.add(new Draft(
                    id.subject(),
                    now,
                    "muster",
                    new DeviceRegistered(product.id().value(), "joining")));
        }
        DeviceState from = device.map(Device::state).orElse(DeviceState.MANUFACTURED);
        if (from.allows(DeviceState.JOINING)) {
            StateChanged joining = new StateChanged(from, DeviceState.JOINING, "factory-identity", "");
            drafts.add(new Draft(id.subject(), now, "muster", joining));
            // Nobody has to approve yet, so the state is passed through; what the device runs is settled by evidence.
            StateChanged inService = new StateChanged(DeviceState.JOINING, DeviceState.OPERATIONAL, "enrolled", "");
            drafts.add(new Draft(id.subject(), now, "muster", inService));
        }
        return drafts;
    }

    private record Origin(Means means, String factory, String anchor, Optional<Enrolment> before) {}

    private Draft issued(
            DeviceId device, Origin origin, KeyType keyType, String key, Prepared prepared, Channel channel) {
        X509Certificate certificate = prepared.certificate();
        boolean rekeyed = origin.before().filter(old -> !old.key().equals(key)).isPresent();
        return new Draft(
                device.subject(),
                now,
                "muster",
                new Enrolled(
                        CertificateReader.encoded(certificate),
                        certificate.getSerialNumber().toString(16),
                        certificate.getNotBefore().toInstant(),
                        certificate.getNotAfter().toInstant(),
                        key,
                        keyType.word(),
                        origin.means(),
                        rekeyed,
                        origin.factory(),
                        origin.anchor(),
                        prepared.authority(),
                        channel.tlsVersion(),
                        channel.tlsCipher()));
    }

    private static Decision<Answer> refused(String reason, String detail) {
        return Decision.of(new Answer.Refused(reason, detail));
    }
}
