package dev.muster.guard.host;

import dev.muster.format.devices.host.HostFact;
import dev.muster.format.devices.host.Standing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * A host as seen through its files.
 *
 * @param root normally {@code /}
 * @param landlock version of the running kernel's Landlock; empty when the root is not the running kernel's
 * @param simulated whether the tree stands for hardware that is not there: then nothing of it is enforced
 */
public record Host(Path root, OptionalInt landlock, boolean simulated) {
    /** Longest file that is read whole; configuration files of a host are far below. */
    private static final int BYTES_MAX = 1024 * 1024;

    /** Entries of a folder that are looked at. */
    static final int ENTRIES_MAX = 4096;

    /** The host this process runs on. */
    public static Host here() {
        return new Host(Path.of("/"), OptionalInt.of(dev.muster.guard.linux.Landlock.abi()), false);
    }

    /** Everything that is known to be looked at, in the order in which it is shown. */
    public List<HostFact> look() {
        List<HostFact> facts = new ArrayList<>();
        facts.addAll(new KernelLook(this).facts());
        facts.addAll(new ResourceLook(this).facts());
        facts.addAll(new StorageLook(this).facts());
        facts.addAll(new ProcessLook(this).facts());
        facts.addAll(new NetworkLook(this).facts());
        facts.addAll(new AccountLook(this).facts());
        facts.addAll(new HardwareLook(this).facts());
        facts.addAll(new SharingLook(this).facts());
        return List.copyOf(facts);
    }

    HostFact fact(String key, String value, Standing standing, String detail) {
        boolean there = standing != Standing.MISSING;
        return new HostFact(
                key,
                cut(value, HostFact.MAX_VALUE_CHARS),
                simulated && there ? Standing.SIMULATED : standing,
                cut(detail, HostFact.MAX_DETAIL_CHARS));
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 1) + "…";
    }

    /** The text of a file, stripped; empty when it is not there or may not be read. */
    Optional<String> read(String path) {
        Path file = root.resolve(path);
        try (var in = Files.newInputStream(file)) {
            return Optional.of(new String(in.readNBytes(BYTES_MAX), StandardCharsets.UTF_8).strip());
        } catch (IOException | SecurityException e) {
            return Optional.empty();
        }
    }

    boolean exists(String path) {
        return Files.exists(root.resolve(path));
    }

    /** Names in a folder, sorted; none when it is not there. */
    List<String> names(String path) {
        try (Stream<Path> list = Files.list(root.resolve(path))) {
            return list.limit(ENTRIES_MAX)
                    .map(p -> p.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** What is mounted: device, place, file system and options of each. */
    List<String[]> mounts() {
        return read("proc/mounts")
                .orElse("")
                .lines()
                .map(line -> line.split(" ", -1))
                .filter(words -> words.length >= 4)
                .toList();
    }

    /** The sockets of a table of the kernel, such as {@code tcp6}: place, own end, other end and state of each. */
    List<String[]> sockets(String table) {
        return read("proc/net/" + table)
                .orElse("")
                .lines()
                .skip(1)
                .map(line -> line.strip().split("\\s+", -1))
                .filter(words -> words.length > 3)
                .toList();
    }

    /** The value that a line {@code key: value} or {@code key value} of a file has, without regard to case. */
    static Optional<String> line(String text, String key) {
        String low = key.toLowerCase(Locale.ROOT);
        return text.lines()
                .map(String::strip)
                .filter(l -> l.toLowerCase(Locale.ROOT).startsWith(low))
                .map(l -> l.substring(key.length()))
                .filter(rest -> !rest.isEmpty() && ": \t=".indexOf(rest.charAt(0)) >= 0)
                .map(rest -> rest.replaceFirst("^[:= \\t]+", ""))
                .findFirst();
    }
}
