package dev.muster.core.joining;

import dev.muster.core.devices.CertificateUse;
import dev.muster.core.devices.Device;
import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.DeviceState;
import dev.muster.core.devices.Product;
import dev.muster.core.joining.JoiningDesk.Answer;
import dev.muster.core.ledger.Refusing.Kind;
import dev.muster.format.join.x509.CertificationRequest;
import dev.muster.format.join.x509.SubjectName;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/** What keeps a device that proved who it is from a certificate. */
final class Barriers {

    private Barriers() {}

    /** Whether the register has the device as something else, or in a state that gets no certificate. */
    static Optional<Answer.Refused> state(
            Device device, Product product, Optional<Enrolment> before, String key, Instant now) {
        if (!device.product().equals(product.id())) {
            return refused(
                    Kind.FORBIDDEN, "product-mismatch", "the register has the device as product " + device.product());
        }
        return switch (device.state()) {
            case SAFE_STOP, RETIRED -> inState(device.state());
            case QUARANTINED ->
                // Whoever sits in quarantine past the end of its certificate could never prove itself again. The new
                // certificate opens what quarantine opens and nothing else.
                before.filter(old -> old.key().equals(key) && old.endedBefore(now))
                                .isPresent()
                        ? Optional.empty()
                        : inState(device.state());
            case MANUFACTURED, JOINING, OPERATIONAL, MAINTENANCE, DEGRADED, OFF_SITE -> Optional.empty();
        };
    }

    private static Optional<Answer.Refused> inState(DeviceState state) {
        return refused(Kind.FORBIDDEN, "device-" + state.word(), "no certificate in this state");
    }

    /** Whether somebody else holds the device: by another identity, or by another key of it. */
    static Optional<Answer.Refused> owner(Enrolment before, String origin, String key) {
        if (before.released()) {
            return Optional.empty();
        }
        DeviceId device = before.device();
        if (!before.factory().equals(origin)) {
            return refused(
                    Kind.FORBIDDEN,
                    "identity-conflict",
                    "device " + device + " joined by another identity: a stolen, doubled or replaced one."
                            + " When it is the right one now, let it go: muster join let-go " + device);
        }
        return before.key().equals(key)
                ? Optional.empty()
                : refused(
                        Kind.FORBIDDEN,
                        "already-enrolled",
                        "device " + device + " is enrolled under another key. When it lost that key, a person decides:"
                                + " muster join let-go " + device);
    }

    /** Whether a device may go from its present certificate to the next one. */
    static Optional<Answer.Refused> renewal(
            Optional<Device> device, X509Certificate current, CertificationRequest csr, Instant now) {
        if (device.isEmpty()) {
            return refused(Kind.FORBIDDEN, "device-unknown", "the device is not on the register");
        }
        DeviceState state = device.get().state();
        boolean ended = now.isAfter(current.getNotAfter().toInstant());
        // As by the factory identity: past its end a quarantined device could never prove itself again.
        if (!CertificateUse.RENEWAL.allowedIn(state) && !(state == DeviceState.QUARANTINED && ended)) {
            return refused(Kind.FORBIDDEN, "device-" + state.word(), "no new certificate in this state");
        }
        return csr.subject().equals(SubjectName.of(current.getSubjectX500Principal()))
                ? Optional.empty()
                : refused(
                        Kind.FORBIDDEN,
                        "subject-changed",
                        "RFC 7030 §4.2.2: the subject must stay the same, "
                                + current.getSubjectX500Principal().getName());
    }

    /** Whether a token is good for this key now. */
    static Optional<Answer.Refused> token(Optional<Token> token, String key, Instant now) {
        if (token.isEmpty()) {
            return refused(Kind.UNPROVEN, "token-unknown", "the token was withdrawn");
        }
        if (token.get().usedBy().filter(used -> !used.equals(key)).isPresent()) {
            return refused(Kind.UNPROVEN, "token-used", "the token was used already, for another key");
        }
        return now.isAfter(token.get().until())
                ? refused(
                        Kind.UNPROVEN,
                        "token-expired",
                        "the token ended at " + token.get().until())
                : Optional.empty();
    }

    /** No product is named, or none that the register has. */
    static Answer.Refused productless(Identification.Identified who) {
        String model = who.identity().model();
        return model.isEmpty()
                ? new Answer.Refused(
                        Kind.FORBIDDEN,
                        "device-not-registered",
                        "the certificate of " + who.device() + " names no model: a list has to say what it is")
                : new Answer.Refused(
                        Kind.FORBIDDEN,
                        "product-unknown",
                        "no product of the maker \"" + who.identity().maker() + "\" with the model \"" + model
                                + "\" is on the register");
    }

    /** A list names its TPM, and nothing says what it is. */
    static Answer.Refused unregistered(Endorsed who) {
        return new Answer.Refused(
                Kind.FORBIDDEN,
                "device-not-registered",
                "a list says that the TPM is the one of " + who.device() + ", and no such device is on the register");
    }

    /** Whether the anchor's policy lets a device in that never was here; empty when it does. */
    static Optional<Answer> admission(
            Identification.Identified who, Optional<Device> device, JoiningStore store, Instant now) {
        return switch (who.anchor().admission()) {
            case ANY -> Optional.empty();
            case REGISTERED ->
                device.isPresent()
                        ? Optional.empty()
                        : Optional.of(new Answer.Refused(
                                Kind.FORBIDDEN,
                                "device-not-registered",
                                "device " + who.device() + " of "
                                        + who.identity().maker()
                                        + " is not on the register, and only registered ones may join under"
                                        + " this anchor"));
            case APPROVAL -> word(who, store);
            case VOUCHER -> VoucherDesk.admits(who, store.vouchers(), now);
        };
    }

    private static Optional<Answer> word(Identification.Identified who, JoiningStore store) {
        Optional<Waiting> asked =
                store.waiting(who.device()).filter(waiting -> waiting.factory().equals(who.factory()));
        Waiting.Word word = asked.map(Waiting::word).orElse(Waiting.Word.NONE);
        return switch (word) {
            case APPROVED -> Optional.empty();
            case DENIED ->
                Optional.of(new Answer.Refused(
                        Kind.FORBIDDEN,
                        "joining-denied",
                        "a person decided that device " + who.device() + " does not join"));
            case NONE ->
                asked.isEmpty() && store.waitingCount() >= Waiting.MAX
                        ? Optional.of(new Answer.Refused(
                                Kind.FORBIDDEN, "approvals-too-many", Waiting.MAX + " devices wait for a word already"))
                        : Optional.of(new Answer.Waits(asked.isEmpty()));
        };
    }

    private static Optional<Answer.Refused> refused(Kind kind, String reason, String detail) {
        return Optional.of(new Answer.Refused(kind, reason, detail));
    }
}
