package dev.muster.agent.network;

import dev.muster.agent.state.DeviceRoots;
import dev.muster.format.devices.orders.PagedRules;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The pages of one order's rules, kept while they are fetched, each under its digest: whoever is cut off goes on with those that
 * are missing. Never more than one order's.
 */
public final class RulePages {
    private static final String FOLDER = "gateway.pages";

    private final DeviceRoots roots;

    RulePages(DeviceRoots roots) {
        this.roots = roots;
    }

    /** Where pages come from. */
    @FunctionalInterface
    public interface Source {
        /** The page of a number, from 0. */
        byte[] page(int number) throws IOException, InterruptedException;
    }

    /**
     * The whole text, of pages that are here and of those that are fetched.
     *
     * @throws IOException when a page is another than was said, or all are not the rules whose digest was said
     */
    byte[] whole(PagedRules rules, Source source) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(folder());
        for (Path kept : kept()) {
            if (!rules.pages().contains(kept.getFileName().toString())) {
                Files.delete(kept);
            }
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int number = 0; number < rules.pages().size(); number++) {
            all.writeBytes(page(rules, number, folder.resolve(rules.pages().get(number)), source));
        }
        try {
            return rules.text(all.toByteArray());
        } catch (IllegalArgumentException no) {
            clear();
            throw new IOException(no.getMessage(), no);
        }
    }

    private byte[] page(PagedRules rules, int number, Path file, Source source)
            throws IOException, InterruptedException {
        if (Files.exists(file) && Files.size(file) <= PagedRules.PAGE_BYTES) {
            byte[] here = Files.readAllBytes(file);
            if (rules.is(number, here)) {
                return here;
            }
        }
        byte[] fetched = source.page(number);
        if (!rules.is(number, fetched)) {
            throw new IOException("page " + (number + 1) + " of "
                    + rules.pages().size() + " is of other rules than were ordered: nothing of them is in force");
        }
        roots.write(file, fetched);
        return fetched;
    }

    /** They are in force, or good for nothing. */
    void clear() throws IOException {
        for (Path kept : kept()) {
            Files.delete(kept);
        }
        Files.deleteIfExists(folder());
    }

    private List<Path> kept() throws IOException {
        if (!Files.isDirectory(folder())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder())) {
            return files.toList();
        }
    }

    private Path folder() {
        return roots.network().resolve(FOLDER);
    }
}
