package dev.muster.cli.server;

import dev.muster.cli.CommandFailed;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.cli.device.WithParent;
import dev.muster.server.MusterServer;
import dev.muster.server.config.ServerConfig;
import dev.muster.server.config.StartFailure;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code muster up}. */
@Command(name = "up", description = "Start a server and keep it running until it is interrupted.")
public final class UpVerb extends Verb {
    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A setting as in muster.properties, such as http.console-port=0; may be repeated.")
    private Map<String, String> settings = new HashMap<>();

    @Option(names = "--with-parent", hidden = true, description = "End when standard input closes.")
    private boolean withParent;

    @Override
    protected Status run(Screen screen) throws InterruptedException {
        try {
            MusterServer server =
                    MusterServer.start(ServerConfig.load(options().data().path(), settings, System.getenv()));
            CountDownLatch stopped = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                server.close();
                stopped.countDown();
            }));
            if (withParent) {
                WithParent.endWhenInputCloses();
            }
            announce(screen, server);
            stopped.await();
            return Status.YES;
        } catch (StartFailure e) {
            throw new CommandFailed(Status.UNKNOWN, String.valueOf(e.getMessage()), e);
        }
    }

    private static void announce(Screen screen, MusterServer server) {
        if (screen.wantsJson()) {
            Map<String, String> started = new LinkedHashMap<>();
            started.put("console", server.console().toString());
            started.put("device", server.device().toString());
            server.signInLink().ifPresent(link -> started.put("signIn", link.toString()));
            screen.json(started);
            return;
        }
        screen.line("console  " + server.console());
        screen.line("devices  " + server.device());
        server.signInLink().ifPresent(link -> screen.line("sign in  " + link + "  (works once, for 15 minutes)"));
    }
}
