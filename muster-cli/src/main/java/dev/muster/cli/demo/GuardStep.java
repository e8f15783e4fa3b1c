package dev.muster.cli.demo;

import dev.muster.format.devices.manifest.Violation;
import dev.muster.guard.socket.Ask;
import dev.muster.guard.socket.Happening;
import dev.muster.guard.socket.Say;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/** The device that is not simulated is attacked for real: processes killed, files changed, programs run, connections held. */
final class GuardStep implements Step {
    /** Well below the time for which a device waits for orders: an order must not need the end of it. */
    private static final Duration RELEASE_MAX = Duration.ofSeconds(20);

    private static final Duration EACH_MAX = Duration.ofMinutes(1);
    private static final int CONNECT_MILLIS_MAX = 5_000;
    private static final long LOOK_MILLIS = 5;

    @Override
    public String name() {
        return "guard";
    }

    @Override
    public void run(DemoWorld world, Story story) throws Exception {
        Optional<GuardedDevice> guarded = world.guarded();
        if (guarded.isEmpty()) {
            story.line(
                    name(), world.plan().real() + " has no guard on this machine, and its report of the host says so");
            return;
        }
        GuardedDevice device = guarded.get();
        confined(world, device, story);
        killed(device, story);
        files(world, device, story);
        network(world, device, story);
    }

    /** Read from the kernel's account of the process, not from anybody's report. */
    private void confined(DemoWorld world, GuardedDevice device, Story story) throws Exception {
        Say.Standing standing = standing(device, s -> s.agent() > 0);
        List<String> status = Files.readAllLines(Path.of("/proc", String.valueOf(standing.agent()), "status"));
        for (String wanted : List.of("CapEff:\t0000000000000000", "CapBnd:\t0000000000000000", "Seccomp:\t2")) {
            NotShown.unless(status.contains(wanted), "the kernel does not say " + wanted + " of the agent");
        }
        NotShown.unless(status.stream().noneMatch(line -> line.startsWith("Uid:\t0")), "the agent is root");
        story.line(
                name(),
                world.plan().real() + " is no simulation: agent " + standing.agent()
                        + " is an ordinary user without capabilities, with filtered calls (read from the kernel)");
    }

    private void killed(GuardedDevice device, Story story) throws Exception {
        Say.Standing first = standing(device, s -> s.agent() > 0);
        long begin = System.nanoTime();
        kill(first.agent());
        Say.Standing second = standing(device, s -> s.agent() > 0 && s.agent() != first.agent());
        Duration agent = Duration.ofNanos(System.nanoTime() - begin);
        begin = System.nanoTime();
        kill(second.guard());
        Say.Standing third = standing(device, s -> s.guard() != second.guard() && s.agent() > 0);
        Duration guard = Duration.ofNanos(System.nanoTime() - begin);
        NotShown.unless(third.agent() == second.agent(), "the agent did not outlive its guard");
        boolean closed = table(device).contains("policy drop") || table(device).isEmpty();
        NotShown.unless(closed, "the packet filter was open when the guard came back");
        story.line(
                name(),
                "killed with -9: the agent was back after " + Story.time(agent) + ", the guard after "
                        + Story.time(guard) + " with the same agent",
                Map.of("agent_back_ms", agent.toMillis(), "guard_back_ms", guard.toMillis()));
    }

    private static String table(GuardedDevice device) throws IOException {
        return ((Say.Table) device.ask(new Ask.Table())).listed().orElse("");
    }

    private void files(DemoWorld world, GuardedDevice device, Story story) throws Exception {
        Path root = world.plan().realDevice();
        NotShown.unless(runs(root.resolve(GuardedDevice.LISTED)), "a program that the manifest names does not run");
        NotShown.unless(
                !runs(root.resolve(GuardedDevice.UNLISTED)), "a program that the manifest does not name was run");
        Happening refused = happening(device, h -> h.kind() == Violation.PROGRAM_REFUSED);
        long begin = System.nanoTime();
        Files.writeString(root.resolve(GuardedDevice.HELD), "microphone = on\n", StandardOpenOption.APPEND);
        Happening changed = happening(device, h -> h.kind() == Violation.FILE_CHANGED);
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        NotShown.unless(
                changed.culprit().startsWith(ProcessHandle.current().pid() + " "),
                "the change was not laid at this process's door but at " + changed.culprit());
        story.line(
                name(),
                "a program that its manifest does not name: refused by the kernel, to process "
                        + named(refused.culprit()) + "; a changed file: noticed after " + Story.time(took)
                        + ", done by process " + named(changed.culprit()),
                Map.of("noticed_ms", took.toMillis()));
    }

