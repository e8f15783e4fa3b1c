package dev.muster.cli.demo;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What the devices' processes tell, as it comes in. It times and paces the demo; what the demo claims it asks of the
 * server.
 */
final class NoticeBoard {

    private final Map<String, Set<String>> devices = new HashMap<>();

    /** @param word as {@code dev.muster.agent.Notice} has it */
    synchronized void post(String device, String word) {
        devices.computeIfAbsent(word, w -> new HashSet<>()).add(device);
        notifyAll();
    }

    /** Takes a line of a fleet's output, {@code notice ID TIME WORD DETAIL} with tabs; others are passed over. */
    void fleetLine(String line) {
        String[] parts = line.split("\t", -1);
        if (parts.length == 5 && parts[0].equals("notice")) {
            post(parts[1], parts[3]);
        }
    }

    /** Takes a line of an agent's output, {@code TIME WORD DETAIL} with blanks. */
    void agentLine(String device, String line) {
        String[] parts = line.split(" ", 3);
        if (parts.length >= 2) {
            post(device, parts[1]);
        }
    }

    /** How many devices told this word so far. */
    synchronized int count(String word) {
        return devices.getOrDefault(word, Set.of()).size();
    }

    /** Waits until that many devices told this word, or the time is over. Returns how many did. */
    synchronized int awaitCount(String word, int goal, Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        while (count(word) < goal) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                break;
            }
            wait(left);
        }
        return count(word);
    }
}
