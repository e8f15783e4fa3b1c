package dev.muster.core.attestation;

import dev.muster.format.attest.corim.MeasuredElement;
import dev.muster.format.attest.corim.MeasurementValues;
import dev.muster.format.attest.coswid.ConciseSwid;
import dev.muster.format.attest.coswid.Digest;
import dev.muster.format.attest.coswid.FileEntry;
import dev.muster.format.attest.coswid.ResourceCollection;
import dev.muster.format.attest.eat.SlotClaims;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The release that evidence which matches none comes closest to, and what differs from it. */
record Nearest(ReferenceValue reference, List<Difference> differences) {

    /** Valid releases worth comparing: those of the claimed version, then the newest ones. Bounded. */
    static List<ReferenceValue> candidates(List<ReferenceSet.Shelf> shelves, SlotClaims claims, Instant now) {
        Set<ReferenceValue> chosen = new LinkedHashSet<>();
        for (ReferenceSet.Shelf shelf : shelves) {
            shelf.byVersion.getOrDefault(claims.softwareVersion(), List.of()).stream()
                    .filter(value -> value.validAt(now))
                    .limit(Appraiser.MAX_NEAREST)
                    .forEach(chosen::add);
        }
        for (ReferenceSet.Shelf shelf : shelves) {
            shelf.all.reversed().stream()
                    .filter(value -> value.validAt(now))
                    .limit(Appraiser.MAX_NEAREST)
                    .forEach(chosen::add);
        }
        return chosen.stream().limit(Appraiser.MAX_NEAREST).toList();
    }

    /** The candidate with the fewest differences; of equals the first, which is the claimed version. */
    static Nearest of(
            List<ReferenceValue> candidates, SlotClaims claims, Map<MeasuredElement, MeasurementValues> stated) {
        Optional<Nearest> best = Optional.empty();
        for (ReferenceValue candidate : candidates) {
            Nearest here = new Nearest(candidate, differences(candidate, claims, stated));
            if (best.isEmpty()
                    || here.differences.size() < best.get().differences.size()) {
                best = Optional.of(here);
            }
        }
        return best.orElseThrow();
    }

    private static List<Difference> differences(
            ReferenceValue reference, SlotClaims claims, Map<MeasuredElement, MeasurementValues> stated) {
        Optional<List<FileEntry>> expected =
                reference.software().flatMap(ConciseSwid::payload).map(ResourceCollection::files);
        List<Difference> found = new ArrayList<>();
        expected.ifPresent(
                files -> found.addAll(files(files, claims.measurement().files())));
        if (found.isEmpty()) {
            found.addAll(Appraiser.mismatches(reference, stated));
        }
        return found;
    }

    private static List<Difference> files(List<FileEntry> expected, List<FileEntry> found) {
        Map<String, FileEntry> there = byPath(found);
        Map<String, FileEntry> wanted = byPath(expected);
        List<Difference> differences = new ArrayList<>();
        wanted.forEach((path, file) -> {
            FileEntry measured = there.get(path);
            if (measured == null) {
                differences.add(new Difference(path, describe(file), Difference.ABSENT));
            } else if (!measured.hash().equals(file.hash())) {
                differences.add(new Difference(path, describe(file), describe(measured)));
            }
        });
        there.forEach((path, file) -> {
            if (!wanted.containsKey(path)) {
                differences.add(new Difference(path, Difference.ABSENT, describe(file)));
            }
        });
        return differences;
    }

    /** Sorted, so that the order of differences does not depend on the order of a tag. */
    private static Map<String, FileEntry> byPath(List<FileEntry> files) {
        return files.stream()
                .collect(
                        Collectors.toMap(FileEntry::path, Function.identity(), (first, second) -> first, TreeMap::new));
    }

    private static String describe(FileEntry file) {
        String digest = file.hash().map(Digest::toString).orElse("no digest");
        return file.size().isPresent() ? digest + ", " + file.size().getAsLong() + " bytes" : digest;
    }
}
