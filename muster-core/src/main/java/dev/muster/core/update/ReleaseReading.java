package dev.muster.core.update;

import dev.muster.core.ledger.Refusing;
import dev.muster.format.MalformedException;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.update.suit.ArtifactUri;
import dev.muster.format.update.suit.CodePoints;
import dev.muster.format.update.suit.Command;
import dev.muster.format.update.suit.CommandSequence;
import dev.muster.format.update.suit.Envelope;
import dev.muster.format.update.suit.EnvelopeVerifier;
import dev.muster.format.update.suit.EnvelopeVerifier.Verification;
import dev.muster.format.update.suit.Manifest;
import dev.muster.format.update.suit.Parameter;
import dev.muster.format.update.suit.Severable;
import dev.muster.format.update.suit.SuitDigest;
import dev.muster.format.update.suit.TextMap;
import dev.muster.format.update.suit.author.Analysis;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/** An envelope as the server reads it: the expensive part of publishing, done before any transaction. */
public sealed interface ReleaseReading {
    /** Findings of one manifest that are kept: who has read so many knows enough. */
    int MOST_FINDINGS = 32;

    /**
     * Signed by an accepted key and fit to be installed.
     *
     * @param signers the accepted keys that signed, each once, at least one, with what each might when this was read
     * @param version from the manifest's text, empty when it has none
     * @param findings of the analysis of every way through the manifest, then what devices of the product cannot run, one
     *     line each
     * @param classes how many capability reports it was held against
     * @param exceeded where the manifest goes beyond what one of its signers may, one line each
     */
    record Good(
            List<UpdateStore.Signer> signers,
            long sequence,
            String version,
            Artifact envelope,
            List<Artifact> artifacts,
            List<String> findings,
            int classes,
            List<String> exceeded)
            implements ReleaseReading {
        public Good {
            signers = List.copyOf(signers);
            artifacts = List.copyOf(artifacts);
            findings = List.copyOf(findings);
            exceeded = List.copyOf(exceeded);
        }

        /** Whether this was read in the eyes of a signer who might then what it may now. */
        boolean judged(UpdateStore.Signer now) {
            return signers.stream()
                    .anyMatch(then -> then.thumbprint().equals(now.thumbprint())
                            && then.may().equals(now.may()));
        }

        /** Their thumbprints. */
        List<String> thumbprints() {
            return signers.stream().map(UpdateStore.Signer::thumbprint).toList();
        }
    }

    /** @param nature what is wrong with it: never {@link EnvelopeNature#RELEASE} */
    record Bad(EnvelopeNature nature, Refusal refusal) implements ReleaseReading {}

    /** Reads an envelope in the eyes of those who sign the product's releases, for devices of which nothing is known. */
    static ReleaseReading read(byte[] bytes, List<UpdateStore.Signer> signers) {
        return read(bytes, signers, List.of());
    }

    /** The same for devices that can run this. */
    static ReleaseReading read(byte[] bytes, List<UpdateStore.Signer> signers, List<DeviceClasses.Reported> classes) {
        return read(bytes, signers, Optional.of(classes));
    }

    /** What an envelope that was not published is in their eyes; without going through the ways of its manifest. */
    static EnvelopeNature nature(byte[] bytes, List<UpdateStore.Signer> signers) {
        return switch (read(bytes, signers, Optional.empty())) {
            case Good good -> EnvelopeNature.UNPUBLISHED;
            case Bad bad -> bad.nature();
        };
    }

    /** @param classes empty not to go through the manifest's ways */
    private static ReleaseReading read(
            byte[] bytes, List<UpdateStore.Signer> signers, Optional<List<DeviceClasses.Reported>> classes) {
        Envelope envelope;
        try {
            envelope = Envelope.parse(bytes);
        } catch (MalformedException e) {
            return bad(EnvelopeNature.UNREADABLE, "malformed-envelope", String.valueOf(e.getMessage()));
        }
        EnvelopeVerifier verifier = new EnvelopeVerifier(signers.stream()
                .map(signer -> new EnvelopeVerifier.Signer(
                        signer.thumbprint(), CoseKey.parse(signer.key()).verificationKey()))
                .toList());
        return switch (verifier.verify(envelope)) {
            case Verification.Verified verified ->
                inside(
                        envelope,
                        signers.stream()
                                .filter(signer -> verified.signers().contains(signer.thumbprint()))
                                .toList(),
                        classes);
            case Verification.Refused refused ->
                envelope.authentication().digest().matchesWrapped(envelope.manifestBytes())
                        ? bad(EnvelopeNature.FOREIGN_SIGNER, "signer-not-accepted", refused.detail())
                        : bad(EnvelopeNature.TAMPERED, "manifest-changed", refused.detail());
        };
    }

