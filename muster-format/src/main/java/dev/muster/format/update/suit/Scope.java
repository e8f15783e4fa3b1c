package dev.muster.format.update.suit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One manifest while it runs: its components by index under the names that they have on the device, its payloads, and which
 * of its dependencies were checked.
 *
 * @param path component indexes that lead to it from the manifest that was started with
 * @param prefix what its dependent put before the names of its components
 * @param checked dependencies whose integrity was checked since they were last written; never shared with another manifest
 */
record Scope(
        Manifest manifest,
        SortedMap<String, byte[]> payloads,
        List<Integer> path,
        List<String> prefix,
        Set<ComponentId> checked) {

    static Scope root(Manifest manifest, Map<String, byte[]> payloads) {
        return new Scope(manifest, new TreeMap<>(payloads), List.of(), List.of(), new HashSet<>());
    }

    /** The manifest of a dependency. */
    Scope under(int index, Manifest dependency, Map<String, byte[]> payloads) {
        List<Integer> deeper = new ArrayList<>(path);
        deeper.add(index);
        List<String> prefixes = new ArrayList<>(prefix);
        Optional.ofNullable(manifest.dependencies().get(index))
                .flatMap(own -> own)
                .ifPresent(own -> prefixes.addAll(own.segments()));
        return new Scope(dependency, new TreeMap<>(payloads), deeper, prefixes, new HashSet<>());
    }

    boolean dependency(int index) {
        return manifest.dependencies().containsKey(index);
    }

    /** Whether the manifest gives this index a meaning. */
    boolean has(int index) {
        return index < manifest.components().size() || dependency(index);
    }

    /** Every index that means a component, then those that are only dependencies. */
    List<Integer> all() {
        List<Integer> indexes = new ArrayList<>();
        for (int i = 0; i < manifest.components().size(); i++) {
            indexes.add(i);
        }
        manifest.dependencies().keySet().stream()
                .filter(index -> index >= manifest.components().size())
                .forEach(indexes::add);
        return indexes;
    }

    /** The name on the device. A dependency that has no component of its own is kept under its prefix. */
    ComponentId name(int index) {
        List<String> segments = new ArrayList<>(prefix);
        if (index < manifest.components().size()) {
            segments.addAll(manifest.components().get(index).segments());
        } else {
            Optional<ComponentId> own = manifest.dependencies().getOrDefault(index, Optional.empty());
            own.ifPresentOrElse(
                    id -> segments.addAll(id.segments()),
                    () -> segments.addAll(ComponentId.of("dependency-" + index).segments()));
        }
        return new ComponentId(segments);
    }
}
