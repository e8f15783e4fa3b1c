package dev.muster.core.attestation;

import dev.muster.core.attestation.corim.Comparison;
import dev.muster.format.attest.corim.MeasuredElement;
import dev.muster.format.attest.corim.Measurement;
import dev.muster.format.attest.corim.MeasurementValues;
import dev.muster.format.attest.coswid.ConciseSwid;
import dev.muster.format.attest.coswid.FileEntry;
import dev.muster.format.attest.coswid.ResourceCollection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Whether what was measured is made of two releases: of every part one or the other has it so, and of what is missing one
 * or the other has none. An update that was cut short looks so, and one that a running system has not finished; so does a
 * graft of old parts.
 */
final class Mixtures {
    private Mixtures() {}

    /** Whether the two together explain everything that was measured; what was booted is of one of them. */
    static boolean explain(ReferenceValue one, ReferenceValue other, Measured measured) {
        if (!measured.files().isEmpty()) {
            if (!bootIsOf(one, measured) && !bootIsOf(other, measured)) {
                return false;
            }
            Optional<List<FileEntry>> left = listed(one);
            Optional<List<FileEntry>> right = listed(other);
            return left.isPresent() && right.isPresent() && files(left.get(), right.get(), measured.files());
        }
        return elements(one, other, measured.elements());
    }

    /** Whether nothing that was booted differs from what a release states of it. */
    private static boolean bootIsOf(ReferenceValue release, Measured measured) {
        return measured.booted()
                .differing(release.measurements(), measured.elements())
                .isEmpty();
    }

    private static boolean elements(
            ReferenceValue one, ReferenceValue other, Map<MeasuredElement, List<MeasurementValues>> elements) {
        Explained explained = new Explained();
        elements.forEach((element, values) ->
                values.forEach(value -> explained.note(states(one, element, value), states(other, element, value))));
        return explained.byBothOnly();
    }

    static Optional<List<FileEntry>> listed(ReferenceValue reference) {
        return reference.software().flatMap(ConciseSwid::payload).map(ResourceCollection::files);
    }

    private static boolean files(List<FileEntry> one, List<FileEntry> other, List<FileEntry> measured) {
        Map<String, FileEntry> left = byPath(one);
        Map<String, FileEntry> right = byPath(other);
        Map<String, FileEntry> found = byPath(measured);
        Explained explained = new Explained();
        Stream.of(left, right, found)
                .flatMap(files -> files.keySet().stream())
                .distinct()
                .forEach(path -> {
                    Optional<FileEntry> here = Optional.ofNullable(found.get(path));
                    explained.note(
                            same(here, Optional.ofNullable(left.get(path))),
                            same(here, Optional.ofNullable(right.get(path))));
                });
        return explained.byBothOnly();
    }

    /** Which parts either release explains. What one alone explains is no mixture, whatever else is said of it. */
    private static final class Explained {
        private boolean all = true;
        private boolean needsOne;
        private boolean needsOther;

        void note(boolean byOne, boolean byOther) {
            all &= byOne || byOther;
            needsOne |= !byOther;
            needsOther |= !byOne;
        }

        boolean byBothOnly() {
            return all && needsOne && needsOther;
        }
    }

    /** The same content, or both without the file. */
    private static boolean same(Optional<FileEntry> found, Optional<FileEntry> listed) {
        return found.isPresent() == listed.isPresent()
                && found.flatMap(FileEntry::hash).equals(listed.flatMap(FileEntry::hash));
    }

    private static Map<String, FileEntry> byPath(List<FileEntry> files) {
        Map<String, FileEntry> found = new TreeMap<>();
        files.forEach(file -> found.putIfAbsent(file.path(), file));
        return found;
    }

    private static boolean states(ReferenceValue reference, MeasuredElement element, MeasurementValues stated) {
        return reference.measurements().stream()
                .filter(condition ->
                        condition.key().orElse(MeasuredElement.UNNAMED).equals(element))
                .filter(condition -> condition.values().isMeasured())
                .map(Measurement::values)
                .anyMatch(condition -> Comparison.of(condition, stated).met());
    }
}
