package dev.muster.core.joining;

import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Refusing;
import dev.muster.core.ledger.Refusing.Kind;
import dev.muster.format.join.x509.CertificateReader;
import dev.muster.format.join.x509.KeyType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Settles which makers' authorities an organisation trusts. */
public final class AnchorDesk {

    /** O is bounded at 64 characters in X.520. */
    public static final int MAX_MAKER_CHARS = 64;

    /** What became of a request. */
    public sealed interface Answer {
        /** In force, or out of force, as asked. */
        record Done(Anchor anchor) implements Answer {}

        /** It was so already; nothing was written. */
        record Already(Anchor anchor) implements Answer {}

        /** @param reason {@code anchor-unfit}, {@code anchor-unknown}, {@code anchors-too-many} */
        record Refused(Kind kind, String reason, String detail) implements Answer, Refusing {}
    }

    private AnchorDesk() {}

    /** Trusts an authority for one maker. Naming another maker for it replaces the first. */
    public static Decision<Answer> add(Anchor anchor, JoiningStore store, String issuer, Instant now) {
        boolean[] usage = anchor.certificate().getKeyUsage();
        if (anchor.certificate().getBasicConstraints() < 0 || (usage != null && !usage[5])) {
            return refused(Kind.INVALID, "anchor-unfit", "the certificate is not one of an authority");
        }
        Optional<String> unsound = KeyType.whyNot(anchor.certificate().getPublicKey());
        if (unsound.isPresent()) {
            return refused(Kind.INVALID, "anchor-unfit", unsound.get());
        }
        if (anchor.maker().isBlank() || anchor.maker().length() > MAX_MAKER_CHARS) {
            return refused(Kind.INVALID, "anchor-unfit", "the maker has 1 to " + MAX_MAKER_CHARS + " characters");
        }
        if (now.isAfter(anchor.certificate().getNotAfter().toInstant())) {
            return refused(Kind.INVALID, "anchor-unfit", "the authority's certificate has ended");
        }
        Optional<Anchor> present = store.anchor(anchor.fingerprint());
        if (present.filter(anchor::equals).isPresent()) {
            return Decision.of(new Answer.Already(anchor));
        }
        if (present.isEmpty() && store.anchors().size() >= JoiningStore.MAX_ANCHORS) {
            return refused(Kind.CONFLICT, "anchors-too-many", "at most " + JoiningStore.MAX_ANCHORS);
        }
        List<Draft> drafts = new ArrayList<>();
        if (present.filter(known -> known.maker().equals(anchor.maker())).isEmpty()) {
            AnchorAdded event = new AnchorAdded(CertificateReader.encoded(anchor.certificate()), anchor.maker());
            drafts.add(new Draft(anchor.subject(), now, issuer, event));
        }
        if (present.map(Anchor::admission).orElse(Admission.ANY) != anchor.admission()) {
            drafts.add(new Draft(anchor.subject(), now, issuer, new AdmissionSet(anchor.admission())));
        }
        return Decision.of(new Answer.Done(anchor), drafts);
    }

    /** Trusts an authority no longer. */
    public static Decision<Answer> remove(
            String fingerprint, JoiningStore store, String issuer, String reason, Instant now) {
        Optional<Anchor> present = store.anchor(fingerprint);
        if (present.isEmpty()) {
            return refused(Kind.ABSENT, "anchor-unknown", "no such anchor is in force");
        }
        return Decision.of(
                new Answer.Done(present.get()),
                new Draft(present.get().subject(), now, issuer, new AnchorRemoved(reason)));
    }

    private static Decision<Answer> refused(Kind kind, String reason, String detail) {
        return Decision.of(new Answer.Refused(kind, reason, detail));
    }
}
