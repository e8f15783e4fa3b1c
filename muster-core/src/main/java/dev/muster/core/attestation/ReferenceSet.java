package dev.muster.core.attestation;

import dev.muster.core.attestation.corim.Endorsements;
import dev.muster.core.attestation.corim.Source;
import dev.muster.core.attestation.corim.Transformation;
import dev.muster.format.attest.corim.Comid;
import dev.muster.format.attest.corim.Corim;
import dev.muster.format.attest.corim.Environment;
import dev.muster.format.attest.corim.LinkedTag;
import dev.muster.format.attest.corim.Profiles;
import dev.muster.format.attest.corim.SignedCorim;
import dev.muster.format.attest.corim.Triple;
import dev.muster.format.attest.corim.TypedBytes;
import dev.muster.format.attest.corim.Validity;
import dev.muster.format.crypto.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * All reference values of an organisation at one moment, compiled: found by environment in as many hash look-ups as
 * there are shapes of environments, and within it by the digest of the slot. Immutable; a growing organisation does not
 * slow an appraisal down.
 *
 * <p>The id is a fold over the manifests, and over what was said of their life, in the order in which they came, so the
 * same entries give the same id.
 */
public final class ReferenceSet {
    /** Id of the set without any manifest. */
    public static final String EMPTY_ID = "0".repeat(64);

    private static final ReferenceSet EMPTY = new ReferenceSet(EMPTY_ID, List.of());

    /** What a set grows by. */
    public sealed interface Step permits Document, LifeChange {
        /** What of it makes a set another one, hexadecimal. */
        String digest();
    }

    /**
     * One accepted manifest.
     *
     * @param signature when its signature is meant to be used; outside of it the manifest does not count
     * @param signer the key that signed it; empty in what was accepted before that was kept
     */
    public record Document(
            String maker, String digest, Corim corim, Optional<Validity> signature, Optional<TypedBytes> signer)
            implements Step {
        /** A manifest whose signature holds for ever. */
        public Document(String maker, String digest, Corim corim) {
            this(maker, digest, corim, Optional.empty(), Optional.empty());
        }

        /** A manifest as it was accepted. */
        public static Document of(String maker, String digest, SignedCorim signed, Optional<TypedBytes> signer) {
            return new Document(maker, digest, signed.corim(), signed.signatureValidity(), signer);
        }

        /** Who says so: the key that signed, and the provider by name, as tagged bytes, since the key may be renewed. */
        public List<TypedBytes> authority() {
            return Stream.concat(signer.stream(), Stream.of(TypedBytes.bytes(maker.getBytes(StandardCharsets.UTF_8))))
                    .toList();
        }

        /** Until when, of manifest and signature. */
        public List<Validity> validity() {
            return Stream.of(corim.validity(), signature)
                    .flatMap(Optional::stream)
                    .toList();
        }
    }

    private final String id;
    private final List<Step> steps;
    private final List<Document> documents;
    private final Map<String, Life> lives = new HashMap<>();
    private final Map<Environment, Shelf> shelves = new HashMap<>();
    private final Set<Integer> shapes = new TreeSet<>();
    private final AttesterKeys keys = new AttesterKeys();
    private final Endorsements endorsements = new Endorsements();
    private final Activations activations;

    private ReferenceSet(String id, List<? extends Step> steps) {
        this.id = id;
        this.steps = List.copyOf(steps);
        this.documents = steps.stream()
                .filter(Document.class::isInstance)
                .map(Document.class::cast)
                .toList();
        steps.stream()
                .filter(LifeChange.class::isInstance)
                .map(LifeChange.class::cast)
                .forEach(change -> lives.put(tagOf(change.manifest(), change.tag()), change.life()));
        Set<String> replaced = replaced();
        this.activations = new Activations(documents);
        for (Document document : documents) {
            // Accepted before profiles were asked for: a manifest that is not understood counts no longer.
            if (Profiles.refusal(document.corim()).isPresent()) {
                continue;
            }
            for (Comid comid : document.corim().comids()) {
                if (!replaced.contains(tagOf(document.maker(), comid.tagId()))) {
                    add(document, comid);
                }
            }
        }
    }

