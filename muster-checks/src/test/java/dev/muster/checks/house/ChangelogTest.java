package dev.muster.checks.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** CHANGELOG.md has the form of keepachangelog.com 1.1.0, so that a reader and a program find what changed. */
class ChangelogTest {
    private static final Pattern VERSION =
            Pattern.compile("## \\[(?:Unreleased]|\\d+\\.\\d+\\.\\d+] - \\d{4}-\\d\\d-\\d\\d(?: \\[YANKED])?)");
    private static final Set<String> KINDS = Set.of("Added", "Changed", "Deprecated", "Removed", "Fixed", "Security");

    @Test
    void everyLineStandsUnderAVersionAndAKind() throws Exception {
        List<String> lines =
                Files.readAllLines(Path.of(System.getProperty("muster.root")).resolve("CHANGELOG.md"));
        assertThat(lines.getFirst()).isEqualTo("# Changelog");
        List<String> versions = new ArrayList<>();
        String kind = "";
        for (String line : lines) {
            if (line.startsWith("## ")) {
                assertThat(line).matches(VERSION);
                versions.add(line);
                kind = "";
            } else if (line.startsWith("### ")) {
                kind = line.substring(4);
                assertThat(KINDS).contains(kind);
            } else if (line.startsWith("- ")) {
                assertThat(kind).as("kind of change above: %s", line).isNotEmpty();
            }
        }
        assertThat(versions).isNotEmpty().doesNotHaveDuplicates();
        assertThat(versions.getFirst()).isEqualTo("## [Unreleased]");
    }
}
