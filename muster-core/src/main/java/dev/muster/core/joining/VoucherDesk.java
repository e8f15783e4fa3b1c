package dev.muster.core.joining;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Refusing;
import dev.muster.core.ledger.Refusing.Kind;
import dev.muster.core.ledger.Subject;
import dev.muster.format.crypto.Sha256;
import dev.muster.format.join.voucher.Voucher;
import dev.muster.format.join.voucher.VoucherRequest;
import dev.muster.format.join.x509.CertificatePath;
import dev.muster.format.join.x509.CertificateReader;
import dev.muster.format.join.x509.CertificateTemplate;
import dev.muster.format.join.x509.KeyType;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/** Settles which vouchers say that a device belongs here (RFC 8366), and whom they are believed from. */
public final class VoucherDesk {

    /** What became of a signer of vouchers. */
    public sealed interface SignerAnswer {
        record Done(Vouchers.Signer signer) implements SignerAnswer {}

        /** It was so already; nothing was written. */
        record Already(Vouchers.Signer signer) implements SignerAnswer {}

        /** @param reason {@code voucher-signer-unfit}, {@code voucher-signer-unknown}, {@code voucher-signers-too-many} */
        record Refused(Kind kind, String reason, String detail) implements SignerAnswer, Refusing {}
    }

    /** What became of a voucher, or of a device's question for one. */
    public sealed interface Answer {
        /** It is kept and lets its device in; or the device gets it. */
        record Taken(Vouchers.Kept voucher) implements Answer {}

        /** The device's question is kept; there is no voucher for it yet. */
        record Waits() implements Answer {}

        /** @param reason stable code */
        record Refused(Kind kind, String reason, String detail) implements Answer, Refusing {}
    }

    /** How long a device's question stays the one to answer: each new one is an entry for ever, and a loop of them a flood. */
    public static final Duration AGAIN = Duration.ofHours(1);

    private final Vouchers vouchers;
    private final Instant now;

    public VoucherDesk(Vouchers vouchers, Instant now) {
        this.vouchers = vouchers;
        this.now = now;
    }

    /** Believes who signs a maker's vouchers. */
    public Decision<SignerAnswer> add(Vouchers.Signer signer, String issuer) {
        if (signer.certificate().getBasicConstraints() >= 0) {
            return refused(
                    Kind.INVALID,
                    "voucher-signer-unfit",
                    "the certificate is one of an authority: everything under it, devices too, would sign vouchers");
        }
        Optional<String> unsound = KeyType.whyNot(signer.certificate().getPublicKey());
        if (unsound.isPresent()) {
            return refused(Kind.INVALID, "voucher-signer-unfit", unsound.get());
        }
        if (signer.maker().isBlank() || signer.maker().length() > AnchorDesk.MAX_MAKER_CHARS) {
            return refused(
                    Kind.INVALID,
                    "voucher-signer-unfit",
                    "the maker has 1 to " + AnchorDesk.MAX_MAKER_CHARS + " characters");
        }
        Optional<Vouchers.Signer> present = find(signer.fingerprint());
        if (present.filter(signer::equals).isPresent()) {
            return Decision.of(new SignerAnswer.Already(signer));
        }
        if (present.isEmpty() && vouchers.signers().size() >= Vouchers.MAX_SIGNERS) {
            return refused(Kind.CONFLICT, "voucher-signers-too-many", "at most " + Vouchers.MAX_SIGNERS);
        }
        return Decision.of(
                new SignerAnswer.Done(signer),
                new Draft(
                        new Subject(Vouchers.Signer.KIND, signer.fingerprint()),
                        now,
                        issuer,
                        new VoucherSignerAdded(CertificateReader.encoded(signer.certificate()), signer.maker())));
    }

