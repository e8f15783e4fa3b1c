package dev.muster.core.attestation;

import dev.muster.format.attest.corim.Comid;
import dev.muster.format.attest.corim.Triple;
import dev.muster.format.attest.coswid.Digest;
import dev.muster.format.attest.coswid.FileEntry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The components of a release as its maker's manifest lists them: the files of its CoSWID (RFC 9393), with digests. */
public final class ReleaseComponents {
    private ReleaseComponents() {}

    /**
     * By name, with digests in text.
     *
     * @param model as the manifest's environments name it
     * @return empty when no manifest of the maker lists the components of this version
     */
    public static Optional<Map<String, String>> of(ReferenceSet set, String maker, String model, String version) {
        return set.documents().reversed().stream()
                .filter(document -> document.maker().equals(maker))
                .flatMap(document -> document.corim().comids().stream()
                        .flatMap(comid -> of(document, comid, model, version).stream()))
                .findFirst();
    }

    private static Optional<Map<String, String>> of(
            ReferenceSet.Document document, Comid comid, String model, String version) {
        Releases.Files files = new Releases.Files(document.corim(), comid);
        for (Triple.Reference triple : Releases.of(comid)) {
            ReferenceValue.From from = new ReferenceValue.From(
                    document.maker(), "", "", "", List.of(), Optional.empty(), Life.ACTIVE, List.of());
            ReferenceValue value = new ReferenceValue(
                    from, triple.environment(), triple.measurements(), files.of(triple.environment()));
            boolean wanted = triple.environment().model().filter(model::equals).isPresent()
                    && value.version().filter(version::equals).isPresent();
            Optional<List<FileEntry>> listed = wanted ? Mixtures.listed(value) : Optional.empty();
            if (listed.isPresent()) {
                Map<String, String> found = new TreeMap<>();
                listed.get()
                        .forEach(file -> found.put(
                                file.path(), file.hash().map(Digest::toString).orElse("")));
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }
}
