package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int muster(String... args) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    @Test
    void aWrongOptionIsOneSentenceAndStatus64() {
        assertThat(muster("version", "--jsno")).isEqualTo(64);
        assertThat(err.toString().strip().lines()).hasSize(1);
        assertThat(err.toString()).contains("--jsno").contains("--help");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void anUnknownVerbIsOneSentenceAndStatus64() {
        assertThat(muster("versiom")).isEqualTo(64);
        assertThat(err.toString().strip().lines()).hasSize(1);
        assertThat(err.toString()).contains("did you mean version");
    }

    @Test
    void noVerbIsAUsageError() {
        assertThat(muster()).isEqualTo(64);
        assertThat(err.toString().strip().lines()).hasSize(1);
    }

    @Test
    void jsonIsOneDocumentOnStandardOutput() {
        assertThat(muster("version", "--json")).isZero();
        assertThat(out.toString().strip()).startsWith("{").endsWith("}");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void theDataDirectoryFollowsTheDesktopConvention() {
        assertThat(DataDir.standard(Map.of("XDG_DATA_HOME", "/x"), "/home/a")).isEqualTo(Path.of("/x/muster"));
        assertThat(DataDir.standard(Map.of(), "/home/a")).isEqualTo(Path.of("/home/a/.local/share/muster"));
    }

    @Test
    void aDataDirectoryBelowAFileIsOneSentence(@TempDir Path dir) throws Exception {
        Path file = Files.writeString(dir.resolve("file"), "x");
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> new DataDir(file.resolve("data")).create())
                .isInstanceOf(CommandFailed.class)
                .hasMessageContaining("cannot be made");
    }
}
