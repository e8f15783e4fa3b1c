package dev.muster.guard.socket;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.net.ExtendedSocketOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens for questions. Only the agent's user and the guard's own are answered; the kernel says who asks. */
public final class GuardDoor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GuardDoor.class);

    /** An agent asks over one connection; it may hold all of these and keep nobody else out. */
    private static final int CONNECTIONS_OF_AGENT = 6;

    /** A person asks over another. */
    private static final int CONNECTIONS_OF_OWN = 2;

    private final ServerSocketChannel door;
    private final UserPrincipal own;
    private final Set<UserPrincipal> welcome;
    private final BiFunction<Boolean, Ask, Say> desk;
    private final Semaphore ofAgent = new Semaphore(CONNECTIONS_OF_AGENT);
    private final Semaphore ofOwn = new Semaphore(CONNECTIONS_OF_OWN);

    private GuardDoor(
            ServerSocketChannel door, UserPrincipal own, UserPrincipal agent, BiFunction<Boolean, Ask, Say> desk) {
        this.door = door;
        this.own = own;
        this.welcome = Stream.of(own, agent).collect(Collectors.toUnmodifiableSet());
        this.desk = desk;
    }

    /**
     * @param socket is made anew, for its owner only
     * @param user the agent's number; who else is let in is the guard's own user
     * @param desk answers; is told whether the guard's own user asks
     */
    public static GuardDoor open(Path socket, int user, BiFunction<Boolean, Ask, Say> desk) throws IOException {
        Files.deleteIfExists(socket);
        ServerSocketChannel door = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        door.bind(UnixDomainSocketAddress.of(socket));
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
        UserPrincipal own = Files.getOwner(Path.of("/proc/self"));
        Files.setAttribute(socket, "unix:uid", user, LinkOption.NOFOLLOW_LINKS);
        GuardDoor open = new GuardDoor(door, own, Files.getOwner(socket), desk);
        Thread.ofPlatform().daemon().name("guard-door").start(open::listen);
        return open;
    }

    private void listen() {
        while (door.isOpen()) {
            try {
                enter(door.accept());
            } catch (IOException e) {
                LOG.debug("the door: {}", e.getMessage());
            }
        }
    }

    /** Who asks is known before a place is taken: the kernel says it without a word of the caller's. */
    private void enter(SocketChannel caller) throws IOException {
        try {
            UserPrincipal who =
                    caller.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
            if (!welcome.contains(who)) {
                Wire.send(caller, Say.class, new Say.Refused("stranger", "user " + who.getName() + " may not ask"));
                caller.close();
                return;
            }
            Semaphore places = who.equals(own) ? ofOwn : ofAgent;
            if (places.tryAcquire()) {
                Thread.ofPlatform().daemon().name("guard-desk").start(() -> serve(caller, who.equals(own), places));
            } else {
                caller.close();
            }
        } catch (IOException e) {
            caller.close();
            throw e;
        }
    }

    private void serve(SocketChannel caller, boolean mine, Semaphore places) {
        try (caller) {
            for (var ask = Wire.receive(caller, Ask.class); ask.isPresent(); ask = Wire.receive(caller, Ask.class)) {
                Wire.send(caller, Say.class, answer(mine, ask.get()));
            }
        } catch (IOException e) {
            LOG.debug("a caller: {}", e.getMessage());
        } finally {
            places.release();
        }
    }

    private Say answer(boolean mine, Ask ask) {
        try {
            return desk.apply(mine, ask);
        } catch (RuntimeException e) {
            LOG.warn("not answered: {}", ask.getClass().getSimpleName(), e);
            return new Say.Refused("guard-failed", String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
