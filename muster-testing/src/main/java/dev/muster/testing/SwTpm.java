package dev.muster.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A software TPM (swtpm) as a process, asked with tpm2-tools; both are programs that we did not write. */
public final class SwTpm implements AutoCloseable {
    private static final int SECONDS = 30;

    private final Path folder;
    private final int port;
    private Process process;

    private SwTpm(Path folder, int port) throws IOException {
        this.folder = folder;
        this.port = port;
        this.process = started();
    }

    /** Skipped where the two programs are not installed, but not where nothing may be skipped. */
    public static SwTpm start(Path folder) throws Exception {
        boolean there =
                Files.isExecutable(Path.of("/usr/bin/swtpm")) && Files.isExecutable(Path.of("/usr/bin/tpm2_quote"));
        Needs.that(there, "swtpm or tpm2-tools is not installed: quotes of a TPM are not covered");
        Files.createDirectories(folder);
        for (int attempt = 0; ; attempt++) {
            SwTpm tpm = new SwTpm(folder, freePair());
            try {
                tpm.tool("tpm2_startup", "-c");
                return tpm;
            } catch (IllegalStateException notYet) {
                tpm.close();
                if (attempt == 3) {
                    throw notYet;
                }
            }
        }
    }

    /**
     * The same with endorsement keys (RSA 2,048 and P-384) and their certificates in NV, as a maker delivers a TPM. The
     * authority is made in {@code ca}, or taken from there: {@code issuercert.pem} below {@code
     * swtpm-localca-rootca-cert.pem}.
     */
    public static SwTpm certified(Path folder, Path ca) throws Exception {
        deliver(folder, ca);
        return start(folder);
    }

    /** The state of such a TPM alone, for whoever runs it. */
    public static void deliver(Path folder, Path ca) throws Exception {
        boolean there = Files.isExecutable(Path.of("/usr/bin/swtpm_setup"));
        Needs.that(there, "swtpm-tools are not installed: endorsement certificates of a TPM are not covered");
        Files.createDirectories(folder);
        Files.createDirectories(ca);
        Path authority = ca.resolve("localca.conf");
        Files.writeString(
                authority,
                "statedir = %s\nsigningkey = %s/signkey.pem\nissuercert = %s/issuercert.pem\ncertserial = %s/certserial\n"
                        .formatted(ca, ca, ca, ca));
        Path options = ca.resolve("localca.options");
        Files.writeString(options, "--platform-manufacturer Acme\n--platform-version 1\n--platform-model Cam\n");
        Path setup = ca.resolve("setup.conf");
        Files.writeString(
                setup,
                "create_certs_tool= /usr/bin/swtpm_localca\ncreate_certs_tool_config = %s\ncreate_certs_tool_options = %s\n"
                        .formatted(authority, options));
        Peer.Result made = Peer.run(
                folder,
                java.time.Duration.ofSeconds(SECONDS),
                "swtpm_setup",
                "--tpm2",
                "--tpmstate",
                folder.toString(),
                "--create-ek-cert",
                "--config",
                setup.toString(),
                "--pcr-banks",
                "sha256",
                "--overwrite");
        if (made.status() != 0) {
            throw new IllegalStateException(made.out());
        }
    }

    /** swtpm uses a port and the next one. */
    private static int freePair() throws IOException {
        while (true) {
            try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                int port = one.getLocalPort();
                try (ServerSocket next = new ServerSocket(port + 1, 1, InetAddress.getLoopbackAddress())) {
                    return next.getLocalPort() - 1;
                } catch (IOException taken) {
                    // Another pair, then.
                }
            }
        }
    }

    private Process started() throws IOException {
        return new ProcessBuilder(
                        "swtpm",
                        "socket",
                        "--tpm2",
                        "--tpmstate",
                        "dir=" + folder,
                        "--server",
                        "type=tcp,port=" + port + ",bindaddr=127.0.0.1",
                        "--ctrl",
                        "type=tcp,port=" + (port + 1) + ",bindaddr=127.0.0.1",
                        "--flags",
                        "not-need-init")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }

    /** Off and on again: the reset counter goes up and every PCR begins anew. */
    public void reboot() throws Exception {
        tool("tpm2_shutdown", "-c");
        close();
        process = started();
        for (int attempt = 0; ; attempt++) {
            try {
                tool("tpm2_startup", "-c");
                return;
            } catch (IllegalStateException notYet) {
                if (attempt == 20) {
                    throw notYet;
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
    }

    /** Runs one of tpm2-tools in the folder; without a resource manager what it loaded must be flushed. */
    public void tool(String... command) throws Exception {
        run(command);
        if (command[0].startsWith("tpm2_create") || command[0].equals("tpm2_load") || command[0].equals("tpm2_quote")) {
            run("tpm2_flushcontext", "-t");
        }
    }

    private void run(String... command) throws Exception {
        List<String> words = new ArrayList<>(List.of(command));
        ProcessBuilder builder =
                new ProcessBuilder(words).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().putAll(Map.of("TPM2TOOLS_TCTI", "swtpm:host=127.0.0.1,port=" + port));
        Process tool = builder.redirectOutput(folder.resolve("said").toFile()).start();
        if (!tool.waitFor(SECONDS, TimeUnit.SECONDS) || tool.exitValue() != 0) {
            tool.destroyForcibly();
            throw new IllegalStateException(words + ": " + Files.readString(folder.resolve("said")));
        }
    }

    /** A file of its folder. */
    public byte[] file(String name) throws IOException {
        return Files.readAllBytes(folder.resolve(name));
    }

    /** Where it listens on the loopback interface, for one peer at a time. */
    public int port() {
        return port;
    }

    /** What the last tool printed. */
    public String said() throws IOException {
        return Files.readString(folder.resolve("said"));
    }

    /** Puts a file into its folder. */
    public void write(String name, byte[] content) throws IOException {
        Files.write(folder.resolve(name), content);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException stopped) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
