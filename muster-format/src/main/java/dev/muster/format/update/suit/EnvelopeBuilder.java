package dev.muster.format.update.suit;

import dev.muster.format.cose.CoseSigner;
import dev.muster.format.cose.Sign1Builder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;

/** What an author does: severs what may be severed, adds payloads, signs the manifest's digest. Not thread-safe. */
public final class EnvelopeBuilder {
    private final Manifest manifest;
    private final SortedMap<Integer, byte[]> severed = new TreeMap<>();
    private final Map<String, byte[]> integrated = new HashMap<>();

    private EnvelopeBuilder(Manifest manifest) {
        this.manifest = manifest;
    }

    /** An envelope around this manifest, which must be writable (see {@link SuitWriter#manifest}). */
    public static EnvelopeBuilder of(Manifest manifest) {
        return new EnvelopeBuilder(manifest);
    }

    /**
     * Puts a member of the manifest beside it; the manifest keeps its digest.
     *
     * @throws IllegalArgumentException when the manifest does not have it, or it cannot be severed
     */
    public EnvelopeBuilder sever(int key) {
        if (!(manifest.severable().get(key) instanceof Severable.Present present)) {
            throw new IllegalArgumentException("nothing to sever at " + key);
        }
        severed.put(key, present.content());
        return this;
    }

    /** Adds a payload under a name that a URI of the manifest refers to, for example {@code #firmware}. */
    public EnvelopeBuilder integrate(String name, byte[] payload) {
        integrated.put(name, payload);
        return this;
    }

    /** Signs, each signer in a block of its own, and returns the tagged envelope. */
    public byte[] sign(CoseSigner... signers) {
        byte[] bytes = SuitWriter.manifest(toSign());
        byte[] digest = SuitWriter.digest(SuitDigest.sha256Wrapped(bytes));
        List<byte[]> blocks = new ArrayList<>();
        for (CoseSigner signer : signers) {
            blocks.add(Sign1Builder.create()
                    .payload(digest)
                    .detached()
                    .sign(signer)
                    .encode());
        }
        return SuitWriter.envelope(digest, blocks, bytes, severed, integrated);
    }

    /** Adds a signature to an envelope that others signed, or nobody yet; the manifest's digest is what all of them sign. */
    public static byte[] countersign(Envelope envelope, CoseSigner signer) {
        byte[] digest = envelope.authentication().digestBytes();
        List<byte[]> blocks = new ArrayList<>(envelope.authentication().blocks().stream()
                .map(Authentication.Block::encoded)
                .toList());
        blocks.add(Sign1Builder.create().payload(digest).detached().sign(signer).encode());
        return SuitWriter.envelope(digest, blocks, envelope.manifestBytes(), envelope.severed(), envelope.integrated());
    }

    private Manifest toSign() {
        NavigableMap<Integer, Severable> members = new TreeMap<>(manifest.severable());
        severed.forEach((key, content) -> members.put(key, new Severable.Severed(SuitDigest.sha256Wrapped(content))));
        NavigableMap<Integer, CommandSequence> sections = new TreeMap<>(manifest.sections());
        members.keySet().forEach(sections::remove);
        return new Manifest(
                manifest.sequenceNumber(),
                manifest.referenceUri(),
                manifest.id(),
                manifest.setVersion(),
                manifest.dependencies(),
                manifest.components(),
                manifest.shared(),
                sections,
                members,
                manifest.foreign());
    }
}