    /** {@code number user program} without the folders of the program: the number tells it from others. */
    private static String named(String culprit) {
        return culprit.replaceAll("/\\S*/", "");
    }

    private static boolean runs(Path program) throws InterruptedException {
        try {
            return new ProcessBuilder(program.toString()).start().waitFor() == 0;
        } catch (IOException refused) {
            return false;
        }
    }

    /** A connection that is open when the device is quarantined dies; the way home stays. */
    private void network(DemoWorld world, GuardedDevice device, Story story) throws Exception {
        int elsewhere = device.site().echo();
        NotShown.unless(connects(device, device.home().getPort()), "it does not reach its server");
        await("its good evidence lets it speak", () -> connects(device, elsewhere));
        try (Socket open = device.site().fromDevice(elsewhere, CONNECT_MILLIS_MAX)) {
            NotShown.unless(echoes(open), "nothing comes back over an open connection");
            long begin = System.nanoTime();
            order(world, "quarantine");
            await("the quarantine is in force", () -> table(device).contains("policy drop"));
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            open.setSoTimeout(1_000);
            NotShown.unless(!echoes(open), "a connection outlived the quarantine");
            NotShown.unless(!connects(device, elsewhere), "a quarantined device still reaches others");
            NotShown.unless(
                    connects(device, device.home().getPort()), "a quarantined device does not reach its server");
            story.line(
                    name(),
                    "it reaches others since its evidence is good; quarantined by an operator: "
                            + Story.time(took)
                            + " later its open connection was dead in the kernel, no new one was possible, the server"
                            + " still reached",
                    Map.of("quarantine_ms", took.toMillis()));
        } finally {
            order(world, "release");
        }
        long begin = System.nanoTime();
        await("it may speak again", () -> connects(device, elsewhere));
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        NotShown.unless(
                took.compareTo(RELEASE_MAX) < 0,
                "it was let back only after " + Story.time(took) + ", when its wait for orders was over");
        story.line(
                name(),
                "let back by an operator: it reaches others again after " + Story.time(took),
                Map.of("release_ms", took.toMillis()));
    }

    private static void order(DemoWorld world, String what) {
        world.api().post(DemoWorld.path("devices/" + world.plan().real() + "/" + what), Map.of("reason", "demo"));
    }

    private static boolean connects(GuardedDevice device, int port) {
        try (Socket made = device.site().fromDevice(port, 300)) {
            return made.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    private static boolean echoes(Socket socket) {
        try {
            socket.getOutputStream().write('m');
            return socket.getInputStream().read() == 'm';
        } catch (IOException dead) {
            return false;
        }
    }

    private static void kill(long process) {
        ProcessHandle.of(process).ifPresent(ProcessHandle::destroyForcibly);
    }

    private static Say.Standing standing(GuardedDevice device, Predicate<Say.Standing> wanted) throws Exception {
        return await("the guard answers", () -> Optional.of(device.standing()).filter(wanted));
    }

    private static Happening happening(GuardedDevice device, Predicate<Happening> wanted) throws Exception {
        return await(
                "the guard sees it",
                () -> ((Say.News) device.ask(new Ask.News(0)))
                        .happenings().stream().filter(wanted).findFirst());
    }

    private static void await(String what, BooleanSource source) throws Exception {
        await(what, () -> source.get() ? Optional.of(true) : Optional.empty());
    }

    private interface BooleanSource {
        boolean get() throws Exception;
    }

    private static <T> T await(String what, Callable<Optional<T>> source) throws Exception {
        long end = System.nanoTime() + EACH_MAX.toNanos();
        while (System.nanoTime() < end) {
            try {
                Optional<T> found = source.call();
                if (found.isPresent()) {
                    return found.get();
                }
            } catch (IOException away) {
                // Asked again: it is being replaced.
            }
            Thread.sleep(LOOK_MILLIS);
        }
        throw new NotShown("in vain was waited: " + what);
    }
}
