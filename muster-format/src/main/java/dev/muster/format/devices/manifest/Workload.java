package dev.muster.format.devices.manifest;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A program that runs in a world of its own.
 *
 * @param name lower-case word
 * @param root folder of its files below the device's root; it sees nothing else and cannot write it
 * @param command first word is a path in that folder
 * @param user its own number, 1,000 to 65,000; no two workloads share one
 * @param memoryMib at most
 * @param cpuPercent of one processor
 * @param processes at most
 * @param diskMib what it may keep in {@code /data}; lost when it stops
 * @param network whether it shares the device's network, under the device's policy; otherwise it has none
 */
public record Workload(
        String name,
        String root,
        List<String> command,
        int user,
        int memoryMib,
        int cpuPercent,
        int processes,
        int diskMib,
        boolean network) {
    public static final int USER_MIN = 1_000;
    public static final int USER_MAX = 65_000;
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");
    private static final int WORDS_MAX = 64;
    private static final int MIB_MAX = 1 << 20;
    private static final int PERCENT_MAX = 100 * 1024;
    private static final int PROCESSES_MAX = 32_768;

    public Workload {
        command = List.copyOf(command);
        DeviceManifest.path(root);
        DeviceManifest.require(NAME.matcher(name).matches(), "the name of a workload is a lower-case word");
        DeviceManifest.require(
                !command.isEmpty()
                        && command.size() <= WORDS_MAX
                        && command.getFirst().startsWith("/"),
                "a command has 1 to " + WORDS_MAX + " words, the first a path");
        DeviceManifest.require(user >= USER_MIN && user <= USER_MAX, "a workload's user is an ordinary one");
        DeviceManifest.require(
                memoryMib >= 1 && memoryMib <= MIB_MAX && diskMib >= 0 && diskMib <= MIB_MAX,
                "memory and disk are 1 MiB to 1 TiB");
        DeviceManifest.require(
                cpuPercent >= 1 && cpuPercent <= PERCENT_MAX && processes >= 1 && processes <= PROCESSES_MAX,
                "processor and processes are above 0");
    }
}
