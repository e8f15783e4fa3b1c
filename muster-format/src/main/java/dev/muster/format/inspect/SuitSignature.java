package dev.muster.format.inspect;

import dev.muster.format.MalformedException;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborArray;
import dev.muster.format.cbor.CborBytes;
import dev.muster.format.cbor.CborInteger;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cbor.CborTag;
import dev.muster.format.update.suit.SuitDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * The two links of a SUIT envelope (draft-ietf-suit-manifest-37 §5.3, §8.3): the digest covers the manifest's byte string
 * <em>with</em> its header, and the signature covers the encoded digest without its byte string header.
 */
final class SuitSignature {
    private static final long AUTHENTICATION = 2;
    private static final long MANIFEST = 3;
    private static final long DELEGATION = 1;

    /** Sections of the envelope that the manifest may hold by digest only (severable elements). */
    private static final long[] SEVERABLE = {14, 15, 16, 18, 20, 23};

    private static final byte[] NOTHING = {};

    private SuitSignature() {}

    static SignatureVerdict verify(Cbor item, Trust trust) {
        Optional<CborMap> envelope = envelope(item);
        if (envelope.isEmpty()) {
            return new SignatureVerdict.NotChecked("this is no envelope");
        }
        Optional<List<Cbor>> blocks = blocks(envelope.get());
        Optional<Cbor> manifest = envelope.get().get(MANIFEST);
        if (blocks.isEmpty() || manifest.isEmpty()) {
            return new SignatureVerdict.NotChecked("the envelope has no manifest, or nothing that authenticates it");
        }
        try {
            byte[] digest = blocks.get().getFirst().asBytes();
            Optional<String> wrong = wrong(envelope.get(), digest, manifest.get());
            if (wrong.isPresent()) {
                return new SignatureVerdict.Invalid(wrong.get());
            }
            if (!fits(Cbor.parse(digest), manifest.get().encoded()).isPresent()) {
                return new SignatureVerdict.NotChecked("the digest is of an algorithm that is not known here");
            }
            Optional<Long> unknown = unknownSection(envelope.get(), manifest.get());
            if (unknown.isPresent()) {
                return new SignatureVerdict.NotChecked(
                        "section " + unknown.get() + " has a digest of an algorithm that is not known here");
            }
            return signatures(blocks.get().subList(1, blocks.get().size()), trust, digest);
        } catch (MalformedException broken) {
            return new SignatureVerdict.Invalid("the authentication wrapper cannot be read: " + broken.getMessage());
        }
    }

    /** One good signature is enough: several blocks are for several verifiers, each with its own key. */
    private static SignatureVerdict signatures(List<Cbor> blocks, Trust trust, byte[] digest) {
        if (blocks.isEmpty()) {
            return new SignatureVerdict.Unsigned();
        }
        List<String> invalid = new ArrayList<>();
        Optional<SignatureVerdict> open = Optional.empty();
        for (Cbor block : blocks) {
            SignatureVerdict verdict = Envelope.open(block)
                    .map(message -> Signatures.verify(message, trust, Optional.of(digest)))
                    .orElseGet(() -> new SignatureVerdict.Invalid("an authentication block is not CBOR"));
            switch (verdict) {
                case SignatureVerdict.Valid valid -> {
                    return verdict;
                }
                case SignatureVerdict.Invalid not -> invalid.add(not.reason());
                default -> open = Optional.of(verdict);
            }
        }
        return invalid.isEmpty() && open.isPresent()
                ? open.get()
                : new SignatureVerdict.Invalid(String.join("; ", invalid));
    }

    /** The first digest that does not fit what it stands for. */
    private static Optional<String> wrong(CborMap envelope, byte[] digest, Cbor manifest) {
        if (!fits(Cbor.parse(digest), manifest.encoded()).orElse(true)) {
            return Optional.of("the digest is not that of the manifest");
        }
        Optional<CborMap> content =
                Envelope.open(manifest).filter(CborMap.class::isInstance).map(Cbor::asMap);
        for (long section : SEVERABLE) {
            boolean fits = content.flatMap(map -> map.get(section))
                    .filter(CborArray.class::isInstance)
                    .flatMap(own -> envelope.get(section)
                            .filter(CborBytes.class::isInstance)
                            .flatMap(severed -> fits(own, severed.encoded())))
                    .orElse(true);
            if (!fits) {
                return Optional.of("section " + section + " does not fit its digest in the manifest");
            }
        }
        return Optional.empty();
    }

