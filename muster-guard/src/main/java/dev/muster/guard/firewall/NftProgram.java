package dev.muster.guard.firewall;

import dev.muster.format.network.nft.NftText;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The kernel's packet filter by way of the program {@code nft} (nftables 1.0). */
public final class NftProgram implements PacketFilter {
    /** A ruleset of one device takes milliseconds; a kernel that is stuck must not hold the agent. */
    private static final long SECONDS_MOST = 10;

    /** A gateway's table of 500 devices and 20 rules each is below 2 MiB. */
    private static final int BYTES_MOST = 16 * 1024 * 1024;

    private static final List<String> PLACES = List.of("/usr/sbin/nft", "/sbin/nft", "/usr/bin/nft");

    private final List<String> command;

    /** @param command the program with the words before its own, such as those that enter a namespace */
    public NftProgram(List<String> command) {
        this.command = List.copyOf(command);
    }

    /** The program of this machine, when it is there. */
    public static Optional<PacketFilter> here() {
        return PLACES.stream()
                .filter(place -> Files.isExecutable(Path.of(place)))
                .findFirst()
                .map(place -> new NftProgram(List.of(place)));
    }

    @Override
    public void load(byte[] ruleset) throws IOException {
        run(List.of("-f", "-"), ruleset);
    }

    @Override
    public Optional<String> list() throws IOException {
        return list(NftText.TABLE);
    }

    @Override
    public Optional<String> list(String table) throws IOException {
        if (!run(List.of("list", "tables"), new byte[0]).lines().toList().contains("table " + table)) {
            return Optional.empty();
        }
        // -n: numbers for names, -s: without counters.
        return Optional.of(run(words("-n -s list table " + table), new byte[0]));
    }

    @Override
    public Optional<String> counted(String table) throws IOException {
        boolean there =
                run(List.of("list", "tables"), new byte[0]).lines().toList().contains("table " + table);
        return there ? Optional.of(run(words("-n list table " + table), new byte[0])) : Optional.empty();
    }

    private static List<String> words(String line) {
        return List.of(line.split(" ", -1));
    }

    private String run(List<String> words, byte[] input) throws IOException {
        List<String> all = new ArrayList<>(command);
        all.addAll(words);
        Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
        try {
            try (OutputStream in = process.getOutputStream()) {
                in.write(input);
            }
            String said = new String(process.getInputStream().readNBytes(BYTES_MOST), StandardCharsets.UTF_8);
            if (!process.waitFor(SECONDS_MOST, TimeUnit.SECONDS)) {
                throw new IOException("nft did not end within " + SECONDS_MOST + " seconds");
            }
            if (process.exitValue() != 0) {
                throw new IOException("nft: " + said.strip());
            }
            return said;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while nft ran");
        } finally {
            process.destroy();
        }
    }
}
