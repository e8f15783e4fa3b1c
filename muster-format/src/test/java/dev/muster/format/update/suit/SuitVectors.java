package dev.muster.format.update.suit;

import dev.muster.testing.Vectors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The public test data of the drafts, beside the project. */
final class SuitVectors {
    private SuitVectors() {}

    static Path file(String name) {
        return Vectors.path("suit/" + name);
    }

    /** The most complete envelope of one of the draft's examples: the last block of hex in its text. */
    static byte[] example(int number) {
        try {
            List<String> blocks = new ArrayList<>();
            StringBuilder block = new StringBuilder();
            for (String line : Files.readAllLines(file("manifest/example" + number + ".txt"))) {
                if (line.matches("[0-9a-f]+")) {
                    block.append(line);
                } else if (!block.isEmpty()) {
                    blocks.add(block.toString());
                    block.setLength(0);
                }
            }
            if (!block.isEmpty()) {
                blocks.add(block.toString());
            }
            return HexFormat.of().parseHex(blocks.getLast());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(String name) {
        try {
            return Files.readAllBytes(file(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] hex(String name) {
        String text = new String(bytes(name), StandardCharsets.US_ASCII);
        return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
    }
}