    /** A section that came along and that no digest known here covers: what is signed says nothing of it. */
    private static Optional<Long> unknownSection(CborMap envelope, Cbor manifest) {
        Optional<CborMap> content =
                Envelope.open(manifest).filter(CborMap.class::isInstance).map(Cbor::asMap);
        return LongStream.of(SEVERABLE)
                .filter(section -> envelope.get(section)
                        .filter(CborBytes.class::isInstance)
                        .isPresent())
                .filter(section -> content.flatMap(map -> map.get(section))
                        .filter(digest -> digest instanceof CborArray
                                && fits(digest, NOTHING).isEmpty())
                        .isPresent())
                .boxed()
                .findFirst();
    }

    /** What the digests inside say of the sections that came along. */
    static List<String> notes(Cbor item, Trust trust) {
        Optional<CborMap> envelope = envelope(item);
        Optional<List<Cbor>> blocks = envelope.flatMap(SuitSignature::blocks);
        Optional<Cbor> manifest = envelope.flatMap(map -> map.get(MANIFEST));
        if (manifest.isEmpty()) {
            return List.of("the envelope has no manifest (key 3)");
        }
        List<String> notes = new ArrayList<>();
        if (blocks.isEmpty()) {
            notes.add("the envelope has no authentication wrapper (key 2) with a digest");
        } else {
            notes.add(Envelope.open(blocks.get().getFirst())
                    .flatMap(digest -> fits(digest, manifest.get().encoded()))
                    .map(fits -> fits
                            ? "the digest fits the manifest (over the byte string with its header)"
                            : "the digest does NOT fit the manifest")
                    .orElse("the digest is of an algorithm that is not known here"));
        }
        Optional<Cbor> content = Envelope.open(manifest.get()).filter(CborMap.class::isInstance);
        if (content.isEmpty()) {
            notes.add("the manifest is not a map of CBOR");
        } else {
            for (long section : SEVERABLE) {
                severed(section, content.get().asMap(), envelope.orElseThrow()).ifPresent(notes::add);
            }
        }
        if (envelope.orElseThrow().has(DELEGATION)) {
            notes.add("a delegation chain came along; it is shown and not followed");
        }
        return notes;
    }

    /** Tagged or not: TEEP carries envelopes without their tag (draft-ietf-teep-protocol §4.2). */
    private static Optional<CborMap> envelope(Cbor item) {
        Cbor inner = item instanceof CborTag tag ? tag.content() : item;
        return inner instanceof CborMap map ? Optional.of(map) : Optional.empty();
    }

    /** True for an untagged map that can only be an envelope. */
    static boolean isEnvelope(Cbor item) {
        return item instanceof CborMap map
                && blocks(map).isPresent()
                && map.get(MANIFEST).filter(CborBytes.class::isInstance).isPresent();
    }

    private static Optional<List<Cbor>> blocks(CborMap envelope) {
        return envelope.get(AUTHENTICATION)
                .flatMap(Envelope::open)
                .filter(list -> list instanceof CborArray array
                        && array.size() > 0
                        && array.items().stream().allMatch(CborBytes.class::isInstance))
                .map(list -> list.asArray().items());
    }

    private static Optional<String> severed(long section, CborMap manifest, CborMap envelope) {
        Optional<Cbor> digest = manifest.get(section).filter(CborArray.class::isInstance);
        if (digest.isEmpty()) {
            return Optional.empty();
        }
        Optional<Cbor> content = envelope.get(section).filter(CborBytes.class::isInstance);
        if (content.isEmpty()) {
            return Optional.of("section " + section + " was severed and is not in the envelope");
        }
        return Optional.of("section " + section
                + fits(digest.get(), content.get().encoded())
                        .map(fits -> fits ? " fits its digest" : " does NOT fit its digest")
                        .orElse(" has a digest of an algorithm that is not known here"));
    }

    /** Whether a SUIT_Digest is of this content; empty when its algorithm or form is not known. */
    private static Optional<Boolean> fits(Cbor digest, byte[] content) {
        if (!(digest instanceof CborArray pair)
                || pair.size() < 2
                || !(pair.get(0) instanceof CborInteger)
                || !(pair.get(1) instanceof CborBytes value)) {
            return Optional.empty();
        }
        return SuitDigest.Algorithm.ofCode(AlgorithmNames.number(pair.get(0)))
                .map(known -> Arrays.equals(value.asBytes(), known.start().digest(content)));
    }
}
