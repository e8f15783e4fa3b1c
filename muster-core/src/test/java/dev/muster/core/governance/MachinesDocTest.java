package dev.muster.core.governance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/governance-machines.md} says what the data says; {@code -Dmuster.write=true} writes it. */
class MachinesDocTest {
    private static final String HEAD = """
        # The kinds of records and how they move

        Written from the data (`core/governance/*.tsv`); `muster work rules` and the like show the same of the server that runs. A step is for whom its role says: `operator` is any operator, `system` is a timer or what follows from another record, `device` is the device itself, the others are granted. *Not by who did* names steps whose actor must be another person. Whatever stands when such a step was made, or when Muster itself found something, is changed by a later step only where that step needs it or looks at it.
        """;

    @Test
    void theDocumentIsTheData() throws IOException {
        StringBuilder text = new StringBuilder(HEAD);
        Machines.shipped().all().forEach(machine -> text.append('\n').append(section(machine)));
        Path file = Path.of(System.getProperty("muster.root"), "docs", "governance-machines.md");
        if (Boolean.getBoolean("muster.write")) {
            Files.writeString(file, text);
        }
        assertThat(file).hasContent(text.toString());
    }

    private static String section(Machine machine) {
        StringBuilder text = new StringBuilder("## " + machine.title() + " (`" + machine.id() + "`)\n\n");
        text.append("Begins as *" + machine.initial() + "*, ends as *"
                + machine.ends().stream().sorted().collect(Collectors.joining("*, *")) + "*. Rows of the catalogue: "
                + rows(machine) + ".\n\n");
        text.append("| step | from | to | for | not by who did | needs | holds when | shows |\n");
        text.append("|---|---|---|---|---|---|---|---|\n");
        machine.transitions()
                .forEach(step -> text.append(row(
                        step.name(),
                        words(step.from().stream().sorted().toList()),
                        step.to(),
                        step.role(),
                        words(step.apart()),
                        words(step.needs()),
                        step.guards().stream().map(Guard::words).collect(Collectors.joining("; ")),
                        step.fact().map(MachinesDocTest::fact).orElse(""))));
        machine.timers()
                .forEach(timer -> text.append("\n- by itself in *" + timer.state() + "*, "
                        + timer.field() + (timer.plus().isZero() ? "" : " + " + timer.plus())
                        + (timer.only().isEmpty() ? "" : " where " + timer.only())
                        + (timer.unless().isEmpty() ? "" : " unless " + timer.unless() + " was made")
                        + ": `" + timer.transition() + "`, " + timer.meaning()));
        return text.append(machine.timers().isEmpty() ? "" : "\n").toString();
    }

    private static String rows(Machine machine) {
        List<String> rows = RowParts.shipped().all().stream()
                .filter(part -> part.machine().equals(machine.id()))
                .map(RowParts.Part::row)
                .toList();
        return rows.isEmpty() ? "none" : String.join(", ", rows);
    }

    private static String fact(Map.Entry<String, String> fact) {
        return "`" + fact.getKey() + "=" + fact.getValue() + "`";
    }

    private static String words(List<String> words) {
        return String.join(", ", words);
    }

    private static String row(String... cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }
}
