package dev.muster.core.update;

import dev.muster.core.devices.ProductId;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Refusing.Kind;
import dev.muster.core.ledger.Subject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The desk for releases. */
public final class Releases {
    /** Characters of a version; it stands in ids and paths. */
    private static final Pattern VERSION = Pattern.compile("[0-9A-Za-z][0-9A-Za-z.+_-]{0,31}");

    private static final int MOST_WAIVER_CHARS = 500;

    /**
     * What somebody asks to be published.
     *
     * @param version empty to take the one in the manifest's text
     * @param waiver why it is to be published in spite of what the analysis finds; empty not to
     */
    public record Wanted(ProductId product, String version, String waiver) {}

    /** What became of a release. */
    public sealed interface Answer {
        record Published(String id, ReleasePublished event) implements Answer {}

        /** The same envelope was published before. */
        record Known(Release release) implements Answer {}

        record Refused(Refusal refusal) implements Answer {}
    }

    private Releases() {}

    /**
     * Publishes a release.
     *
     * @param present whether an artifact is in the store
     */
    public static Decision<Answer> publish(
            Wanted wanted, ReleaseReading reading, Predicate<Artifact> present, UpdateStore known, Instant now) {
        return switch (reading) {
            case ReleaseReading.Bad bad -> Decision.of(new Answer.Refused(bad.refusal()));
            case ReleaseReading.Good good -> publish(wanted, good, present, known, now);
        };
    }

    private static Decision<Answer> publish(
            Wanted wanted, ReleaseReading.Good good, Predicate<Artifact> present, UpdateStore known, Instant now) {
        var before = known.releaseOfEnvelope(good.envelope().sha256());
        if (before.isPresent()) {
            return Decision.of(new Answer.Known(before.get()));
        }
        ProductId product = wanted.product();
        if (!known.hasProduct(product)) {
            return refuse(Kind.ABSENT, "product-unknown", "no product " + product);
        }
        String version = wanted.version().isEmpty() ? good.version() : wanted.version();
        Optional<Refusal> unfit = signedWrongly(product, good, known)
                .or(() -> unfit(wanted, good, present))
                .or(() -> number(product, good, version, known));
        if (unfit.isPresent()) {
            return Decision.of(new Answer.Refused(unfit.get()));
        }
        String plain = product.value() + "-" + version;
        boolean older = older(product, version, known);
        // An older version that is brought back has an id of its own: the first one is history.
        String id = older && known.release(plain).isPresent() ? plain + "-s" + good.sequence() : plain;
        if (known.release(id).isPresent()) {
            return refuse(Kind.UNACCEPTABLE, "version-taken", "another envelope was published as " + id);
        }
        String waiver = good.findings().isEmpty() ? "" : wanted.waiver();
        ReleasePublished event = new ReleasePublished(
                product.value(),
                version,
                good.sequence(),
                good.envelope(),
                good.artifacts(),
                good.thumbprints().getFirst(),
                Optional.of(good.thumbprints()),
                Optional.of(new ReleasePublished.Analysed(good.findings(), waiver, Optional.of(good.classes()))));
        return Decision.of(
                new Answer.Published(id, event),
                new Draft(new Subject(Release.KIND, id), now, good.thumbprints().getFirst(), event));
    }

    /** Whether those who signed may sign this, and are enough. The keys may have changed since the envelope was read. */
    private static Optional<Refusal> signedWrongly(ProductId product, ReleaseReading.Good good, UpdateStore known) {
        List<UpdateStore.Signer> signers = known.signers(product).stream()
                .filter(signer -> good.thumbprints().contains(signer.thumbprint()))
                .toList();
        int needed = known.signersNeeded(product);
        if (signers.isEmpty()) {
            return Optional.of(new Refusal(
                    Kind.UNACCEPTABLE,
                    "signer-not-accepted",
                    "signed by nobody whose releases of " + product + " are accepted"));
        }
        if (signers.size() < needed) {
            return Optional.of(new Refusal(
                    Kind.UNACCEPTABLE,
                    "too-few-signers",
                    signers.size() + " of the " + needed + " signers that releases of " + product + " need"));
        }
        if (!signers.stream().allMatch(good::judged)) {
            return Optional.of(new Refusal(
                    Kind.CONFLICT, "signer-changed", "what a signer may was changed meanwhile: publish it again"));
        }
        if (!good.exceeded().isEmpty()) {
            return Optional.of(new Refusal(
                    Kind.FORBIDDEN, "signer-exceeds-rights", good.exceeded().getFirst()));
        }
        return Optional.empty();
    }

    /** What is wrong with an envelope whatever it is to be called. */
    private static Optional<Refusal> unfit(Wanted wanted, ReleaseReading.Good good, Predicate<Artifact> present) {
        if (!wanted.version().isEmpty()
                && !good.version().isEmpty()
                && !wanted.version().equals(good.version())) {
            return Optional.of(new Refusal(
                    Kind.UNACCEPTABLE,
                    "version-mismatch",
                    "the manifest says " + good.version() + ", the request " + wanted.version()));
        }
        if (wanted.waiver().length() > MOST_WAIVER_CHARS) {
            return Optional.of(new Refusal(
                    Kind.INVALID, "bad-waiver", "a reason has at most " + MOST_WAIVER_CHARS + " characters"));
        }
        if (!good.findings().isEmpty() && wanted.waiver().isBlank()) {
            return Optional.of(new Refusal(
                    Kind.UNACCEPTABLE,
                    "manifest-findings",
                    "on some way through the manifest: " + String.join("; ", good.findings())));
        }
        return good.artifacts().stream()
                .filter(artifact -> !present.test(artifact))
                .findFirst()
                .map(artifact -> new Refusal(
                        Kind.UNACCEPTABLE, "artifact-missing", "upload artifact " + artifact.sha256() + " first"));
    }

    private static Optional<Refusal> number(
            ProductId product, ReleaseReading.Good good, String version, UpdateStore known) {
        if (!VERSION.matcher(version).matches()) {
            return Optional.of(new Refusal(
                    Kind.UNACCEPTABLE,
                    "no-version",
                    "a version of 1 to 32 letters, digits, dots, dashes; got '" + version + "'"));
        }
        if (good.sequence() <= known.newestSequence(product)) {
            return Optional.of(new Refusal(
                    Kind.UNACCEPTABLE,
                    "sequence-not-newer",
                    "sequence number " + good.sequence() + " is not above " + known.newestSequence(product)));
        }
        boolean may = known.signers(product).stream()
                .filter(signer -> good.thumbprints().contains(signer.thumbprint()))
                .anyMatch(signer -> signer.may().downgrades());
        if (older(product, version, known) && !may) {
            return Optional.of(new Refusal(
                    Kind.FORBIDDEN,
                    "downgrade-not-authorised",
                    "version " + version + " is older than the newest one, "
                            + known.newestVersion(product).orElse("")
                            + ", and nobody signed it who may sign downgrades"));
        }
        return Optional.empty();
    }

    private static boolean older(ProductId product, String version, UpdateStore known) {
        return known.newestVersion(product)
                .filter(newest -> Versions.older(version, newest))
                .isPresent();
    }

    private static Decision<Answer> refuse(Kind kind, String code, String detail) {
        return Decision.of(new Answer.Refused(new Refusal(kind, code, detail)));
    }
}
