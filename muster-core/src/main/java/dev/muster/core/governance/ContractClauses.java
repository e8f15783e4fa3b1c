package dev.muster.core.governance;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The clauses that a field of a contract lists are clauses that there are ({@code clauses.tsv}). Which of them a contract
 * has to have is the organisation's to say: what is missing shows as rows without evidence, not as a contract that cannot
 * be recorded.
 */
record ContractClauses(String field) implements Guard {
    private static final Set<String> KNOWN = Table.shipped("clauses.tsv").rows().stream()
            .map(row -> row.text("clause"))
            .collect(Collectors.toCollection(LinkedHashSet::new));

    /** The words of a list, separated by commas and white space. */
    static Set<String> words(String list) {
        Set<String> words = new TreeSet<>(Arrays.asList(list.strip().split("[,\\s]+", -1)));
        words.remove("");
        return words;
    }

    @Override
    public Optional<String> fault(Machine machine, Asked asked) {
        Set<String> strange = words(asked.field(field).orElse(""));
        strange.removeAll(KNOWN);
        return strange.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        field + " names " + String.join(", ", strange) + "; clauses are " + String.join(", ", KNOWN));
    }

    @Override
    public List<String> asks() {
        return List.of(field);
    }

    @Override
    public String words() {
        return field + " are clauses of the list";
    }
}
