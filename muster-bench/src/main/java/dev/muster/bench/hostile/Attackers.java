package dev.muster.bench.hostile;

import dev.muster.cli.api.PinnedTls;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The attack as a process of its own. Begins when it is told to on its standard input, ends when that ends, and says then what
 * came of it, a count and a word on each line.
 */
public final class Attackers {
    static final String READY = "ready";

    private Attackers() {}

    /** @param arguments console, devices' listener, CA, the greedy device's identity, an auditor's token, the word of a {@link Plan} */
    public static void main(String[] arguments) throws Exception {
        Doors doors = new Doors(URI.create(arguments[0]), URI.create(arguments[1]), Path.of(arguments[2]));
        Plan plan = Plan.of(arguments[5]);
        BufferedReader told = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        try (HonestDevice greedy = HonestDevice.kept(doors, "greedy", Path.of(arguments[3]));
                Attack attack = new Attack(doors, PinnedTls.trusting(doors.tlsCa()))) {
            System.out.println(READY);
            if (told.readLine() != null) {
                attack.slowReaders(plan.readers());
                attack.slowWriters(plan.writers());
                attack.statements(plan.statements(), plan.attack());
                attack.greedy(greedy, plan.greedyFiles());
                attack.replays(plan.replays(), arguments[4]);
                told.readLine();
            }
            attack.counts().forEach((word, count) -> System.out.println(count + " " + word));
        }
        // Whoever still waits for an answer is not waited for.
        System.exit(0);
    }
}
