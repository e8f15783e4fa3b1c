package dev.muster.server;

import dev.muster.server.config.ServerConfig;
import dev.muster.server.config.StartFailure;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Starts a server as a process of its own: {@code --data DIR} and settings as {@code key=value}. */
public final class Main {
    private static final int USAGE = 64;

    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        System.exit(run(arguments));
    }

    private static int run(String[] arguments) throws InterruptedException {
        Path data = null;
        Map<String, String> flags = new HashMap<>();
        for (int i = 0; i < arguments.length; i++) {
            int equals = arguments[i].indexOf('=');
            if (arguments[i].equals("--data") && i + 1 < arguments.length) {
                data = Path.of(arguments[++i]);
            } else if (equals > 0) {
                flags.put(arguments[i].substring(0, equals), arguments[i].substring(equals + 1));
            } else {
                System.err.println("Not understood: " + arguments[i] + "; expected --data DIR and key=value.");
                return USAGE;
            }
        }
        if (data == null) {
            System.err.println("Name the data directory with --data DIR.");
            return USAGE;
        }
        try {
            MusterServer server = MusterServer.start(ServerConfig.load(data, flags, System.getenv()));
            CountDownLatch stopped = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                server.close();
                stopped.countDown();
            }));
            System.out.println("console " + server.console());
            System.out.println("device " + server.device());
            server.signInLink().ifPresent(link -> System.out.println("sign in once, within 15 minutes: " + link));
            stopped.await();
            return 0;
        } catch (StartFailure e) {
            System.err.println(e.getMessage());
            return 1;
        }
    }
}
