package dev.muster.agent.maintenance;

import dev.muster.agent.state.DeviceRoots;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.devices.maintenance.MaintenanceException;
import dev.muster.format.devices.maintenance.SessionRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * Sessions that this device has had, one file each: {@code ID.open} while one goes on, {@code ID.record} when it is over
 * and the server has not heard yet, {@code ID.over} afterwards, so that a grant is used once. A file is written before what
 * it says is acted on, so a session that a power cut ends is known as lost. {@code ID.unreadable} is kept for people.
 */
final class Sessions {
    private static final String OPEN = ".open";
    private static final String RECORD = ".record";
    private static final String OVER = ".over";
    private static final String UNREADABLE = ".unreadable";

    /** Grants live a day; a device that has had so many sessions forgets the oldest. */
    private static final int KEPT = 512;

    private final DeviceRoots roots;
    private final Path folder;

    Sessions(DeviceRoots roots) throws IOException {
        this.roots = roots;
        this.folder = Files.createDirectories(roots.state().resolve("maintenance"));
    }

    Path folder() {
        return folder;
    }

    /** Whether the session has begun before, or was ended by the server before it could. */
    boolean had(String session) {
        return Files.exists(folder.resolve(session + OPEN))
                || Files.exists(folder.resolve(session + RECORD))
                || Files.exists(folder.resolve(session + OVER));
    }

    /** Keeps what has been done so far, as it would be told if the power went now. */
    void draft(SessionRecord soFar, PrivateKey key) throws IOException {
        roots.write(folder.resolve(soFar.session() + OPEN), signed(soFar, key));
    }

    private static byte[] signed(SessionRecord record, PrivateKey key) {
        return record.sign(CoseSigner.of(CoseAlgorithm.ES256, key, Optional.empty()));
    }

    /** Keeps the record, signed by the key that the device has now, until the server takes it. */
    void ended(SessionRecord record, PrivateKey key) throws IOException {
        roots.write(folder.resolve(record.session() + RECORD), signed(record, key));
        Files.deleteIfExists(folder.resolve(record.session() + OPEN));
    }

    /** The server does not want this session: a grant for it is good no more. */
    void forbid(String session) throws IOException {
        if (!had(session)) {
            roots.write(folder.resolve(session + OVER), new byte[0]);
        }
    }

    /** Sessions that the agent did not see end: what was kept of them is their record. */
    void closeLost() throws IOException {
        for (Path file : files(OPEN)) {
            Files.move(file, folder.resolve(name(file, OPEN) + RECORD), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /**
     * Records of sessions that are over, which are to be sent. One that cannot be read is put aside: it must not hold up
     * whatever else the device has to do.
     *
     * @param unreadable hears of which session, and why
     */
    List<Unsent> unsent(BiConsumer<String, String> unreadable) throws IOException {
        List<Unsent> waiting = new ArrayList<>();
        for (Path file : files(RECORD)) {
            String session = name(file, RECORD);
            byte[] bytes = Files.readAllBytes(file);
            try {
                boolean byRole = SessionRecord.parse(bytes).role().isPresent();
                waiting.add(new Unsent(session, byRole, bytes));
            } catch (MaintenanceException e) {
                putAside(session);
                unreadable.accept(session, String.valueOf(e.getMessage()));
            }
        }
        return waiting;
    }

    /** The record is in the outbox. */
    void sent(String session) throws IOException {
        roots.write(folder.resolve(session + OVER), new byte[0]);
        Files.deleteIfExists(folder.resolve(session + RECORD));
        List<Path> over = files(OVER);
        for (Path file : over.subList(0, Math.max(0, over.size() - KEPT))) {
            Files.deleteIfExists(file);
        }
    }

    /** What is no record is kept for people, and not sent; its session is over all the same. */
    private void putAside(String session) throws IOException {
        Path record = folder.resolve(session + RECORD);
        Files.move(record, folder.resolve(session + UNREADABLE), StandardCopyOption.REPLACE_EXISTING);
        sent(session);
    }

    private static String name(Path file, String ending) {
        String name = file.getFileName().toString();
        return name.substring(0, name.length() - ending.length());
    }

    private List<Path> files(String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(ending))
                    .sorted(Comparator.comparing(Sessions::modified))
                    .toList();
        }
    }

    private static Instant modified(Path file) {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (IOException gone) {
            return Instant.EPOCH;
        }
    }
}
