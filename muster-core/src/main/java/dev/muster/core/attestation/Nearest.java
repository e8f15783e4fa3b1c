package dev.muster.core.attestation;

import dev.muster.core.attestation.corim.Comparison;
import dev.muster.format.attest.coswid.Digest;
import dev.muster.format.attest.coswid.FileEntry;
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
public record Nearest(ReferenceValue reference, List<Difference> differences) {
    /** How many releases are compared to find the nearest, newest first; the claimed version is tried before them. */
    private static final int MAX_NEAREST = 16;

    public Nearest {
        differences = List.copyOf(differences);
    }

    /** Valid releases worth comparing: those of the claimed version, then the newest ones. Bounded. */
    static List<ReferenceValue> candidates(List<Shelf> shelves, Statement statement, String maker, Instant now) {
        Set<ReferenceValue> chosen = new LinkedHashSet<>();
        for (Shelf shelf : shelves) {
            shelf.of(statement.software().version()).stream()
                    .filter(value -> value.maker().equals(maker) && value.validAt(now))
                    .limit(MAX_NEAREST)
                    .forEach(chosen::add);
        }
        for (Shelf shelf : shelves) {
            shelf.all().reversed().stream()
                    .filter(value -> value.maker().equals(maker) && value.validAt(now))
                    .limit(MAX_NEAREST)
                    .forEach(chosen::add);
        }
        return chosen.stream().limit(MAX_NEAREST).toList();
    }

    /** The candidate with the fewest differences; of equals the first, which is the claimed version. */
    static Nearest of(List<ReferenceValue> candidates, Statement statement) {
        Optional<Nearest> best = Optional.empty();
        for (ReferenceValue candidate : candidates) {
            Nearest here = new Nearest(candidate, differences(candidate, statement));
            if (best.isEmpty()
                    || here.differences.size() < best.get().differences.size()) {
                best = Optional.of(here);
            }
        }
        return best.orElseThrow();
    }

    /** Another candidate that explains, together with the nearest one, everything that was measured. */
    static Optional<ReferenceValue> mixture(Nearest nearest, List<ReferenceValue> candidates, Statement statement) {
        return nearest.differences.isEmpty()
                ? Optional.empty()
                : candidates.stream()
                        .filter(other -> !other.equals(nearest.reference))
                        .filter(other -> Mixtures.explain(nearest.reference, other, statement.measured()))
                        .findFirst();
    }

    private static List<Difference> differences(ReferenceValue reference, Statement statement) {
        Measured measured = statement.measured();
        List<Difference> found = new ArrayList<>();
        if (!measured.files().isEmpty()) {
            Mixtures.listed(reference).ifPresent(files -> found.addAll(files(files, measured.files())));
        }
        Comparison unmet = Appraiser.unmet(reference, statement);
        if (found.isEmpty()) {
            unmet.differing().forEach(text -> found.add(difference(text)));
            unmet.open().forEach(text -> found.add(difference(text)));
        } else {
            // The files say what differs in the slot; of the boot they say nothing.
            unmet.differing().stream().filter(BootEvents::isOf).forEach(text -> found.add(difference(text)));
        }
        return found;
    }

    /** {@code what: expected this, found that} in its three parts. */
    private static Difference difference(String text) {
        int colon = text.indexOf(": ");
        String rest = text.substring(colon + 2);
        int comma = rest.lastIndexOf(", ");
        String expected = comma < 0 ? rest : rest.substring(0, comma);
        String found = comma < 0 ? "not comparable" : rest.substring(comma + 2);
        return new Difference(text.substring(0, colon), bare(expected, "expected "), bare(found, "found "));
    }

    private static String bare(String text, String word) {
        return text.startsWith(word) ? text.substring(word.length()) : text;
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
