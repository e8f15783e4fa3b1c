package dev.muster.core.assurance.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.testing.Needs;
import dev.muster.testing.TestFolders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A printed sheet is a well-formed PDF with every word of it, the same each time. */
class PrintTest {
    private static final Pattern STREAM = Pattern.compile("/Length (\\d+) >>\nstream\n");

    private static Sheet sheet(int rows) {
        return new Sheet(
                "Statement (of \\ nothing)",
                "Evidence supports a row or does not.",
                List.of("row", "asks", "where"),
                Collections.nCopies(
                        rows,
                        List.of(
                                "5.1-1",
                                "M\u00fcller says \u0416 (twice) \\ " + "word ".repeat(40),
                                "https://x/" + "y".repeat(400))));
    }

    private static String text(byte[] pdf) {
        return new String(pdf, StandardCharsets.US_ASCII);
    }

    @Test
    void everyObjectIsWhereTheTableSaysAndEveryStreamAsLong() {
        String pdf = text(Print.of(sheet(30)));
        int table = Integer.parseInt(pdf.substring(pdf.indexOf("startxref\n") + 10, pdf.indexOf("\n%%EOF")));
        assertThat(pdf).startsWith("%PDF-1.4\n").endsWith("%%EOF\n");
        List<String> lines = pdf.substring(table).lines().toList();
        assertThat(lines.getFirst()).isEqualTo("xref");
        int objects = Integer.parseInt(lines.get(1).substring(2)) - 1;
        for (int number = 1; number <= objects; number++) {
            String line = lines.get(2 + number);
            assertThat(line).hasSize(19);
            assertThat(pdf.substring(Integer.parseInt(line.substring(0, 10)))).startsWith(number + " 0 obj\n");
        }
        Matcher stream = STREAM.matcher(pdf);
        int streams = 0;
        while (stream.find()) {
            assertThat(pdf.substring(stream.end() + Integer.parseInt(stream.group(1))))
                    .startsWith("endstream");
            streams++;
        }
        assertThat(pdf).contains("/Count " + streams + " ");
        assertThat(streams).isGreaterThan(1);
    }

    /** Brackets would end the text, and a sign that the font has not is shown to be missing. */
    @Test
    void noWordEndsItsText() {
        String pdf = text(Print.of(sheet(1)));
        assertThat(pdf).contains("(Statement \\(of \\\\ nothing\\))", "M\\374ller says ? \\(twice\\) \\\\ word");
    }

    @Test
    void linesAreNoWiderThanTheyMayBeAndLoseNothing() {
        String words = "a few words and aVeryLongOneThatNobodyCanReadInOneGoAtAll end";
        List<String> lines = PrintedText.lines(words, 8, 60);
        assertThat(lines).hasSizeGreaterThan(3).allMatch(line -> PrintedText.width(line, 8) <= 60);
        assertThat(String.join("", lines).replace(" ", "")).isEqualTo(words.replace(" ", ""));
        assertThat(PrintedText.lines("", 8, 60)).containsExactly("");
    }

    @Test
    void aRowMayBeHigherThanAPage() {
        Sheet high =
                new Sheet("t", "n", List.of("a", "b"), List.of(List.of("x", "many ".repeat(6_000)), List.of("y", "z")));
        String pdf = text(Print.of(high));
        assertThat(Pattern.compile("many").matcher(pdf).results().count()).isEqualTo(6_000);
        assertThat(pdf).contains("(y) Tj", "(page 2 of ");
        assertThat(text(Print.of(new Sheet("t", "n", List.of("a"), List.of())))).contains("(page 1 of 1)");
    }

    @Test
    void theSameSheetGivesTheSameBytes() {
        assertThat(Print.of(sheet(20))).isEqualTo(Print.of(sheet(20))).isNotEqualTo(Print.of(sheet(21)));
        assertThat(text(Print.of(sheet(1)))).doesNotContain("CreationDate", "ModDate");
    }

    /** What another program reads of it. */
    @Test
    void popplerReadsEveryWord() throws Exception {
        Needs.tool("pdftotext", "printed sheets read by another program");
        Path file = Files.write(TestFolders.create("muster-print-").resolve("sheet.pdf"), Print.of(sheet(12)));
        Process read = new ProcessBuilder("pdftotext", "-raw", file.toString(), "-").start();
        String said = new String(read.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(new String(read.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(read.waitFor()).isZero();
        assertThat(said).contains("Statement (of \\ nothing)", "M\u00fcller says ? (twice)", "page 1 of");
        assertThat(Pattern.compile("word").matcher(said).results().count()).isEqualTo(12 * 40);
    }
}
