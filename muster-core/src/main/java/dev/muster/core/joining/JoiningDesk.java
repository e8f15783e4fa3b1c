package dev.muster.core.joining;

import dev.muster.core.devices.Device;
import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.DeviceNames;
import dev.muster.core.devices.DeviceRegister;
import dev.muster.core.devices.Product;
import dev.muster.core.joining.Enrolled.Means;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Refusing;
import dev.muster.core.ledger.Refusing.Kind;
import dev.muster.format.join.x509.CertificationRequest;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

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

        /**
         * A person has to say yes first.
         *
         * @param first whether this is the first time that the device asks
         */
        record Waits(boolean first) implements Answer {}

        /** @param reason stable code */
        record Refused(Kind kind, String reason, String detail) implements Answer, Refusing {}
    }

    /**
     * A certificate that was signed for the case that the answer is yes.
     *
     * @param authority digest of the issuing authority
     * @param uuid what the device would be numbered when it is new
     */
    public record Prepared(X509Certificate certificate, String authority, UUID uuid) {
        /** For a device that is known already. */
        public Prepared(X509Certificate certificate, String authority) {
            this(certificate, authority, new UUID(0, 0));
        }
    }

    /** Who asks for a first certificate: its maker's and its own words, and what it proved them with. */
    private record Applicant(
            DeviceId device,
            String maker,
            String model,
            String serial,
            Means means,
            String origin,
            String anchor,
            Optional<String> factoryKey) {}

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
        Optional<Anchor> anchor = store.anchor(who.anchor().fingerprint());
        if (anchor.isEmpty()) {
            return refused(Kind.FORBIDDEN, "idevid-untrusted", "the anchor was removed");
        }
        String serial = who.identity().serialNumber();
        if (!DeviceNames.of(who.identity().maker(), serial, register).equals(Optional.of(who.device()))) {
            return refused(Kind.BUSY, "try-again", "the register changed while the request was read");
        }
        if (Fingerprint.of(csr.publicKey()).equals(who.factoryKey())) {
            return refused(Kind.FORBIDDEN, "key-is-factory-key", "a local identity has a key of its own");
        }
        Optional<Product> product = who.identity().model().isEmpty()
                ? register.device(who.device()).flatMap(known -> register.product(known.product()))
                : register.product(who.identity().maker(), who.identity().model());
        if (product.isEmpty()) {
            return Decision.of(Barriers.productless(who));
        }
        Applicant applicant = new Applicant(
                who.device(),
                who.identity().maker(),
                product.get().model(),
                serial,
                Means.FACTORY_IDENTITY,
                who.factory(),
                anchor.get().fingerprint(),
                Optional.of(who.factoryKey()));
        Optional<Answer> held = store.enrolment(who.device()).isPresent()
                ? Optional.empty()
                : Barriers.admission(who, register.device(who.device()), store, now);
        return held.isEmpty() ? admit(applicant, product.get(), csr, prepared, channel) : hold(held.get(), applicant);
    }

    /** First enrolment by a bootstrap token; with the same key as often as the answer gets lost. */
    public Decision<Answer> enroll(Token token, CertificationRequest csr, Prepared prepared, Channel channel) {
        Optional<Answer.Refused> unfit =
                Barriers.token(store.token(token.digest()), Fingerprint.of(csr.publicKey()), now);
        if (unfit.isPresent()) {
            return Decision.of(unfit.get());
        }
        Optional<Product> product = register.product(token.product());
        if (product.isEmpty()) {
            return refused(Kind.FORBIDDEN, "product-unknown", "no product " + token.product() + " is on the register");
        }
        Applicant applicant = new Applicant(
                token.device(),
                product.get().maker(),
                product.get().model(),
                token.device().value(),
                Means.TOKEN,
                token.origin(),
                "",
                Optional.empty());
        return admit(applicant, product.get(), csr, prepared, channel);
    }

    /** First enrolment by a TPM's endorsement key, or again; what it proved is written with whatever it gets. */
    public Decision<Answer> enroll(Endorsed who, CertificationRequest csr, Prepared prepared, Channel channel) {
        Optional<Product> product = register.device(who.device()).flatMap(known -> register.product(known.product()));
        if (product.isEmpty()) {
            return Decision.of(Barriers.unregistered(who));
        }
        Applicant applicant = new Applicant(
                who.device(),
                product.get().maker(),
                product.get().model(),
                who.device().value(),
                Means.ENDORSEMENT_KEY,
                who.endorsement(),
                who.anchor(),
                Optional.empty());
        Decision<Answer> decided = admit(applicant, product.get(), csr, prepared, channel);
        return decided.answer() instanceof Answer.Refused
                ? decided
                : Decision.of(
                        decided.answer(),
                        Stream.concat(decided.drafts().stream(), who.proof().stream())
                                .toList());
    }

    private Decision<Answer> hold(Answer answer, Applicant who) {
        if (answer instanceof Answer.Waits waits && waits.first()) {
            return Decision.of(
                    answer,
                    new Draft(
                            who.device().subject(),
                            now,
                            "muster",
                            new JoiningRequested(who.origin(), who.anchor(), who.maker(), who.model())));
        }
        return Decision.of(answer);
    }

    private Decision<Answer> admit(
            Applicant who, Product product, CertificationRequest csr, Prepared prepared, Channel channel) {
        if (csr.subject()
                .serialNumber()
                .filter(name -> !name.equals(who.device().value()) && !name.equals(who.serial()))
                .isPresent()) {
            return refused(Kind.FORBIDDEN, "subject-mismatch", "the request names another device than " + who.device());
        }
        String key = Fingerprint.of(csr.publicKey());
        Optional<Device> device = register.device(who.device());
        Optional<Enrolment> before = store.enrolment(who.device());
        Optional<Answer.Refused> barred = device.flatMap(known -> Barriers.state(known, product, before, key, now))
                .or(() -> before.flatMap(enrolment -> Barriers.owner(enrolment, who.origin(), key)));
        if (barred.isPresent()) {
            return Decision.of(barred.get());
        }
        if (before.isPresent() && isFresh(before.get(), key, prepared)) {
            return Decision.of(new Answer.Present(before.get().certificate()));
        }
        Optional<Decision<Answer>> shared = new SharedKeys(store, now).met(who.device(), key, who.factoryKey());
        if (shared.isPresent()) {
            return shared.get();
        }
        boolean letGo = before.filter(Enrolment::released).isPresent();
        List<Draft> drafts = Arrival.of(who.device(), device, letGo, product, who.means(), now);
        if (before.isEmpty()) {
            drafts.add(new Draft(
                    who.device().subject(),
                    now,
                    "muster",
                    new DeviceIdentified(prepared.uuid().toString(), who.maker(), who.model(), who.serial())));
        }
        who.factoryKey()
                .filter(its -> store.factoryHolder(its).isEmpty())
                .ifPresent(
                        its -> drafts.add(new Draft(who.device().subject(), now, "muster", new FactoryKeySeen(its))));
        drafts.add(new Issuance(who.means(), who.origin(), who.anchor(), before)
                .entry(who.device(), csr.keyType(), key, prepared, channel, now));
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
        String key = Fingerprint.of(csr.publicKey());
        boolean unheard =
                before.filter(enrolment -> enrolment.replaced(presentKey, key)).isPresent();
        if (!unheard
                && (before.isEmpty()
                        || before.get().released()
                        || !before.get().key().equals(presentKey))) {
            return refused(Kind.UNPROVEN, "certificate-superseded", "the certificate is not the device's present one");
        }
        Optional<Answer.Refused> barred = Barriers.renewal(register.device(device), current, csr, now);
        if (barred.isPresent()) {
            return Decision.of(barred.get());
        }
        if (unheard || isFresh(before.orElseThrow(), key, prepared)) {
            return Decision.of(new Answer.Present(before.orElseThrow().certificate()));
        }
        Optional<Decision<Answer>> shared = new SharedKeys(store, now).met(device, key, Optional.empty());
        if (shared.isPresent()) {
            return shared.get();
        }
        return Decision.of(
                new Answer.Issued(prepared.certificate()),
                new Issuance(Means.LOCAL_IDENTITY, before.orElseThrow().factory(), "", before)
                        .entry(device, csr.keyType(), key, prepared, channel, now));
    }

    /** Lets a device enrol once more under another key. */
    public Decision<Answer> release(DeviceId device, String issuer, String reason) {
        Optional<Enrolment> enrolment = store.enrolment(device);
        if (enrolment.isEmpty()) {
            return refused(Kind.ABSENT, "device-not-enrolled", "device " + device + " has no certificate");
        }
        X509Certificate certificate = enrolment.get().certificate();
        if (enrolment.get().released()) {
            return Decision.of(new Answer.Present(certificate));
        }
        return Decision.of(
                new Answer.Issued(certificate),
                new Draft(device.subject(), now, issuer, new OwnershipReleased(reason)));
    }

    /** A certificate of the authority before the present one is never fresh: the device should leave it. */
    private boolean isFresh(Enrolment before, String key, Prepared prepared) {
        return !before.released()
                && before.key().equals(key)
                && now.isBefore(before.renewFrom())
                && !before.isOfAnother(prepared.authority());
    }

    private static Decision<Answer> refused(Kind kind, String reason, String detail) {
        return Decision.of(new Answer.Refused(kind, reason, detail));
    }
}