    private static ReleaseReading inside(
            Envelope envelope, List<UpdateStore.Signer> signers, Optional<List<DeviceClasses.Reported>> classes) {
        Manifest manifest;
        String version;
        try {
            manifest = Manifest.parse(envelope);
            version = version(manifest, envelope);
        } catch (MalformedException e) {
            return bad(EnvelopeNature.UNREADABLE, "malformed-manifest", String.valueOf(e.getMessage()));
        }
        if (!manifest.foreign().isEmpty()) {
            return bad(
                    EnvelopeNature.UNPUBLISHED,
                    "manifest-unsupported",
                    "no device here processes " + manifest.foreign().first());
        }
        if (manifest.sequenceNumber() < 0) {
            return bad(
                    EnvelopeNature.UNPUBLISHED,
                    "sequence-too-large",
                    "sequence number " + Long.toUnsignedString(manifest.sequenceNumber())
                            + " leaves no room above it; releases here stay below 2^63");
        }
        if (!checksCompatibility(manifest)) {
            return bad(
                    EnvelopeNature.UNPUBLISHED,
                    "no-compatibility-check",
                    "the shared sequence must check vendor and class, or any device would take it");
        }
        Optional<List<Artifact>> artifacts = artifacts(manifest, envelope);
        if (artifacts.isEmpty()) {
            return bad(
                    EnvelopeNature.UNPUBLISHED,
                    "artifact-not-by-digest",
                    "a payload must be named by its SHA-256 (ni:///sha-256;...) or come in the envelope");
        }
        Artifact own = new Artifact(SuitDigest.sha256(envelope.encoded()).hex(), envelope.encoded().length);
        return new Good(
                signers,
                manifest.sequenceNumber(),
                version,
                own,
                artifacts.get(),
                classes.map(all -> findings(envelope, manifest, all)).orElse(List.of()),
                classes.map(List::size).orElse(0),
                classes.isPresent() ? exceeded(manifest, signers) : List.of());
    }

    private static List<String> findings(Envelope envelope, Manifest manifest, List<DeviceClasses.Reported> classes) {
        List<String> lines = new ArrayList<>(Analysis.of(manifest).lines());
        lines.addAll(DeviceClasses.unfit(envelope, manifest, classes));
        return bounded(lines);
    }

    /** What the analysis finds with a signer's bounds and not without them. */
    private static List<String> exceeded(Manifest manifest, List<UpdateStore.Signer> signers) {
        List<String> lines = new ArrayList<>();
        for (UpdateStore.Signer signer : signers) {
            signer.may().rights().ifPresent(rights -> {
                Analysis analysis = Analysis.of(manifest, Optional.of(rights), Optional.empty());
                analysis.findings().stream()
                        .filter(finding -> finding.kind().ofTheSigner())
                        .forEach(finding -> lines.add(signer.name() + " may not: " + finding.detail()));
            });
        }
        return bounded(lines);
    }

    private static List<String> bounded(List<String> lines) {
        return lines.subList(0, Math.min(lines.size(), MOST_FINDINGS));
    }

    private static boolean checksCompatibility(Manifest manifest) {
        List<Command.Condition> conditions = manifest.shared().stream()
                .flatMap(shared -> shared.steps().stream())
                .flatMap(step ->
                        step.command() instanceof Command.Check check ? Stream.of(check.condition()) : Stream.empty())
                .toList();
        return conditions.contains(Command.Condition.VENDOR_ID) && conditions.contains(Command.Condition.CLASS_ID);
    }

    /** Empty when a payload is named in a way that this server cannot serve. */
    private static Optional<List<Artifact>> artifacts(Manifest manifest, Envelope envelope) {
        List<Parameter> parameters = new ArrayList<>();
        manifest.shared().ifPresent(shared -> collect(shared, parameters));
        manifest.sections().values().forEach(section -> collect(section, parameters));
        long size = parameters.stream()
                .filter(Parameter.ImageSize.class::isInstance)
                .mapToLong(p -> ((Parameter.ImageSize) p).bytes())
                .max()
                .orElse(0);
        List<Artifact> artifacts = new ArrayList<>();
        for (Parameter parameter : parameters) {
            if (parameter instanceof Parameter.Uri uri
                    && !uri.uri().startsWith("#")
                    && envelope.payload(uri.uri()).isEmpty()) {
                Optional<byte[]> digest = ArtifactUri.digest(uri.uri());
                if (digest.isEmpty()) {
                    return Optional.empty();
                }
                artifacts.add(new Artifact(new SuitDigest(SuitDigest.Algorithm.SHA_256, digest.get()).hex(), size));
            }
        }
        return Optional.of(artifacts);
    }

    private static void collect(CommandSequence sequence, List<Parameter> into) {
        for (CommandSequence.Step step : sequence.steps()) {
            switch (step.command()) {
                case Command.OverrideParameters override -> into.addAll(override.parameters());
                case Command.SetParameters set -> into.addAll(set.parameters());
                case Command.OverrideMultiple multiple ->
                    multiple.parameters().values().forEach(into::addAll);
                case Command.TryEach tryEach -> tryEach.branches().forEach(branch -> collect(branch, into));
                case Command.RunSequence run -> collect(run.sequence(), into);
                default -> {}
            }
        }
    }

    private static String version(Manifest manifest, Envelope envelope) {
        byte[] text = manifest.severable().get(CodePoints.TEXT) instanceof Severable.Present present
                ? present.content()
                : envelope.severed().get(CodePoints.TEXT);
        if (text == null) {
            return "";
        }
        for (TextMap.Texts texts : TextMap.parse(text).languages().values()) {
            for (SortedMap<Integer, String> own : texts.components().values()) {
                String version = own.get(CodePoints.TEXT_COMPONENT_VERSION);
                if (version != null) {
                    return version;
                }
            }
        }
        return "";
    }

    private static Bad bad(EnvelopeNature nature, String code, String detail) {
        return new Bad(nature, new Refusal(Refusing.Kind.UNACCEPTABLE, code, detail));
    }
}
