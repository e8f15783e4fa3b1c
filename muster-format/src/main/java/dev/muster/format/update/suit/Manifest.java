package dev.muster.format.update.suit;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * SUIT_Manifest: what to install and how to check it.
 *
 * @param sequenceNumber unsigned; grows with every release of the same product; a lower one than installed is a rollback
 * @param id under which name a device keeps this manifest (trust-domains)
 * @param setVersion of everything that it installs together, empty when it does not say (update-management)
 * @param dependencies manifests that this one builds on, by component index, with the prefix of their components
 *     (trust-domains)
 * @param components in the order that component indexes refer to
 * @param shared runs before each section
 * @param sections command sequences by manifest key (7 validate, 8 load, 9 invoke, 16 payload-fetch, 20 install, …)
 * @param severable members that may be severed, by manifest key, as the manifest has them
 * @param foreign manifest and common members of extension drafts that Muster does not act on; a manifest with one is refused
 */
public record Manifest(
        long sequenceNumber,
        Optional<String> referenceUri,
        Optional<ComponentId> id,
        List<Long> setVersion,
        SortedMap<Integer, Optional<ComponentId>> dependencies,
        List<ComponentId> components,
        Optional<CommandSequence> shared,
        SortedMap<Integer, CommandSequence> sections,
        SortedMap<Integer, Severable> severable,
        SortedSet<String> foreign) {

    public Manifest {
        setVersion = List.copyOf(setVersion);
        dependencies = Collections.unmodifiableSortedMap(new TreeMap<>(dependencies));
        components = List.copyOf(components);
        sections = Collections.unmodifiableSortedMap(new TreeMap<>(sections));
        severable = Collections.unmodifiableSortedMap(new TreeMap<>(severable));
        foreign = Collections.unmodifiableSortedSet(new TreeSet<>(foreign));
    }

    /** A manifest without anything of the extension drafts. */
    public Manifest(
            long sequenceNumber,
            Optional<String> referenceUri,
            List<ComponentId> components,
            Optional<CommandSequence> shared,
            SortedMap<Integer, CommandSequence> sections,
            SortedMap<Integer, Severable> severable,
            SortedSet<String> foreign) {
        this(
                sequenceNumber,
                referenceUri,
                Optional.empty(),
                List.of(),
                new TreeMap<>(),
                components,
                shared,
                sections,
                severable,
                foreign);
    }

    /**
     * Reads a manifest whose signature the caller has checked, and the members that the envelope carries for it.
     *
     * @throws SuitException when malformed, or when a severed member does not have the digest that the manifest names
     */
    public static Manifest parse(Envelope envelope) {
        return ManifestReader.manifest(envelope.manifestBytes(), envelope.severed());
    }

    public Optional<CommandSequence> section(int key) {
        return Optional.ofNullable(sections.get(key));
    }

    /** Whether the section exists but its bytes were severed and not delivered. */
    public boolean missing(int key) {
        return severable.get(key) instanceof Severable.Severed && !sections.containsKey(key);
    }
}
