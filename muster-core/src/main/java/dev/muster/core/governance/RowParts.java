package dev.muster.core.governance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Which part of which machine answers which row of the non-technical catalogue; {@code rows.tsv}. */
public final class RowParts {
    /** How a document gets to those whom it is for. */
    private static final Set<String> HANDED = Set.of("distribute", "deliver");

    private final List<Part> parts;

    private RowParts(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    /**
     * One of them.
     *
     * @param row id of the requirement
     * @param machine the definition's id
     * @param kind {@code field}, {@code transition}, {@code timer}, {@code topic} or {@code clause}
     * @param name of the field (with {@code =value} when only one value counts), the transition, the timer's field, the
     *     topic, or the clauses ({@code a+b}: all of them)
     * @param brokenBy transitions after which it is so no more, until it is shown again
     */
    public record Part(String row, String machine, String kind, String name, List<String> brokenBy) {
        boolean shownBy(GovernanceEvent.Moved step) {
            return switch (kind) {
                case "transition" -> step.transition().equals(name);
                case "timer" -> step.fields().containsKey(name);
                case "topic" -> HANDED.contains(step.transition()) && about("topic", name, step);
                case "clause" ->
                    ContractClauses.words(step.fields().getOrDefault("clauses", ""))
                            .containsAll(Arrays.asList(name.split("\\+", -1)));
                default -> field(step);
            };
        }

        boolean brokenBy(GovernanceEvent.Moved step) {
            int equals = name.indexOf('=');
            boolean mine = switch (kind) {
                case "topic" -> about("topic", name, step);
                case "field" -> equals < 0 || about(name.substring(0, equals), name.substring(equals + 1), step);
                default -> true;
            };
            return mine && brokenBy.contains(step.transition());
        }

        private static boolean about(String field, String value, GovernanceEvent.Moved step) {
            return value.equals(step.kind().get(field));
        }

        private boolean field(GovernanceEvent.Moved step) {
            int equals = name.indexOf('=');
            String field = equals < 0 ? name : name.substring(0, equals);
            String value = step.fields().getOrDefault(field, "");
            return !value.isEmpty() && (equals < 0 || value.equals(name.substring(equals + 1)));
        }
    }

    public static RowParts shipped() {
        List<Part> parts = new ArrayList<>();
        Table.shipped("rows.tsv")
                .rows()
                .forEach(row -> parts.add(new Part(
                        row.text("row"),
                        row.text("machine"),
                        row.text("kind"),
                        row.text("part"),
                        row.list("broken_by"))));
        return new RowParts(parts);
    }

    public List<Part> all() {
        return parts;
    }

    /** Parts that this step of a record of this machine shows. */
    List<Part> shownBy(String machine, GovernanceEvent.Moved step) {
        return parts.stream()
                .filter(part -> part.machine().equals(machine) && part.shownBy(step))
                .toList();
    }

    /** Parts that this step of a record of this machine breaks. */
    List<Part> brokenBy(String machine, GovernanceEvent.Moved step) {
        return parts.stream()
                .filter(part -> part.machine().equals(machine) && part.brokenBy(step))
                .toList();
    }
}
