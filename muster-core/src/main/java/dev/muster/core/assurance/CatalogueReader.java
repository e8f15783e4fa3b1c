package dev.muster.core.assurance;

import dev.muster.core.ledger.Grade;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads the data files of the catalogue. A file is told by its header: requirement rows, links or technologies. The first fault
 * stops: a catalogue that is half taken would say Unknown where it should say something else.
 */
public final class CatalogueReader {
    static final List<String> REQUIREMENT_HEADER =
            List.of("source", "id", "subject", "paraphrase", "kind", "technologies", "candidate_evidence");
    /** Since 2026.12; packs made before bear {@link #REQUIREMENT_HEADER}. */
    static final List<String> JUDGED_HEADER = Stream.concat(
                    REQUIREMENT_HEADER.stream(), Stream.of("modality", "applies_if", "condition", "acceptance"))
            .toList();

    static final List<String> TECHNOLOGY_HEADER = List.of("technology", "cited", "current");
    /** Of before 2026.13. */
    static final List<String> PLAIN_LINK_HEADER = List.of("source", "id", "check", "sufficiency", "note");

    static final List<String> LINK_HEADER =
            List.of("source", "id", "check", "sufficiency", "counts", "age", "breaks", "note");

    private final Set<String> knownChecks;
    private final List<String> versions = new ArrayList<>();
    private final Map<String, Source> sources = new LinkedHashMap<>();
    private final Map<RequirementId, Requirement> requirements = new LinkedHashMap<>();
    private final Map<String, Technology> technologies = new LinkedHashMap<>();
    private final List<DataFile> linkFiles = new ArrayList<>();

    private CatalogueReader(Set<String> knownChecks) {
        this.knownChecks = Set.copyOf(knownChecks);
    }

    /**
     * Reads all files into one catalogue.
     *
     * @param files name to text, in order; names are for messages
     * @param knownChecks ids that links may name
     * @throws CatalogueException at the first fault, with file, line and reason
     */
    public static Catalogue read(Map<String, String> files, Set<String> knownChecks) {
        CatalogueReader reader = new CatalogueReader(knownChecks);
        files.forEach(reader::take);
        return reader.finish();
    }

    private void take(String name, String text) {
        DataFile file = DataFile.parse(name, text);
        for (DataFile.Row directive : file.directives()) {
            direct(file, directive);
        }
        if (file.header().equals(REQUIREMENT_HEADER) || file.header().equals(JUDGED_HEADER)) {
            file.rows().forEach(row -> requirement(file, row));
        } else if (file.header().equals(TECHNOLOGY_HEADER)) {
            file.rows().forEach(row -> technology(file, row));
        } else if (file.header().equals(LINK_HEADER) || file.header().equals(PLAIN_LINK_HEADER)) {
            // Links may stand in a file before the requirements that they name.
            linkFiles.add(file);
        } else {
            throw new CatalogueException(
                    name,
                    0,
                    "the header is none of " + JUDGED_HEADER + ", " + LINK_HEADER + " and " + TECHNOLOGY_HEADER);
        }
    }

    private void direct(DataFile file, DataFile.Row row) {
        List<String> fields = row.fields();
        switch (fields.getFirst()) {
            case "#version" -> {
                require(fields.size() == 2, file, row, "#version takes one field");
                versions.add(fields.get(1));
            }
            case "#source" -> {
                require(fields.size() == 3, file, row, "#source takes an id and a title");
                Source source = new Source(fields.get(1), fields.get(2));
                require(sources.put(source.id(), source) == null, file, row, "source " + source.id() + " occurs twice");
            }
            default -> throw new CatalogueException(file.name(), row.line(), "unknown directive " + fields.getFirst());
        }
    }

    private void requirement(DataFile file, DataFile.Row row) {
        List<String> f = row.fields();
        RequirementId id = id(file, row);
        require(sources.containsKey(id.source()), file, row, "source " + id.source() + " has no #source line");
        Requirement.Duty duty = word(file, row, f.get(2), Requirement.Duty.values(), "subject");
        Requirement.Kind kind = null;
        for (Requirement.Kind candidate : Requirement.Kind.values()) {
            if (candidate.word().equals(f.get(4))) {
                kind = candidate;
            }
        }
        if (kind == null) {
            throw new CatalogueException(file.name(), row.line(), "unknown kind " + f.get(4));
        }
        Requirement requirement = f.size() == REQUIREMENT_HEADER.size()
                ? new Requirement(id, duty, f.get(3), kind, f.get(5), f.get(6))
                : new Requirement(
                        id, duty, f.get(3), kind, f.get(5), f.get(6), modality(file, row), condition(row), f.get(10));
        require(requirements.put(id, requirement) == null, file, row, "requirement " + id + " occurs twice");
    }

