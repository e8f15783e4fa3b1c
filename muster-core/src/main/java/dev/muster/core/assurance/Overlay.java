package dev.muster.core.assurance;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A framework that is told in rows of the catalogue: one fact answers in all of them. It is a data file beside {@code
 * overlays.index} and no code: a {@code #framework} line with id and title, and rows of id, paraphrase in our own words,
 * relation, rows of the catalogue and note.
 *
 * @param id such as {@code EN-18031}
 * @param title for people
 * @param rows in the order of the file
 */
public record Overlay(String id, String title, List<Row> rows) {
    private static final String INDEX = "overlays.index";
    private static final List<String> HEADER = List.of("id", "paraphrase", "relation", "rows", "note");

    public Overlay {
        rows = List.copyOf(rows);
    }

    /** How a row and the catalogue's rows stand to one another. */
    public enum Relation {
        /** They ask for the same. */
        SAME,
        /** The catalogue's rows ask for a part of it: they never support it whole. */
        PART,
        /** It was divided from an older row: no verdict passes over, only what was seen. */
        SPLIT,
        /** Nothing in the catalogue asks for it. */
        NEW
    }

    /**
     * One requirement.
     *
     * @param note what is not covered, or where it is from; empty when nothing needs saying
     */
    public record Row(String id, String paraphrase, Relation relation, List<RequirementId> rows, String note) {
        public Row {
            rows = List.copyOf(rows);
        }

        /**
         * What evidence says of it: the worst of its rows speaks against it, and only rows that ask for the same and are all
         * supported support it.
         */
        public Verdict.Kind judge(FleetPosture fleet) {
            List<Verdict.Kind> kinds = rows.stream()
                    .map(id -> fleet.verdicts().get(id))
                    .filter(java.util.Objects::nonNull)
                    .map(FleetVerdict::kind)
                    .toList();
            if (relation == Relation.NEW || relation == Relation.SPLIT || kinds.isEmpty()) {
                return Verdict.Kind.UNKNOWN;
            }
            if (kinds.contains(Verdict.Kind.NOT_SUPPORTED)) {
                return Verdict.Kind.NOT_SUPPORTED;
            }
            if (kinds.contains(Verdict.Kind.STALE)) {
                return Verdict.Kind.STALE;
            }
            if (kinds.stream().allMatch(kind -> kind == Verdict.Kind.NOT_APPLICABLE)) {
                return Verdict.Kind.NOT_APPLICABLE;
            }
            if (relation == Relation.SAME && kinds.stream().allMatch(kind -> kind == Verdict.Kind.SUPPORTED)) {
                return Verdict.Kind.SUPPORTED;
            }
            return kinds.contains(Verdict.Kind.SUPPORTED) || kinds.contains(Verdict.Kind.PARTLY)
                    ? Verdict.Kind.PARTLY
                    : Verdict.Kind.UNKNOWN;
        }
    }

    /** Those that come with the program. */
    public static List<Overlay> shipped(Catalogue catalogue) {
        return ShippedCatalogue.text(INDEX)
                .lines()
                .map(name -> parse(name, ShippedCatalogue.text(name), catalogue))
                .toList();
    }

    /** @throws CatalogueException at the first fault, with file, line and reason */
    public static Overlay parse(String name, String text, Catalogue catalogue) {
        DataFile file = DataFile.parse(name, text);
        if (!file.header().equals(HEADER)
                || file.directives().size() != 1
                || file.directives().getFirst().fields().size() != 3) {
            throw new CatalogueException(name, 0, "a framework has one #framework line and the header " + HEADER);
        }
        List<Row> rows = new ArrayList<>();
        for (DataFile.Row row : file.rows()) {
            rows.add(row(name, row, catalogue));
        }
        List<String> framework = file.directives().getFirst().fields();
        return new Overlay(framework.get(1), framework.get(2), rows);
    }

    private static Row row(String name, DataFile.Row row, Catalogue catalogue) {
        List<String> f = row.fields();
        try {
            Relation relation = Relation.valueOf(f.get(2).toUpperCase(Locale.ROOT));
            List<RequirementId> ids = f.get(3).equals("-")
                    ? List.of()
                    : List.of(f.get(3).split(",", -1)).stream()
                            .map(RequirementId::parse)
                            .toList();
            ids.stream().filter(id -> catalogue.find(id).isEmpty()).findFirst().ifPresent(id -> {
                throw new IllegalArgumentException("there is no requirement " + id);
            });
            if (ids.isEmpty() != (relation == Relation.NEW)) {
                throw new IllegalArgumentException("new has no rows, and everything else has some");
            }
            return new Row(f.get(0), f.get(1), relation, ids, f.get(4).equals("-") ? "" : f.get(4));
        } catch (IllegalArgumentException e) {
            CatalogueException fault = new CatalogueException(name, row.line(), String.valueOf(e.getMessage()));
            fault.initCause(e);
            throw fault;
        }
    }
}
