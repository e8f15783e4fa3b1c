package dev.muster.agent.maintenance;

import dev.muster.agent.state.Credential;
import dev.muster.agent.state.DeviceRoots;
import dev.muster.agent.state.KeyPlace;
import dev.muster.agent.state.LocalEpoch;
import dev.muster.format.devices.maintenance.Call;
import dev.muster.format.devices.maintenance.Grant;
import dev.muster.format.devices.maintenance.MaintenanceException;
import dev.muster.format.devices.maintenance.Pass;
import dev.muster.format.devices.maintenance.Reply;
import dev.muster.format.devices.maintenance.SessionRecord;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The socket for people who work on the device: one session at a time, each ended at the end of its window. */
public final class MaintenanceDoor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MaintenanceDoor.class);

    /** Fresh for each person's proof. */
    private static final int CHALLENGE_BYTES = 32;

    /** How often the clock is looked at, so that a window ends also when the clock is set. */
    private static final Duration LOOK = Duration.ofMillis(250);

    private final DeviceRoots roots;
    private final KeyPlace keys;
    private final InstantSource clock;
    private final SecureRandom random;
    private final LocalFunctions functions;
    private final Told told;
    private final Sessions sessions;
    private final AtomicReference<@Nullable LocalSession> open = new AtomicReference<>();
    private @Nullable ServerSocketChannel listening;

    /** Hears what happens here; called on threads of this door. */
    public interface Told {
        /** A session began; the server should know. */
        void began(Pass pass);

        /** A session ended, and {@link #unsent} has its record. */
        void ended(String session, String how);

        /** What was kept of a session is no record, and was put aside. */
        void unreadable(String session, String why);
    }

    /** @param keys where the device's key is, which signs what was done */
    public MaintenanceDoor(
            DeviceRoots roots,
            KeyPlace keys,
            InstantSource clock,
            SecureRandom random,
            LocalFunctions functions,
            Told told)
            throws IOException {
        this.keys = keys;
        this.roots = roots;
        this.clock = clock;
        this.random = random;
        this.functions = functions;
        this.told = told;
        this.sessions = new Sessions(roots);
    }

    /** Where a person's program connects. */
    public static Path socket(DeviceRoots roots) {
        return roots.state().resolve("maintenance").resolve("socket");
    }

    /** Records that wait for the server, in the order in which the sessions ended. One that cannot be read is put aside. */
    public List<Unsent> unsent() throws IOException {
        return sessions.unsent(told::unreadable);
    }

    /** Whoever delivers it has it safe. */
    public void sent(String session) throws IOException {
        sessions.sent(session);
    }

    /** Listens until closed. What a power cut ended is recorded as lost first. */
    public void open() throws IOException {
        sessions.closeLost();
        Path path = socket(roots);
        Files.deleteIfExists(path);
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(path));
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        listening = server;
        Thread.ofVirtual().name("maintenance").start(() -> listen(server));
    }

    private void listen(ServerSocketChannel server) {
        while (server.isOpen()) {
            try {
                SocketChannel person = server.accept();
                Thread.ofVirtual().name("maintenance-session").start(() -> serve(person));
            } catch (ClosedChannelException closed) {
                return;
            } catch (IOException e) {
                LOG.warn("nobody can be let in for maintenance: {}", e.getMessage());
                return;
            }
        }
    }

    /** The server ends a session, or says that it must not begin. */
    public void end(String session) throws IOException {
        LocalSession now = open.get();
        if (now != null && now.pass().session().equals(session)) {
            now.end(SessionRecord.Ending.KILLED);
        } else {
            sessions.forbid(session);
        }
    }

    /** What was issued until then lets nobody in any more; who is in by it is put out. */
    public void voidUntil(Instant since) throws IOException {
        new LocalEpoch(roots).raise(since);
        LocalSession now = open.get();
        if (now != null && !now.pass().from().isAfter(since)) {
            now.end(SessionRecord.Ending.KILLED);
        }
    }

    private void serve(SocketChannel person) {
        try (Frames frames = new Frames(person)) {
            LocalSession session = admitted(frames);
            if (session != null) {
                try {
                    work(frames, session);
                } finally {
                    release(session);
                }
            }
        } catch (IOException | MaintenanceException e) {
            LOG.debug("a maintenance connection ended: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable LocalSession admitted(Frames frames) throws IOException {
        try {
            Call wish = Call.parse(frames.read(Grant.MAX_BYTES));
            Pass pass = new PassCheck(roots, keys).accept(wish, clock.instant());
            if (sessions.had(pass.session())) {
                throw new GrantRefused("session-over", "session " + pass.session() + " was had already");
            }
            byte[] fresh = new byte[CHALLENGE_BYTES];
            random.nextBytes(fresh);
            frames.write(Reply.done(0, fresh));
            if (!(Call.parse(frames.read(Grant.MAX_BYTES)) instanceof Call.Prove proof)
                    || !LocalSession.proved(pass, Call.challenge(shown(wish), fresh), proof.signature())) {
                throw new GrantRefused("proof-wrong", "this is not the key of " + pass.person());
            }
            LocalSession session = new LocalSession(pass, new Workbench(roots, pass), functions, this::draft, clock);
            if (!open.compareAndSet(null, session)) {
                session.end(SessionRecord.Ending.LOST);
                throw new GrantRefused("session-busy", "somebody works here already");
            }
            let(frames, session);
            return session;
        } catch (GrantRefused no) {
            frames.write(no.reply());
            return null;
        }
    }

    /** Whoever is gone before the answer must not stay the one who works here. */
    private void let(Frames frames, LocalSession session) throws GrantRefused, IOException {
        boolean in = false;
        try {
            requireStill(session);
            frames.write(Reply.done());
            in = true;
        } finally {
            if (!in) {
                release(session);
            }
        }
    }

    /** The next one can come, whatever went wrong with this one. */
    private void release(LocalSession session) throws IOException {
        try {
            session.end(SessionRecord.Ending.LOST);
        } finally {
            open.compareAndSet(session, null);
        }
    }

    /** Between the first look and this one somebody else may have used it, or it was made void. */
    private void requireStill(LocalSession session) throws GrantRefused, IOException {
        Pass pass = session.pass();
        boolean had = sessions.had(pass.session());
        if (had || new LocalEpoch(roots).voids(pass.from())) {
            session.end(SessionRecord.Ending.KILLED);
            throw new GrantRefused(
                    had ? "session-over" : "token-revoked", "it was used or made void while it was proved");
        }
    }

    /** What was presented, as signed: the proof is bound to it. */
    private static byte[] shown(Call wish) {
        return switch (wish) {
            case Call.Open open -> open.grant();
            case Call.Present present -> present.token();
            default -> new byte[0];
        };
    }

    private void draft(SessionRecord soFar) throws IOException {
        sessions.draft(soFar, key());
    }

    private void work(Frames frames, LocalSession session) throws IOException, InterruptedException {
        draft(session.record());
        told.began(session.pass());
        Thread watch = Thread.ofVirtual().name("maintenance-window").start(() -> watch(frames, session));
        try {
            for (Call call = Call.parse(frames.read(Call.MAX_BYTES));
                    ;
                    call = Call.parse(frames.read(Call.MAX_BYTES))) {
                if (call instanceof Call.Close) {
                    // Whoever watches closes the connection of a session that is over, so the answer goes first.
                    frames.write(Reply.done());
                    session.end(SessionRecord.Ending.CLOSED);
                    return;
                }
                Reply reply = session.take(call);
                draft(session.record());
                frames.write(reply);
            }
        } finally {
            session.end(SessionRecord.Ending.LOST);
            watch.interrupt();
            SessionRecord record = session.record();
            sessions.ended(record, key());
            open.compareAndSet(session, null);
            told.ended(record.session(), record.ending().word());
        }
    }

    /** Looks at the clock; a window that is over, and a session that somebody else ended, take the connection with them. */
    private void watch(Frames frames, LocalSession session) {
        try {
            while (!session.isOver()) {
                if (!clock.instant().isBefore(session.pass().until())) {
                    session.end(SessionRecord.Ending.EXPIRED);
                }
                Thread.sleep(LOOK);
            }
            frames.close();
        } catch (InterruptedException done) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.warn("a session could not be ended cleanly: {}", e.getMessage());
        }
    }

    private PrivateKey key() throws IOException {
        return Credential.operational(roots, keys)
                .orElseThrow(() -> new IOException("this device has no certificate"))
                .key();
    }

    @Override
    public void close() throws IOException {
        LocalSession now = open.get();
        if (now != null) {
            now.end(SessionRecord.Ending.LOST);
        }
        if (listening != null) {
            listening.close();
        }
        Files.deleteIfExists(socket(roots));
    }
}