    /** Believes a signer no longer, nor what it signed. */
    public Decision<SignerAnswer> remove(String fingerprint, String issuer, String reason) {
        Optional<Vouchers.Signer> present = find(fingerprint);
        if (present.isEmpty()) {
            return refused(Kind.ABSENT, "voucher-signer-unknown", "nobody with this certificate is believed");
        }
        return Decision.of(
                new SignerAnswer.Done(present.get()),
                new Draft(
                        new Subject(Vouchers.Signer.KIND, fingerprint), now, issuer, new VoucherSignerRemoved(reason)));
    }

    private Optional<Vouchers.Signer> find(String fingerprint) {
        return vouchers.signers().stream()
                .filter(each -> each.fingerprint().equals(fingerprint))
                .findFirst();
    }

    /**
     * Takes a voucher.
     *
     * @param bytes as they came
     * @param own digests of this organisation's authorities' certificates: a voucher for anybody else is not for here
     */
    public Decision<Answer> take(Voucher voucher, byte[] bytes, Set<String> own, String issuer) {
        Optional<Vouchers.Signer> signer = vouchers.signers().stream()
                .filter(each -> voucher.message().isSignedBy(each.certificate().getPublicKey()))
                .findFirst();
        if (signer.isEmpty()) {
            return no(Kind.FORBIDDEN, "voucher-untrusted", "nobody who is believed here signed it");
        }
        Optional<Answer.Refused> unfit = unfit(voucher, signer.get(), own);
        if (unfit.isPresent()) {
            return Decision.of(unfit.get());
        }
        String maker = signer.get().maker();
        Vouchers.Kept kept = new Vouchers.Kept(
                maker,
                voucher.serial(),
                HexFormat.of().formatHex(Sha256.of(bytes)),
                signer.get().fingerprint(),
                until(voucher),
                bytes);
        Optional<Vouchers.Kept> present = vouchers.voucher(maker, voucher.serial());
        if (present.filter(before -> before.digest().equals(kept.digest())).isPresent()) {
            return Decision.of(new Answer.Taken(kept));
        }
        Optional<String> nonce = voucher.nonce().map(HexFormat.of()::formatHex);
        Optional<Vouchers.Asked> asked = vouchers.asked(maker, voucher.serial());
        if (nonce.isPresent()
                && asked.filter(each -> each.nonce().equals(nonce.get())).isEmpty()) {
            return no(
                    Kind.FORBIDDEN,
                    "voucher-nonce",
                    "its nonce is not the one that device " + voucher.serial() + " asked with");
        }
        if (present.isEmpty() && vouchers.count() >= Vouchers.MAX_VOUCHERS) {
            return no(Kind.CONFLICT, "vouchers-too-many", "at most " + Vouchers.MAX_VOUCHERS);
        }
        return Decision.of(
                new Answer.Taken(kept),
                new Draft(
                        new Subject(Vouchers.Kept.KIND, kept.digest()),
                        now,
                        issuer,
                        new VoucherTaken(maker, voucher.serial(), kept.signer(), kept.until(), bytes)));
    }

    private static Instant until(Voucher voucher) {
        return voucher.expires().orElse(CertificateTemplate.NO_END);
    }

    /** What keeps a voucher of somebody who is believed from counting: whom it is for, and when. */
    private Optional<Answer.Refused> unfit(Voucher voucher, Vouchers.Signer signer, Set<String> own) {
        Instant ended = signer.certificate().getNotAfter().toInstant();
        if (now.isAfter(ended)) {
            return unfit("voucher-signer-ended", "the certificate of who signed it ended at " + ended);
        }
        String owner = Fingerprint.of(voucher.pinned());
        if (!own.contains(owner)) {
            return unfit(
                    "voucher-other-owner",
                    "it is for the owner of "
                            + voucher.pinned().getSubjectX500Principal().getName() + " (" + owner
                            + "), which is no authority of this organisation");
        }
        if (voucher.created().isAfter(now.plus(CertificatePath.MAX_CLOCK_SKEW))) {
            return unfit("voucher-not-yet", "it was made at " + voucher.created());
        }
        return now.isBefore(until(voucher))
                ? Optional.empty()
                : unfit("voucher-expired", "it ended at " + until(voucher));
    }