    private void add(Document document, Comid comid) {
        Optional<List<Validity>> activation = activations.of(document.maker(), comid);
        if (activation.filter(List::isEmpty).isPresent()) {
            return;
        }
        ReferenceValue.From from = new ReferenceValue.From(
                document.maker(),
                document.digest(),
                document.corim().id().toString(),
                comid.tagId().toString(),
                document.validity(),
                activation,
                life(document.digest(), comid.tagId().toString()),
                document.authority());
        Releases.Files files = new Releases.Files(document.corim(), comid);
        Releases.of(comid).forEach(triple -> add(from, files, triple));
        keys.add(comid, document.maker());
        Source source = new Source(
                document.maker(),
                document.authority(),
                document.corim().id().toString(),
                comid.tagId().toString(),
                "",
                document.corim().profile(),
                document.validity(),
                activation);
        Transformation.beside(comid, source).forEach(endorsements::add);
    }

    public static ReferenceSet empty() {
        return EMPTY;
    }

    /** The set of these manifests with what was said of their life, in this order. */
    public static ReferenceSet of(List<? extends Step> steps) {
        String id = EMPTY_ID;
        for (Step step : steps) {
            id = idAfter(id, step.digest());
        }
        return steps.isEmpty() ? EMPTY : new ReferenceSet(id, steps);
    }

    /** The id of a set after one more step: SHA-256 over the id before and the step's digest, hexadecimal. */
    public static String idAfter(String id, String digest) {
        return HexFormat.of().formatHex(Sha256.of((id + digest).getBytes(StandardCharsets.US_ASCII)));
    }

    /** Tags that a later tag of the same maker replaces; no maker can replace another one's. */
    private Set<String> replaced() {
        Set<String> replaced = new HashSet<>();
        for (Document document : documents) {
            for (Comid comid : document.corim().comids()) {
                for (LinkedTag link : comid.linkedTags()) {
                    if (link.relation() == LinkedTag.REPLACES) {
                        replaced.add(tagOf(document.maker(), link.tag()));
                    }
                }
            }
        }
        return replaced;
    }

    private static String tagOf(String of, Object tag) {
        return of + "\0" + tag;
    }

    private void add(ReferenceValue.From from, Releases.Files files, Triple.Reference triple) {
        shapes.add(triple.environment().shape());
        shelves.computeIfAbsent(triple.environment(), key -> new Shelf())
                .add(new ReferenceValue(
                        from, triple.environment(), triple.measurements(), files.of(triple.environment())));
    }

    public String id() {
        return id;
    }

    /** Number of reference triples. */
    public int size() {
        return shelves.values().stream().mapToInt(shelf -> shelf.all().size()).sum();
    }

    /** What is endorsed beside reference values: values, series, keys, domains and dependencies. */
    Endorsements endorsements() {
        return endorsements;
    }

    public List<Document> documents() {
        return documents;
    }

    /** Everything that the set was made of, in its order. */
    public List<Step> steps() {
        return steps;
    }

    /** How the reference values of a tag live; active when nothing was said. */
    public Life life(String manifest, String tag) {
        return lives.getOrDefault(tagOf(manifest, tag), Life.ACTIVE);
    }

    /** Every reference value of exactly this environment, in the order in which they came. */
    List<ReferenceValue> exactly(Environment environment) {
        Shelf shelf = shelves.get(environment);
        return shelf == null ? List.of() : List.copyOf(shelf.all());
    }

    /** Keys that makers registered to sign evidence of an environment. */
    public List<PublicKey> attesters(Environment stated) {
        return keys.of(stated);
    }

    /** Whether a registered key is one that can verify; read once, when the set was made. */
    boolean isReadable(TypedBytes key) {
        return keys.isReadable(key);
    }

    /** The maker that registered a key (SubjectPublicKeyInfo); empty when none or several did. */
    Optional<String> makerOf(byte[] key) {
        return keys.maker(key);
    }

    /** A device that names its id, with all of the class that its key is registered for, when that is one. */
    public Environment located(Environment stated) {
        return keys.located(stated);
    }

    /** Ids of keys that makers registered for an environment. */
    public List<byte[]> keyIds(Environment stated) {
        return keys.ids(stated);
    }

    /** Whether a key is registered for an environment, or for instances of it. */
    boolean hasAttester(Environment condition) {
        return keys.anyOf(condition);
    }

    /** Every shelf whose environment covers the stated one. */
    List<Shelf> shelves(Environment stated) {
        List<Shelf> found = new ArrayList<>();
        for (int shape : shapes) {
            stated.project(shape).map(shelves::get).ifPresent(found::add);
        }
        return found;
    }
}
