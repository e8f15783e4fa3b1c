package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What every verb owes, walked over the tree of commands, so that none is forgotten. */
class EveryVerbTest {
    private static final int TERMINAL = 80;

    /** One for all questions: three hundred verbs take a second to make. */
    private static final CommandLine TREE = Main.commandLine();

    private record Said(int status, String out, String err) {}

    private static Said muster(List<String> words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = TREE.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words.toArray(String[]::new));
        return new Said(status, out.toString(), err.toString());
    }

    /** Every command that does something, by the words that are typed for it. */
    private static Map<String, CommandSpec> verbs() {
        Map<String, CommandSpec> verbs = new TreeMap<>();
        collect(TREE, verbs);
        return verbs;
    }

    private static void collect(CommandLine command, Map<String, CommandSpec> verbs) {
        CommandSpec spec = command.getCommandSpec();
        if (spec.userObject() instanceof Verb) {
            verbs.put(spec.qualifiedName().substring("muster ".length()), spec);
        }
        command.getSubcommands().values().forEach(below -> collect(below, verbs)); // an alias is the same verb
    }

    private static List<String> words(String verb, String... more) {
        List<String> words = new ArrayList<>(List.of(verb.split(" ", -1)));
        words.addAll(List.of(more));
        return words;
    }

    @Test
    void everyVerbHelpsInASentenceThatFitsATerminal() {
        assertThat(verbs()).hasSizeGreaterThan(250);
        verbs().forEach((verb, spec) -> {
            Said help = muster(words(verb, "--help"));
            assertThat(help.status()).as(verb).isZero();
            assertThat(help.err()).as(verb).isEmpty();
            assertThat(help.out()).as(verb).startsWith("Usage: muster " + verb);
            assertThat(help.out().lines()).as(verb).allMatch(line -> line.length() <= TERMINAL);
            assertThat(String.join(" ", spec.usageMessage().description()))
                    .as(verb)
                    .isNotBlank()
                    .endsWith(".");
            for (OptionSpec option : spec.options()) {
                assertThat(option.hidden() || option.description().length > 0)
                        .as("%s %s is described", verb, option.longestName())
                        .isTrue();
            }
        });
    }

    @Test
    void everyVerbPrintsJsonAndExplainsItsVerdict() {
        JsonMapper json = JsonMapper.builder().build();
        verbs().forEach((verb, spec) -> {
            assertThat(spec.findOption("--json")).as(verb).isNotNull();
            Said told = muster(words(verb, "--explain"));
            assertThat(told.status()).as(verb).isZero();
            assertThat(told.out())
                    .as(verb)
                    .contains("Exit status of muster " + verb + ":", "  0 ", "  1 ", "  2 ", "  64");
            JsonNode explained =
                    json.readTree(muster(words(verb, "--explain", "--json")).out());
            assertThat(explained.path("verb").asString()).isEqualTo(verb);
            assertThat(explained.path("exit").size()).as(verb).isEqualTo(4);
        });
    }

    @Test
    void aWrongOptionIsOneSentenceThatSaysWhereToLook() {
        verbs().keySet().forEach(verb -> {
            Said wrong = muster(words(verb, "--nosuchoption=1"));
            assertThat(wrong.status()).as(verb).isEqualTo(64);
            assertThat(wrong.out()).as(verb).isEmpty();
            assertThat(wrong.err().strip().lines()).as(verb).hasSize(1);
            assertThat(wrong.err()).as(verb).contains("--help");
        });
    }

    @Test
    void theCompletionKnowsEveryVerb() {
        String script = muster(List.of("completion")).out();
        verbs().entrySet().stream()
                .filter(verb -> !verb.getValue().usageMessage().hidden())
                .map(Map.Entry::getKey)
                .forEach(verb -> assertThat(script.contains(
                                "muster_" + verb.replaceAll("[^a-z0-9 ]", "").replace(' ', '_')))
                        .as(verb)
                        .isTrue());
    }

    /** A row that is about no verb explains nothing, and a verb that gives a verdict has one. */
    @Test
    void everyVerdictIsExplained() throws Exception {
        Map<String, CommandSpec> verbs = verbs();
        Map<String, List<String>> rows = Explanation.rows("explain.tsv");
        assertThat(verbs.keySet()).containsAll(rows.keySet());
        assertThat(rows.values()).allMatch(row -> row.size() == 4);
        Path sources = Path.of(System.getProperty("muster.root"), "muster-cli/src/main/java");
        List<String> judging;
        try (Stream<Path> files = Files.walk(sources)) {
            judging = files.filter(file -> file.toString().endsWith("Verb.java"))
                    .filter(file -> reads(file).contains("return Status.of("))
                    .map(file -> file.getFileName().toString().replace(".java", ""))
                    .toList();
        }
        assertThat(judging).isNotEmpty();
        assertThat(verbs.entrySet().stream()
                        .filter(verb -> judging.contains(
                                verb.getValue().userObject().getClass().getSimpleName()))
                        .filter(verb -> !verb.getValue().usageMessage().hidden())
                        .map(Map.Entry::getKey)
                        .filter(verb -> !rows.containsKey(verb)))
                .as("add a row to explain.tsv")
                .isEmpty();
    }

    private static String reads(Path file) {
        try {
            return Files.readString(file);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aTableIsFoldedToTheTerminalAndLosesNothing() {
        List<List<String>> rows = List.of(
                List.of("device", "why"), List.of("cam-01", "its measurements contradict what the maker said of it"));
        assertThat(new Fitted(rows, Colour.OFF, 40).lines())
                .containsExactly(
                        "device  why", "cam-01  its measurements contradict what", "        the maker said of it");
        assertThat(new Fitted(rows, Colour.OFF, 0).lines()).hasSize(2);
        assertThat(new Fitted(List.of(List.of("x".repeat(30), "y")), Colour.OFF, 20).lines())
                .containsExactly("x".repeat(17) + "  y", "x".repeat(13));
        assertThat(Terminal.width("120")).isEqualTo(120);
        assertThat(Terminal.width("3")).isZero();
        assertThat(Terminal.width("wide")).isZero();
    }
}