    private static Requirement.Modality modality(DataFile file, DataFile.Row row) {
        String word = row.fields().get(7);
        return word.equals("-")
                ? Requirement.Modality.UNSTATED
                : word(file, row, word, Requirement.Modality.values(), "modality");
    }

    private static Optional<Requirement.Condition> condition(DataFile.Row row) {
        String words = row.fields().get(9);
        return words.equals("-")
                ? Optional.empty()
                : Optional.of(new Requirement.Condition(row.fields().get(8), words));
    }

    private static <E extends Enum<E>> E word(DataFile file, DataFile.Row row, String word, E[] values, String what) {
        for (E candidate : values) {
            if (candidate.name().toLowerCase(Locale.ROOT).equals(word)) {
                return candidate;
            }
        }
        throw new CatalogueException(file.name(), row.line(), "unknown " + what + " " + word);
    }

    private void technology(DataFile file, DataFile.Row row) {
        List<String> f = row.fields();
        Technology technology = new Technology(f.get(0), f.get(1), f.get(2));
        require(
                technologies.put(technology.name(), technology) == null,
                file,
                row,
                "technology " + technology.name() + " occurs twice");
    }

    private Catalogue finish() {
        List<Link> links = new ArrayList<>();
        Map<RequirementId, Set<String>> seen = new HashMap<>();
        for (DataFile file : linkFiles) {
            for (DataFile.Row row : file.rows()) {
                Link link = link(file, row);
                boolean fresh = seen.computeIfAbsent(link.requirement(), _ -> new HashSet<>())
                        .add(link.check());
                require(fresh, file, row, link.check() + " is linked to " + link.requirement() + " twice");
                links.add(link);
            }
        }
        if (versions.isEmpty()) {
            throw new CatalogueException("catalogue", 0, "no file has a #version line");
        }
        return new Catalogue(
                String.join("+", versions),
                List.copyOf(sources.values()),
                List.copyOf(requirements.values()),
                links,
                List.copyOf(technologies.values()));
    }

    private Link link(DataFile file, DataFile.Row row) {
        List<String> f = row.fields();
        RequirementId id = id(file, row);
        require(requirements.containsKey(id), file, row, "there is no requirement " + id);
        require(knownChecks.contains(f.get(2)), file, row, "there is no check " + f.get(2));
        Sufficiency sufficiency = upper(file, row, f.get(3), Sufficiency.values(), "sufficiency");
        String note = f.getLast().equals("-") ? "" : f.getLast();
        if (f.size() == PLAIN_LINK_HEADER.size()) {
            return new Link(id, f.get(2), sufficiency, note);
        }
        Grade counts = upper(file, row, f.get(4), Grade.values(), "grade");
        Link link = new Link(id, f.get(2), sufficiency, counts, f.get(5), f.get(6), note);
        LinkRules.broken(Objects.requireNonNull(requirements.get(id)), link).ifPresent(rule -> {
            throw new CatalogueException(file.name(), row.line(), id.text() + " by " + link.check() + ": " + rule);
        });
        return link;
    }

    private static <E extends Enum<E>> E upper(DataFile file, DataFile.Row row, String word, E[] values, String what) {
        for (E candidate : values) {
            if (candidate.name().equals(word)) {
                return candidate;
            }
        }
        throw new CatalogueException(file.name(), row.line(), what + " is one of " + List.of(values) + ", not " + word);
    }

    private static RequirementId id(DataFile file, DataFile.Row row) {
        try {
            return new RequirementId(row.fields().get(0), row.fields().get(1));
        } catch (IllegalArgumentException e) {
            CatalogueException fault = new CatalogueException(file.name(), row.line(), String.valueOf(e.getMessage()));
            fault.initCause(e);
            throw fault;
        }
    }

    private static void require(boolean holds, DataFile file, DataFile.Row row, String otherwise) {
        if (!holds) {
            throw new CatalogueException(file.name(), row.line(), otherwise);
        }
    }
}
