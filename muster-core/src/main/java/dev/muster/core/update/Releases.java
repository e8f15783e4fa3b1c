package dev.muster.core.update;

import dev.muster.core.devices.ProductId;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Refusing.Kind;
import dev.muster.core.ledger.Subject;
import dev.muster.format.cose.CoseKey;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The desk for release keys and releases. */
public final class Releases {
    /** Keys that sign one product's releases. */
    public static final int MOST_SIGNERS = 16;

    /** Characters of a version; it stands in ids and paths. */
    private static final Pattern VERSION = Pattern.compile("[0-9A-Za-z][0-9A-Za-z.+_-]{0,31}");

    /** Characters of a signer's name. */
    private static final int MOST_NAME_CHARS = 128;

    /** What became of a key. */
    public sealed interface SignerAnswer {
        record Accepted(String thumbprint) implements SignerAnswer {}

        record Known(String thumbprint) implements SignerAnswer {}

        record Refused(Refusal refusal) implements SignerAnswer {}
    }

    /** What became of a release. */
    public sealed interface Answer {
        record Published(String id, ReleasePublished event) implements Answer {}

        /** The same envelope was published before. */
        record Known(Release release) implements Answer {}

        record Refused(Refusal refusal) implements Answer {}
    }

    private Releases() {}

    /** Accepts a key for a product. {@code by} is the operator. */
    public static Decision<SignerAnswer> accept(
            ProductId product, String name, CoseKey key, String by, UpdateStore known, Instant now) {
        String thumbprint = HexFormat.of().formatHex(key.thumbprint());
        if (!known.hasProduct(product)) {
            return Decision.of(
                    new SignerAnswer.Refused(new Refusal(Kind.ABSENT, "product-unknown", "no product " + product)));
        }
        if (name.isBlank() || name.length() > MOST_NAME_CHARS) {
            return Decision.of(new SignerAnswer.Refused(
                    new Refusal(Kind.INVALID, "bad-name", "a name has 1 to " + MOST_NAME_CHARS + " characters")));
        }
        if (known.signers(product).stream()
                .anyMatch(signer -> signer.thumbprint().equals(thumbprint))) {
            return Decision.of(new SignerAnswer.Known(thumbprint));
        }
        if (known.signers(product).size() >= MOST_SIGNERS) {
            return Decision.of(new SignerAnswer.Refused(new Refusal(
                    Kind.CONFLICT, "too-many-signers", "a product has at most " + MOST_SIGNERS + " release keys")));
        }
        return Decision.of(
                new SignerAnswer.Accepted(thumbprint),
                new Draft(product.subject(), now, by, new SignerAccepted(name, thumbprint, key.encode())));
    }

    /**
     * Publishes a release.
     *
     * @param version empty to take the one in the manifest's text
     * @param present whether an artifact is in the store
     */
    public static Decision<Answer> publish(
            ProductId product,
            String version,
            ReleaseReading reading,
            Predicate<Artifact> present,
            UpdateStore known,
            Instant now) {
        return switch (reading) {
            case ReleaseReading.Bad bad -> Decision.of(new Answer.Refused(bad.refusal()));
            case ReleaseReading.Good good -> publish(product, version, good, present, known, now);
        };
    }

    private static Decision<Answer> publish(
            ProductId product,
            String asked,
            ReleaseReading.Good good,
            Predicate<Artifact> present,
            UpdateStore known,
            Instant now) {
        var before = known.releaseOfEnvelope(good.envelope().sha256());
        if (before.isPresent()) {
            return Decision.of(new Answer.Known(before.get()));
        }
        if (!known.hasProduct(product)) {
            return refuse(Kind.ABSENT, "product-unknown", "no product " + product);
        }
        Optional<Decision<Answer>> unfit = unfit(product, asked, good, present, known);
        if (unfit.isPresent()) {
            return unfit.get();
        }
        String version = asked.isEmpty() ? good.version() : asked;
        if (!VERSION.matcher(version).matches()) {
            return refuse(
                    Kind.UNACCEPTABLE,
                    "no-version",
                    "a version of 1 to 32 letters, digits, dots, dashes; got '" + version + "'");
        }
        String id = product.value() + "-" + version;
        if (known.release(id).isPresent()) {
            return refuse(Kind.UNACCEPTABLE, "version-taken", "another envelope was published as " + id);
        }
        if (good.sequence() <= known.newestSequence(product)) {
            return refuse(
                    Kind.UNACCEPTABLE,
                    "sequence-not-newer",
                    "sequence number " + good.sequence() + " is not above " + known.newestSequence(product));
        }
        ReleasePublished event = new ReleasePublished(
                product.value(), version, good.sequence(), good.envelope(), good.artifacts(), good.signer());
        return Decision.of(
                new Answer.Published(id, event), new Draft(new Subject(Release.KIND, id), now, good.signer(), event));
    }

    /** What is wrong with an envelope whatever it is to be called. */
    private static Optional<Decision<Answer>> unfit(
            ProductId product, String asked, ReleaseReading.Good good, Predicate<Artifact> present, UpdateStore known) {
        // The keys may have changed since the envelope was read.
        if (known.signers(product).stream()
                .noneMatch(signer -> signer.thumbprint().equals(good.signer()))) {
            return Optional.of(refuse(
                    Kind.UNACCEPTABLE,
                    "signer-not-accepted",
                    "signed by nobody whose releases of " + product + " are accepted"));
        }
        if (!asked.isEmpty() && !good.version().isEmpty() && !asked.equals(good.version())) {
            return Optional.of(refuse(
                    Kind.UNACCEPTABLE,
                    "version-mismatch",
                    "the manifest says " + good.version() + ", the request " + asked));
        }
        for (Artifact artifact : good.artifacts()) {
            if (!present.test(artifact)) {
                return Optional.of(refuse(
                        Kind.UNACCEPTABLE, "artifact-missing", "upload artifact " + artifact.sha256() + " first"));
            }
        }
        return Optional.empty();
    }

    private static Decision<Answer> refuse(Kind kind, String code, String detail) {
        return Decision.of(new Answer.Refused(new Refusal(kind, code, detail)));
    }
}
