package dev.muster.agent.report;

import dev.muster.agent.state.AtomicFile;
import dev.muster.agent.state.DeviceRoots;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reports that wait for the server, oldest first, one file each. One thread at a time. */
public final class Outbox {

    /** A device that could not report for days keeps the newest; the server learns the state from evidence anyway. */
    private static final int REPORTS_MAX = 256;

    private final DeviceRoots roots;
    private final Path folder;

    public Outbox(DeviceRoots roots) throws IOException {
        this.roots = roots;
        this.folder = Files.createDirectories(roots.state().resolve("outbox"));
    }

    /**
     * One report.
     *
     * @param path the door it goes to, such as {@code /update/acme/report}
     * @param mediaType of the body
     */
    public record Report(String path, String mediaType, byte[] body) {}

    /** Keeps a report; it is safe when this returns. The oldest is dropped when there are too many. */
    public void add(Report report) throws IOException {
        List<Path> waiting = waiting();
        if (waiting.size() >= REPORTS_MAX) {
            Files.delete(waiting.getFirst());
        }
        long number = waiting.isEmpty() ? 1 : number(waiting.getLast()) + 1;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeUTF(report.path());
        out.writeUTF(report.mediaType());
        out.writeInt(report.body().length);
        out.write(report.body());
        roots.write(folder.resolve(String.format("%012d", number)), bytes.toByteArray());
    }

    /** The oldest report, or empty. One that cannot be read is removed: it would block all others for ever. */
    public Optional<Report> oldest() throws IOException {
        for (Path file : waiting()) {
            try {
                DataInputStream in = new DataInputStream(new ByteArrayInputStream(Files.readAllBytes(file)));
                String path = in.readUTF();
                String mediaType = in.readUTF();
                byte[] body = in.readNBytes(in.readInt());
                return Optional.of(new Report(path, mediaType, body));
            } catch (EOFException e) {
                Files.delete(file);
            }
        }
        return Optional.empty();
    }

    /** The server has the oldest report. */
    public void removeOldest() throws IOException {
        List<Path> waiting = waiting();
        if (!waiting.isEmpty()) {
            Files.delete(waiting.getFirst());
            AtomicFile.flushFolder(folder, roots.durability());
        }
    }

    private List<Path> waiting() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.getFileName().toString().matches("[0-9]{12}"))
                    .sorted()
                    .toList();
        }
    }

    private static long number(Path file) {
        return Long.parseLong(file.getFileName().toString());
    }
}
