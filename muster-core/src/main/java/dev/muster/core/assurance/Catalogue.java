package dev.muster.core.assurance;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Every requirement, and which checks bear on it. Read by {@link CatalogueReader}; immutable.
 *
 * @param version what the data files call themselves
 * @param sources in the order of the files
 * @param requirements in the order of the files
 * @param links in the order of the files
 * @param technologies in the order of the files; none where the files name none
 */
public record Catalogue(
        String version,
        List<Source> sources,
        List<Requirement> requirements,
        List<Link> links,
        List<Technology> technologies) {

    /** A catalogue that says nothing of technologies. */
    public Catalogue(String version, List<Source> sources, List<Requirement> requirements, List<Link> links) {
        this(version, sources, requirements, links, List.of());
    }

    public Catalogue {
        sources = List.copyOf(sources);
        requirements = List.copyOf(requirements);
        links = List.copyOf(links);
        technologies = List.copyOf(technologies);
    }

    /** The row with this id. */
    public Optional<Requirement> find(RequirementId id) {
        return requirements.stream().filter(r -> r.id().equals(id)).findFirst();
    }

    /** Rows whose id, with or without the source, is {@code text}: what a person types. */
    public List<Requirement> named(String text) {
        return requirements.stream()
                .filter(r -> r.id().text().equals(text) || r.id().id().equals(text))
                .toList();
    }

    /** Links by requirement; a requirement without any check is not a key. */
    public Map<RequirementId, List<Link>> linksByRequirement() {
        Map<RequirementId, List<Link>> map = new TreeMap<>();
        for (Link link : links) {
            map.merge(link.requirement(), List.of(link), Catalogue::joined);
        }
        return map;
    }

    /** Requirements by the check that bears on them. */
    public Map<String, List<RequirementId>> requirementsByCheck() {
        Map<String, List<RequirementId>> map = new TreeMap<>();
        for (Link link : links) {
            map.merge(link.check(), List.of(link.requirement()), Catalogue::joined);
        }
        return map;
    }

    /** Ids of all checks that some requirement is linked to. */
    public TreeSet<String> linkedChecks() {
        TreeSet<String> checks = new TreeSet<>();
        links.forEach(link -> checks.add(link.check()));
        return checks;
    }

    private static <T> List<T> joined(List<T> a, List<T> b) {
        return java.util.stream.Stream.concat(a.stream(), b.stream()).toList();
    }
}
