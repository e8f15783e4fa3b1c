package dev.muster.core.attestation;

import dev.muster.format.attest.corim.Comid;
import dev.muster.format.attest.corim.Corim;
import dev.muster.format.attest.corim.Environment;
import dev.muster.format.attest.corim.Measurement;
import dev.muster.format.attest.corim.Triple;
import dev.muster.format.attest.coswid.ConciseSwid;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What of a tag describes one release. */
final class Releases {
    private Releases() {}

    /**
     * The reference triples of a tag, those of one environment as one when no two of them name the same element: a tag
     * that describes a release piece by piece describes one release.
     */
    static List<Triple.Reference> of(Comid comid) {
        Map<Environment, List<Triple.Reference>> byEnvironment = new LinkedHashMap<>();
        comid.references()
                .forEach(triple -> byEnvironment
                        .computeIfAbsent(triple.environment(), key -> new ArrayList<>())
                        .add(triple));
        List<Triple.Reference> found = new ArrayList<>();
        byEnvironment.forEach((environment, triples) -> {
            List<Measurement> all = triples.stream()
                    .flatMap(triple -> triple.measurements().stream())
                    .toList();
            long names = all.stream().map(Measurement::key).distinct().count();
            if (triples.size() > 1 && names == all.size()) {
                found.add(new Triple.Reference(environment, all));
            } else {
                found.addAll(triples);
            }
        });
        return found;
    }

    /** The tags of files that a manifest has: looked for once, and not by walking over all triples for each of them. */
    static final class Files {
        private record Listed(Environment environment, ConciseSwid tag) {}

        private final List<Listed> listed = new ArrayList<>();

        Files(Corim corim, Comid comid) {
            for (Triple triple : comid.triples()) {
                if (triple instanceof Triple.Software software) {
                    software.tags().stream()
                            .flatMap(tag -> corim.coswids().stream()
                                    .filter(swid -> swid.tagId().equals(tag)))
                            .forEach(swid -> listed.add(new Listed(software.environment(), swid)));
                }
            }
        }

        /** The tag of the files of an environment, when the manifest has one. */
        Optional<ConciseSwid> of(Environment environment) {
            for (Listed one : listed) {
                if (one.environment.covers(environment)) {
                    return Optional.of(one.tag);
                }
            }
            return Optional.empty();
        }
    }
}
