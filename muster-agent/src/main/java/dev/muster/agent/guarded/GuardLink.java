package dev.muster.agent.guarded;

import dev.muster.agent.report.FailureSource;
import dev.muster.format.devices.host.HostFact;
import dev.muster.guard.firewall.PacketFilter;
import dev.muster.guard.socket.Ask;
import dev.muster.guard.socket.GuardClient;
import dev.muster.guard.socket.Happening;
import dev.muster.guard.socket.Say;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The guard as the agent uses it: the kernel's packet filter, the look at the host, and what went wrong. Thread-safe. */
public final class GuardLink implements PacketFilter, Supplier<List<HostFact>>, FailureSource {
    private static final Logger LOG = LoggerFactory.getLogger(GuardLink.class);

    /** What the guard saw is with the server within a second. */
    private static final long EVERY_MILLIS = 250;

    private final GuardClient guard;
    private volatile Runnable more = () -> {};

    public GuardLink(Path socket) {
        this.guard = new GuardClient(socket);
    }

    @Override
    public void load(byte[] ruleset) throws IOException {
        guard.ask(new Ask.Rules(new String(ruleset, StandardCharsets.UTF_8)));
    }

    @Override
    public Optional<String> list() throws IOException {
        return ask(new Ask.Table(), Say.Table.class).listed();
    }

    /** What holds on this host; nothing while there is no guard. */
    @Override
    public List<HostFact> get() {
        try {
            return ask(new Ask.Look(), Say.Looked.class).facts();
        } catch (IOException away) {
            LOG.warn("the guard does not say what holds here: {}", away.getMessage());
            return List.of();
        }
    }

    @Override
    public List<Numbered> after(long number) throws IOException {
        return news(number).stream()
                .map(one -> new Numbered(one.number(), Failures.of(one)))
                .toList();
    }

    @Override
    public void whenMore(Runnable wake) {
        more = wake;
    }

    /** What a rule of the manifest makes of its sensors now. */
    public void judged(String rule, long value) throws IOException {
        guard.ask(new Ask.Judged(rule, value));
    }

    /** What happened after this number. */
    public List<Happening> news(long after) throws IOException {
        return ask(new Ask.News(after), Say.News.class).happenings();
    }

    /** Tells what happens from now on, on a thread of its own, until the process ends. */
    public void follow(Consumer<Happening> each) {
        Thread.ofVirtual().name("guard-news").start(() -> {
            long last = newest();
            while (true) {
                try {
                    List<Happening> fresh = news(last);
                    for (Happening one : fresh) {
                        last = one.number();
                        each.accept(one);
                    }
                    if (!fresh.isEmpty()) {
                        more.run();
                    }
                    Thread.sleep(EVERY_MILLIS);
                } catch (IOException away) {
                    LOG.warn("no news of the guard: {}", away.getMessage());
                } catch (InterruptedException e) {
                    return;
                }
            }
        });
    }

    private long newest() {
        try {
            List<Happening> all = news(0);
            return all.isEmpty() ? 0 : all.getLast().number();
        } catch (IOException away) {
            return 0;
        }
    }

    private <T extends Say> T ask(Ask ask, Class<T> wanted) throws IOException {
        Say said = guard.ask(ask);
        if (!wanted.isInstance(said)) {
            throw new IOException("the guard answered with " + said.getClass().getSimpleName());
        }
        return wanted.cast(said);
    }
}
