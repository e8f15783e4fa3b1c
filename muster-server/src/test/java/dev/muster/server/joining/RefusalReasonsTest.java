package dev.muster.server.joining;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.joining.RefusalReasons;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The guide names every reason that joining gives, and each that the guide names is explained. */
class RefusalReasonsTest {
    /** Of the edge and of the desk for one answer; a device sees them and nobody has to look them up. */
    private static final Set<String> ELSEWHERE =
            Set.of("try-again", "content-type", "request-malformed", "device-unknown");

    @Test
    void theGuideAndTheServerKnowTheSameReasons() throws Exception {
        String guide = Files.readString(
                Path.of(System.getProperty("maven.multiModuleProjectDirectory", ".."), "docs/guides/joining.md"));
        String table = guide.substring(guide.indexOf("| code | status |"));
        table = table.substring(0, table.indexOf("\n\n"));
        Set<String> told = new TreeSet<>();
        for (String line : table.lines().toList()) {
            Matcher code = Pattern.compile("`([a-z-]+)`").matcher(line.split("\\|", -1)[1]);
            while (code.find()) {
                told.add(code.group(1));
            }
        }
        Set<String> known = new TreeSet<>(RefusalReasons.codes());
        known.removeAll(ELSEWHERE);
        assertThat(told).isEqualTo(known);
    }
}
