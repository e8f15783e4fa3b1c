package dev.muster.agent.maintenance;

import dev.muster.agent.maintenance.LocalCity.Visit;
import dev.muster.agent.state.DeviceRoots;
import dev.muster.agent.state.Durability;
import dev.muster.agent.state.KeyPlace;
import dev.muster.format.devices.maintenance.Call;
import dev.muster.format.devices.maintenance.LocalOperation;
import dev.muster.format.devices.maintenance.LocalRole;
import dev.muster.format.devices.maintenance.Pass;
import dev.muster.format.devices.maintenance.Reply;
import dev.muster.format.devices.orders.Strength;
import dev.muster.testing.Waiting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A device that has joined, with its door open. */
abstract class LocalDevice {
    static final Instant NOW = Instant.parse("2026-11-30T08:00:00Z");

    @TempDir
    private Path folder;

    final LocalCity city = new LocalCity("city", NOW);
    final AtomicReference<Instant> clock = new AtomicReference<>(NOW);
    final List<String> done = new ArrayList<>();
    final List<String> aside = new ArrayList<>();
    DeviceRoots roots;
    MaintenanceDoor door;
    final AtomicReference<byte[]> lastDraft = new AtomicReference<>(new byte[0]);
    private final AtomicInteger began = new AtomicInteger();
    private final AtomicInteger over = new AtomicInteger();
    int tokens;

    @BeforeEach
    void aDeviceThatHasJoined() throws IOException {
        roots = DeviceRoots.under(folder, Strength.CHECKED, Durability.PROCESS_END)
                .create();
        city.join(roots, "cam-1");
        LocalFunctions functions = (operation, argument, session) -> {
            done.add(operation.word());
            if (argument.equals("the disk is full")) {
                lastDraft.set(Files.readAllBytes(MaintenanceDoor.socket(roots).resolveSibling(session + ".open")));
                throw new IOException(argument);
            }
            return operation.word().getBytes(StandardCharsets.UTF_8);
        };
        MaintenanceDoor.Told told = new MaintenanceDoor.Told() {
            @Override
            public void began(Pass pass) {
                began.incrementAndGet();
            }

            @Override
            public void ended(String session, String how) {
                over.incrementAndGet();
            }

            @Override
            public void unreadable(String session, String why) {
                aside.add(session);
            }
        };
        door = new MaintenanceDoor(roots, KeyPlace.FILES, clock::get, LocalCity.RANDOM, functions, told);
        door.open();
    }

    @AfterEach
    void close() throws Exception {
        door.close();
        // Who was let in is put out and written down before the folder goes.
        Waiting.until("the end of all", Duration.ofSeconds(5), () -> over.get() == began.get());
    }

    final byte[] token(LocalRole role) {
        return city.signed(city.token("r-" + ++tokens, "cam-1", role, NOW, NOW.plus(Duration.ofMinutes(10))));
    }

    final void over(int sessions) throws Exception {
        Waiting.until("the end of " + sessions + " sessions", Duration.ofSeconds(5), () -> over.get() == sessions);
    }

    final Reply present(byte[] token) throws IOException {
        try (Visit visit = new Visit(roots)) {
            return visit.present(token, city.person);
        }
    }

    final boolean works(byte[] token) throws IOException {
        try (Visit visit = new Visit(roots)) {
            return visit.present(token, city.person).isDone()
                    && visit.ask(new Call.Do(LocalOperation.STATUS, "")).isDone();
        }
    }
}
