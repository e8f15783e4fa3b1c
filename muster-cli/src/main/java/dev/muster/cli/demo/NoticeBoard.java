package dev.muster.cli.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What the devices' processes tell, as it comes in. It times and paces the demo; what the demo claims it asks of the
 * server.
 */
final class NoticeBoard {

    private final List<Posted> posted = new ArrayList<>();

    /**
     * One thing a device told.
     *
     * @param word as {@code dev.muster.agent.Notice} has it
     * @param nanos {@link System#nanoTime()} when it came in
     */
    record Posted(String device, String word, String detail, long nanos) {}

    synchronized void post(String device, String word, String detail) {
        posted.add(new Posted(device, word, detail, System.nanoTime()));
        notifyAll();
    }

    /** Takes a line of a fleet's output, {@code notice ID TIME WORD DETAIL} with tabs; others are passed over. */
    void fleetLine(String line) {
        String[] parts = line.split("\t", -1);
        if (parts.length == 5 && parts[0].equals("notice")) {
            post(parts[1], parts[3], parts[4]);
        }
    }

    /** Takes a line of an agent's output, {@code TIME WORD DETAIL} with blanks. */
    void agentLine(String device, String line) {
        String[] parts = line.split(" ", 3);
        if (parts.length >= 2) {
            post(device, parts[1], parts.length == 3 ? parts[2] : "");
        }
    }

    /** The devices that told this word so far. */
    synchronized Set<String> devices(String word) {
        Set<String> found = new HashSet<>();
        posted.stream().filter(p -> p.word().equals(word)).forEach(p -> found.add(p.device()));
        return found;
    }

    /** The first matching thing told after {@code since} (nanoTime), waiting for it. */
    synchronized Optional<Posted> await(long since, Predicate<Posted> wanted, Duration most)
            throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        int seen = 0;
        while (true) {
            for (; seen < posted.size(); seen++) {
                Posted each = posted.get(seen);
                if (each.nanos() >= since && wanted.test(each)) {
                    return Optional.of(each);
                }
            }
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return Optional.empty();
            }
            wait(left);
        }
    }
}
