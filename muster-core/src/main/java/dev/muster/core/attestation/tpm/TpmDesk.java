package dev.muster.core.attestation.tpm;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Refusing.Kind;
import dev.muster.format.join.x509.CertificateReader;
import java.time.Instant;
import java.util.Optional;

/** Settles which TPMs are believed, and whose they are. */
public final class TpmDesk {
    private static final int MAX_MAKER_CHARS = 64;
    private static final int KEY_CERT_SIGN = 5;

    /** What became of a request. */
    public sealed interface Answer {
        record Done() implements Answer {}

        /** It was so already; nothing was written. */
        record Already() implements Answer {}

        record Refused(TpmRefusal why) implements Answer {}
    }

    private final TpmStore store;
    private final Instant now;

    public TpmDesk(TpmStore store, Instant now) {
        this.store = store;
        this.now = now;
    }

    /** Believes an authority; naming another maker or home for it replaces the first. */
    public Decision<Answer> add(TpmMaker maker, String issuer) {
        boolean[] usage = maker.certificate().getKeyUsage();
        if (maker.certificate().getBasicConstraints() < 0 || (usage != null && !usage[KEY_CERT_SIGN])) {
            return refused(Kind.INVALID, "tpm-maker-unfit", "the certificate is not one of an authority");
        }
        if (maker.maker().isBlank() || maker.maker().length() > MAX_MAKER_CHARS) {
            return refused(Kind.INVALID, "tpm-maker-unfit", "the maker has 1 to " + MAX_MAKER_CHARS + " characters");
        }
        if (store.makers().contains(maker)) {
            return Decision.of(new Answer.Already());
        }
        if (store.makers().size() >= TpmStore.MAX_MAKERS) {
            return refused(Kind.CONFLICT, "tpm-makers-too-many", "at most " + TpmStore.MAX_MAKERS);
        }
        return Decision.of(
                new Answer.Done(),
                new Draft(
                        maker.subject(),
                        now,
                        issuer,
                        new TpmMakerAdded(
                                CertificateReader.encoded(maker.certificate()),
                                maker.maker(),
                                maker.home().word())));
    }

    /** Believes an authority no longer. */
    public Decision<Answer> remove(String fingerprint, String issuer, String reason) {
        return store.makers().stream()
                .filter(maker -> maker.fingerprint().equals(fingerprint))
                .findFirst()
                .map(maker -> Decision.<Answer>of(
                        new Answer.Done(), new Draft(maker.subject(), now, issuer, new TpmMakerRemoved(reason))))
                .orElseGet(() -> refused(Kind.ABSENT, "tpm-maker-unknown", "no such authority is believed"));
    }

    /** Takes down which endorsement key a device has. */
    public Decision<Answer> list(DeviceId device, String endorsement, String issuer) {
        if (!endorsement.matches("[0-9a-f]{64}")) {
            return refused(Kind.INVALID, "ek-digest-invalid", "an endorsement key is named by 64 hexadecimal digits");
        }
        Optional<DeviceId> other = store.listedFor(endorsement).filter(known -> !known.equals(device));
        if (other.isPresent()) {
            return refused(Kind.CONFLICT, "ek-of-another-device", "the list has it for " + other.get());
        }
        return store.listed(device).filter(endorsement::equals).isPresent()
                ? Decision.of(new Answer.Already())
                : Decision.of(
                        new Answer.Done(),
                        new Draft(device.subject(), now, issuer, new EndorsementListed(endorsement)));
    }

    /** Whether the TPM of this endorsement key may be this device's: by the lists, and by who proved to have it before. */
    public Optional<TpmRefusal> another(DeviceId device, String endorsement) {
        boolean otherListed = store.listed(device)
                        .filter(listed -> !listed.equals(endorsement))
                        .isPresent()
                || store.listedFor(endorsement)
                        .filter(known -> !known.equals(device))
                        .isPresent();
        if (otherListed) {
            return Optional.of(new TpmRefusal(
                    Kind.FORBIDDEN, "ek-not-listed", "the list says that " + device + " has another TPM"));
        }
        return store.holder(endorsement)
                .filter(holder -> !holder.equals(device))
                .map(holder -> new TpmRefusal(
                        Kind.CONFLICT,
                        "ek-of-another-device",
                        "device " + holder + " proved to have this TPM: it was moved, or is claimed by two"));
    }

    /** Enters a proof whose parts were all verified. */
    public Decision<Answer> prove(DeviceId device, KeyProved proved) {
        return unfit(device, proved)
                .map(why -> Decision.<Answer>of(new Answer.Refused(why)))
                .orElseGet(() -> Decision.of(new Answer.Done(), new Draft(device.subject(), now, "muster", proved)));
    }

    /** Why a proof whose parts were all verified may not be entered: it was entered before, or the TPM is another's. */
    public Optional<TpmRefusal> unfit(DeviceId device, KeyProved proved) {
        return store.ticketUsed(proved.ticket())
                ? Optional.of(new TpmRefusal(
                        Kind.CONFLICT, "activation-used", "this activation was answered before; ask for another"))
                : another(device, proved.endorsement());
    }

    private static Decision<Answer> refused(Kind kind, String reason, String detail) {
        return Decision.of(new Answer.Refused(new TpmRefusal(kind, reason, detail)));
    }
}
