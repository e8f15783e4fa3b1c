package dev.muster.core.attestation;

import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Refusing;
import dev.muster.core.ledger.Refusing.Kind;
import dev.muster.core.ledger.Subject;
import dev.muster.format.attest.corim.Comid;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The desk for the life of reference values: what a person says of it, and what follows from rollouts. */
public final class Lives {
    /** Longest reason that is kept. */
    public static final int MAX_REASON_CHARS = 512;

    /** How long devices that were away may still show the release before, after its successor's rollout is through. */
    public static final Duration GRACE = Duration.ofDays(30);

    /** Releases of one product that one rollout retires; older ones were retired by the rollouts before. */
    static final int MAX_CHANGES = 256;

    private static final String ROLLOUTS = "rollouts";

    private Lives() {}

    /** What a person wants. */
    public enum Wish {
        /** The values count from now on. */
        ACTIVATE,
        /** They count until a time. */
        RETIRE,
        /** Whatever agrees with them is bad. */
        REVOKE
    }

    /**
     * @param manifest SHA-256 of the manifest, hexadecimal
     * @param tag identity of the CoMID; empty for every tag of the manifest
     * @param until for {@link Wish#RETIRE}: in the future
     * @param reason one sentence, kept for ever
     */
    public record Request(String manifest, String tag, Wish wish, Optional<Instant> until, String reason) {}

    /** What becomes of a wish. */
    public sealed interface Answer {
        /** @param changed the tags that live otherwise from now on; empty when all of them did already */
        record Done(List<LifeChange> changed) implements Answer {}

        record Refused(Kind kind, String reason, String detail) implements Answer, Refusing {}
    }

    /** What a rollout does. */
    public enum Phase {
        STARTED,
        FINISHED,
        STOPPED
    }

    /**
     * News of a rollout.
     *
     * @param maker of the product
     * @param model of the product
     * @param version that is brought
     * @param rollout its id
     */
    public record News(String maker, String model, String version, Phase phase, String rollout) {}

    public static Decision<Answer> decide(Request request, String by, AttestationStore known, Instant now) {
        Optional<ReferenceSet.Document> manifest = known.references().documents().stream()
                .filter(document -> document.digest().equals(request.manifest()))
                .findFirst();
        if (manifest.isEmpty()) {
            return refuse(Kind.ABSENT, "manifest-unknown", "no manifest " + request.manifest() + " was accepted");
        }
        List<String> tags = manifest.get().corim().comids().stream()
                .map(Comid::tagId)
                .map(Object::toString)
                .filter(tag -> request.tag().isEmpty() || request.tag().equals(tag))
                .toList();
        if (tags.isEmpty()) {
            return refuse(Kind.ABSENT, "tag-unknown", "the manifest has no tag " + request.tag());
        }
        if (request.reason().isBlank() || request.reason().length() > MAX_REASON_CHARS) {
            return refuse(Kind.INVALID, "reason", "a reason has 1.." + MAX_REASON_CHARS + " characters");
        }
        boolean dated = request.wish() == Wish.RETIRE;
        if (dated != request.until().isPresent()
                || request.until().filter(end -> !end.isAfter(now)).isPresent()) {
            return refuse(Kind.INVALID, "until", "values are retired at a time in the future, and only retired so");
        }
        String cause = request.reason().strip();
        Life life = switch (request.wish()) {
            case ACTIVATE -> Life.active(cause);
            case RETIRE -> Life.retiring(request.until(), "", cause);
            case REVOKE -> Life.revoked(cause);
        };
        List<LifeChange> changes = tags.stream()
                .filter(tag -> !known.references().life(request.manifest(), tag).means(life))
                .map(tag -> new LifeChange(request.manifest(), tag, life))
                .toList();
        return Decision.of(new Answer.Done(changes), drafts(changes, by, known, now));
    }

    /** What a rollout makes of the reference values of its product: the new ones count, those before go. */
    public static Decision<Answer> follow(News news, AttestationStore known, Instant now) {
        List<LifeChange> changes = new Succession(news, known.references(), now).changes();
        return Decision.of(new Answer.Done(changes), drafts(changes, ROLLOUTS, known, now));
    }

    /** The entries of changes; each makes another set. */
    static List<Draft> drafts(List<LifeChange> changes, String by, AttestationStore known, Instant now) {
        return drafts(changes, by, known.references().documents(), known.referenceSetId(), now);
    }

    static List<Draft> drafts(
            List<LifeChange> changes, String by, List<ReferenceSet.Document> documents, String before, Instant now) {
        String set = before;
        List<Draft> drafts = new ArrayList<>();
        for (LifeChange change : changes) {
            set = ReferenceSet.idAfter(set, change.digest());
            String maker = documents.stream()
                    .filter(document -> document.digest().equals(change.manifest()))
                    .map(ReferenceSet.Document::maker)
                    .findFirst()
                    .orElse("");
            Life life = change.life();
            drafts.add(new Draft(
                    new Subject(References.KIND, change.manifest()),
                    now,
                    by,
                    new ReferenceLifeChanged(
                            maker,
                            change.manifest(),
                            change.tag(),
                            life.state(),
                            life.until(),
                            life.successor(),
                            life.cause(),
                            set)));
        }
        return drafts;
    }

    private static Decision<Answer> refuse(Kind kind, String reason, String detail) {
        return Decision.of(new Answer.Refused(kind, reason, detail));
    }
}
