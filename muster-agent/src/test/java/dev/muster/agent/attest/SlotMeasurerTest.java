package dev.muster.agent.attest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.attest.coswid.Digest;
import dev.muster.format.attest.coswid.FileEntry;
import dev.muster.format.attest.eat.SlotMeasurement;
import dev.muster.format.crypto.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlotMeasurerTest {
    @TempDir
    Path slot;

    @BeforeEach
    void twoFiles() throws IOException {
        write("bin/app", "program");
        write("version", "1.0.0");
    }

    private void write(String path, String content) throws IOException {
        Path file = slot.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private SlotMeasurement measure() throws IOException {
        return SlotMeasurer.measure(slot);
    }

    @Test
    void itIsWhatTheMakerComputesFromTheSameFiles() throws IOException {
        SlotMeasurement maker = new SlotMeasurement(List.of(file("version", "1.0.0"), file("bin/app", "program")));
        assertThat(measure()).isEqualTo(maker);
        assertThat(measure().overall()).isEqualTo(maker.overall());
    }

    private static FileEntry file(String path, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        return FileEntry.of(path, bytes.length, Digest.sha256(Sha256.of(bytes)));
    }

    @Test
    void everyChangeShows() throws IOException {
        Digest before = measure().overall();
        write("bin/app", "Program");
        assertThat(measure().overall()).isNotEqualTo(before);
        write("bin/app", "program");
        assertThat(measure().overall()).as("measured anew, from no cache").isEqualTo(before);
        write("bin/more", "");
        assertThat(measure().overall()).isNotEqualTo(before);
        Files.delete(slot.resolve("bin/more"));
        Files.delete(slot.resolve("version"));
        assertThat(measure().overall()).isNotEqualTo(before);
    }

    @Test
    void aLinkIsNotFollowed(@TempDir Path elsewhere) throws IOException {
        Path outside = Files.writeString(elsewhere.resolve("app"), "program");
        Digest before = measure().overall();
        Files.delete(slot.resolve("bin/app"));
        Files.createSymbolicLink(slot.resolve("bin/app"), outside);
        assertThat(measure().overall()).as("the same content behind a link").isNotEqualTo(before);
        Files.createSymbolicLink(slot.resolve("all"), Path.of("/"));
        assertThat(measure().files()).as("a link to a folder is one entry").hasSize(3);
        Files.delete(outside);
    }

    @Test
    void tooManyFilesAreMeasuredAsTooMany() throws IOException {
        SlotMeasurement most = SlotMeasurer.measure(slot, 2);
        assertThat(most).isEqualTo(measure());
        write("third", "");
        SlotMeasurement more = SlotMeasurer.measure(slot, 2);
        assertThat(more.files()).hasSize(3);
        assertThat(more.files()).extracting(FileEntry::path).contains("more files than are measured");
        assertThat(more.overall()).isNotEqualTo(most.overall());
    }

    @Test
    void aSlotThatIsNotThereHasNoMeasurement() {
        assertThatThrownBy(() -> SlotMeasurer.measure(slot.resolve("gone"))).isInstanceOf(IOException.class);
    }
}
