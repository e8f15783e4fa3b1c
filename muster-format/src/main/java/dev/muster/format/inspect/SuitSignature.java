package dev.muster.format.inspect;

import dev.muster.format.MalformedException;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborArray;
import dev.muster.format.cbor.CborBytes;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.crypto.Sha256;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The two links of a SUIT envelope (draft-ietf-suit-manifest-37 §5.3, §8.3): the digest covers the manifest's byte string
 * <em>with</em> its header, and the signature covers the encoded digest without its byte string header.
 */
final class SuitSignature {
    private static final long AUTHENTICATION = 2;
    private static final long MANIFEST = 3;
    private static final long SHA_256 = -16;

    /** Sections of the envelope that the manifest may hold by digest only (severable elements). */
    private static final long[] SEVERABLE = {14, 15, 16, 18, 20, 23};

    private SuitSignature() {}

    static SignatureVerdict verify(Cbor item, Trust trust) {
        try {
            CborMap envelope = item.asTag().content().asMap();
            CborArray blocks = Envelope.open(envelope.require(AUTHENTICATION))
                    .orElseThrow()
                    .asArray();
            byte[] digest = blocks.get(0).asBytes();
            if (!matches(Cbor.parse(digest), envelope.require(MANIFEST).encoded())) {
                return new SignatureVerdict.Invalid("the digest is not that of the manifest");
            }
            if (blocks.size() == 1) {
                return new SignatureVerdict.Unsigned();
            }
            List<String> reasons = new ArrayList<>();
            for (Cbor block : blocks.items().subList(1, blocks.size())) {
                Cbor message = Envelope.open(block).orElseThrow();
                SignatureVerdict verdict = Signatures.verify(message, trust, Optional.of(digest));
                switch (verdict) {
                    case SignatureVerdict.Invalid invalid -> reasons.add(invalid.reason());
                    default -> {
                        return verdict;
                    }
                }
            }
            return new SignatureVerdict.Invalid(String.join("; ", reasons));
        } catch (MalformedException | NoSuchElementException broken) {
            return new SignatureVerdict.Invalid("the authentication wrapper cannot be read: " + broken.getMessage());
        }
    }

    /** What the digests inside say of the sections that came along. */
    static List<String> notes(Cbor item) {
        List<String> notes = new ArrayList<>();
        try {
            CborMap envelope = item.asTag().content().asMap();
            CborMap manifest =
                    Envelope.open(envelope.require(MANIFEST)).orElseThrow().asMap();
            CborArray blocks = Envelope.open(envelope.require(AUTHENTICATION))
                    .orElseThrow()
                    .asArray();
            boolean fits = matches(
                    Cbor.parse(blocks.get(0).asBytes()),
                    envelope.require(MANIFEST).encoded());
            notes.add(
                    fits
                            ? "the digest fits the manifest (over the byte string with its header)"
                            : "the digest does NOT fit the manifest");
            for (long section : SEVERABLE) {
                severed(section, manifest, envelope).ifPresent(notes::add);
            }
        } catch (MalformedException | NoSuchElementException broken) {
            notes.add("the envelope is incomplete: " + broken.getMessage());
        }
        return notes;
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
        boolean fits = matches(digest.get(), content.get().encoded());
        return Optional.of("section " + section + (fits ? " fits its digest" : " does NOT fit its digest"));
    }

    private static boolean matches(Cbor digest, byte[] content) {
        CborArray pair = digest.asArray().ofSize(2);
        return pair.get(0).asLong() == SHA_256 && Arrays.equals(pair.get(1).asBytes(), Sha256.of(content));
    }
}