    private static Optional<Answer.Refused> unfit(String reason, String detail) {
        return Optional.of(new Answer.Refused(Kind.FORBIDDEN, reason, detail));
    }

    /**
     * A device asks for its voucher: it gets one that is here and answers its question, and is remembered otherwise; with
     * another question only {@link #AGAIN} after the one before.
     *
     * @param who the device, from its factory certificate
     * @param signed whether the key of that certificate signed the request
     * @param bytes as they came
     */
    public Decision<Answer> ask(Identification.Identified who, VoucherRequest request, boolean signed, byte[] bytes) {
        if (!signed) {
            return no(Kind.FORBIDDEN, "voucher-request-unsigned", "not signed by the key of the factory certificate");
        }
        String serial = who.identity().serialNumber();
        if (!request.serial().equals(serial)) {
            return no(
                    Kind.FORBIDDEN,
                    "voucher-request-other",
                    "device " + serial + " asks for the voucher of " + request.serial());
        }
        String maker = who.identity().maker();
        String nonce = request.nonce().map(HexFormat.of()::formatHex).orElse("");
        Optional<Vouchers.Kept> kept =
                vouchers.voucher(maker, serial).filter(each -> now.isBefore(each.until()) && answers(each, nonce));
        if (kept.isPresent()) {
            return Decision.of(new Answer.Taken(kept.get()));
        }
        Optional<Vouchers.Asked> before = vouchers.asked(maker, serial);
        if (before.filter(each ->
                        each.nonce().equals(nonce) || now.isBefore(each.since().plus(AGAIN)))
                .isPresent()) {
            return Decision.of(new Answer.Waits());
        }
        if (before.isEmpty() && vouchers.askedCount() >= Vouchers.MAX_ASKED) {
            return no(Kind.CONFLICT, "vouchers-too-many", Vouchers.MAX_ASKED + " devices ask for one already");
        }
        DeviceId device = who.device();
        return Decision.of(
                new Answer.Waits(),
                new Draft(device.subject(), now, "muster", new VoucherAsked(maker, serial, nonce, bytes)));
    }

    /** A voucher for one question is no answer to another; one for any question is. */
    private static boolean answers(Vouchers.Kept kept, String nonce) {
        return Voucher.parse(kept.bytes())
                .nonce()
                .map(HexFormat.of()::formatHex)
                .filter(its -> !its.equals(nonce))
                .isEmpty();
    }

    /** Whether a maker's device that never was here may join because a voucher says that it belongs here; empty when it may. */
    static Optional<JoiningDesk.Answer> admits(Identification.Identified who, Vouchers vouchers, Instant now) {
        String serial = who.identity().serialNumber();
        Optional<Vouchers.Kept> kept = vouchers.voucher(who.identity().maker(), serial);
        if (kept.isEmpty()) {
            return barred(
                    "voucher-missing",
                    "no voucher of " + who.identity().maker() + " says that device " + serial + " belongs here");
        }
        if (!now.isBefore(kept.get().until())) {
            return barred(
                    "voucher-expired", "the voucher ended at " + kept.get().until());
        }
        Optional<String> issuer = Voucher.parse(kept.get().bytes()).issuerKey().map(HexFormat.of()::formatHex);
        return issuer.filter(key -> !who.issuerKeys().contains(key)).isPresent()
                ? barred("voucher-other-issuer", "the voucher is for a device whose certificate another key signed")
                : Optional.empty();
    }

    private static Optional<JoiningDesk.Answer> barred(String reason, String detail) {
        return Optional.of(new JoiningDesk.Answer.Refused(Kind.FORBIDDEN, reason, detail));
    }

    private static Decision<Answer> no(Kind kind, String reason, String detail) {
        return Decision.of(new Answer.Refused(kind, reason, detail));
    }

    private static Decision<SignerAnswer> refused(Kind kind, String reason, String detail) {
        return Decision.of(new SignerAnswer.Refused(kind, reason, detail));
    }
}
