package dev.muster.cli.device;

import dev.muster.cli.CommandFailed;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.Pem;
import dev.muster.format.devices.maintenance.Call;
import dev.muster.format.devices.maintenance.Reply;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What a person does in a session, wherever they are: hand over the tool, put files, run it, take files. */
public final class WorkSteps {
    @Option(names = "--grant", paramLabel = "FILE", required = true, description = "The credential.")
    private Path grant = Path.of("");

    @Option(names = "--key", paramLabel = "FILE", required = true, description = "Your key (muster session key).")
    private Path key = Path.of("");

    @Option(names = "--tool", paramLabel = "FILE", required = true, description = "The approved tool.")
    private Path tool = Path.of("");

    @Option(names = "--put", paramLabel = "FILE:PATH", description = "Put a file to a path of the active slot.")
    private List<String> puts = new ArrayList<>();

    @Option(names = "--get", paramLabel = "PATH:FILE", description = "Take a file of the active slot.")
    private List<String> gets = new ArrayList<>();

    /**
     * All of it, over one way to the device's agent.
     *
     * @param arguments that the tool is run with; when there are none it is not run
     */
    public Status over(Screen screen, Workplace work, List<String> arguments) throws IOException {
        CoseSigner person = CoseSigner.of(
                CoseAlgorithm.ES256,
                Keys.privateKey(Pem.first(Files.readString(key), "PRIVATE KEY")),
                Optional.empty());
        try {
            if (!told(screen, "open", work.open(Files.readAllBytes(grant), person))) {
                return Status.NO;
            }
            boolean done = work(screen, work, arguments);
            told(screen, "close", work.ask(new Call.Close()));
            return Status.of(done);
        } catch (EOFException ended) {
            throw CommandFailed.because("The agent ended the session: its window is over, or it was ended elsewhere.");
        }
    }

    private boolean work(Screen screen, Workplace work, List<String> arguments) throws IOException {
        if (!told(screen, "tool", work.ask(new Call.Tool(Files.readAllBytes(tool))))) {
            return false;
        }
        for (String put : puts) {
            int colon = colon(put);
            byte[] content = Files.readAllBytes(Path.of(put.substring(0, colon)));
            if (!told(screen, "put", work.ask(new Call.Put(put.substring(colon + 1), content)))) {
                return false;
            }
        }
        if (!arguments.isEmpty()) {
            Reply ran = work.ask(new Call.Run(arguments));
            if (!told(screen, "run", ran) || ran.status() != 0) {
                return false;
            }
        }
        for (String get : gets) {
            int colon = colon(get);
            Reply file = work.ask(new Call.Get(get.substring(0, colon)));
            if (!told(screen, "get", file)) {
                return false;
            }
            Files.write(Path.of(get.substring(colon + 1)), file.bytes());
        }
        return true;
    }

    private static int colon(String pair) {
        int colon = pair.lastIndexOf(':');
        if (colon < 1) {
            throw CommandFailed.usage("two paths are A:B, not " + pair + ".");
        }
        return colon;
    }

    private static boolean told(Screen screen, String what, Reply reply) {
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("step", what);
        said.put("done", reply.isDone());
        if (!reply.isDone()) {
            said.put("code", reply.code());
            said.put("detail", reply.detail());
        }
        String output = what.equals("run") ? new String(reply.bytes(), StandardCharsets.UTF_8) : "";
        if (what.equals("run")) {
            said.put("status", reply.status());
            said.put("output", HexFormat.of().formatHex(reply.bytes()));
        }
        screen.result(
                said,
                what
                        + (reply.isDone() ? ": done" : ": " + reply.code() + ", " + reply.detail())
                        + (what.equals("run") && reply.isDone() ? ", exit status " + reply.status() : "")
                        + (output.isEmpty() ? "" : "\n" + output.stripTrailing()));
        return reply.isDone();
    }
}
