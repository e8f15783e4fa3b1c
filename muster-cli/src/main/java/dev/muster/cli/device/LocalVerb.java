package dev.muster.cli.device;

import dev.muster.agent.maintenance.MaintenanceDoor;
import dev.muster.agent.state.DeviceRoots;
import dev.muster.agent.state.Durability;
import dev.muster.cli.CommandFailed;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.Pem;
import dev.muster.format.devices.maintenance.Call;
import dev.muster.format.devices.maintenance.LocalOperation;
import dev.muster.format.devices.maintenance.Reply;
import dev.muster.format.devices.orders.Strength;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code muster agent local}: has functions of this device done, with the token of a role. */
@Command(
        name = "local",
        description = {
            "Have functions of this device done, in one session with the token of a role (muster local-role issue).",
            "auditor: status, host. operator: also attest, export-data. maintainer: also restart, roll-back.",
            "admin: also baseline, erase-data. A token opens one session.",
            "Status 0: all done. 1: one was refused, and none after it was asked."
        },
        footer = {
            "%nExample:",
            "  muster agent local status export-data --root /var/lib/muster-agent --role op.token --key ann.key"
                    + " --out data.zip"
        })
final class LocalVerb extends Verb {
    @Parameters(paramLabel = "FUNCTION", arity = "1..*", description = "What is done, in this order.")
    private List<String> functions = new ArrayList<>();

    @Option(names = "--root", paramLabel = "DIR", required = true, description = "The device's folder.")
    private Path root = Path.of("");

    @Option(names = "--role", paramLabel = "FILE", required = true, description = "The token of your role.")
    private Path token = Path.of("");

    @Option(names = "--key", paramLabel = "FILE", required = true, description = "Your key (muster session key).")
    private Path key = Path.of("");

    @Option(names = "--only", paramLabel = "NAME", description = "Of the users' data only what is below this name.")
    private String only = "";

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where export-data (a ZIP file) or erase-data (the signed proof) is written.")
    private @Nullable Path out;

    @Override
    protected Status run(Screen screen) throws IOException {
        List<LocalOperation> wanted =
                functions.stream().map(LocalVerb::operation).toList();
        if (out == null && wanted.stream().anyMatch(LocalVerb::isFile)) {
            throw CommandFailed.usage("export-data and erase-data give a file: say --out.");
        }
        Path socket = MaintenanceDoor.socket(DeviceRoots.under(root, Strength.CHECKED, Durability.POWER_CUT));
        if (!Files.exists(socket)) {
            throw CommandFailed.because("No agent lets anybody in at " + socket + ": is it running?");
        }
        CoseSigner person = CoseSigner.of(
                CoseAlgorithm.ES256,
                Keys.privateKey(Pem.first(Files.readString(key), "PRIVATE KEY")),
                Optional.empty());
        try (LocalWork work = LocalWork.connect(socket)) {
            if (!told(screen, "token", work.present(Files.readAllBytes(token), person))) {
                return Status.NO;
            }
            for (LocalOperation one : wanted) {
                if (!done(screen, work, one)) {
                    return Status.NO;
                }
            }
            work.ask(new Call.Close());
            return Status.YES;
        } catch (EOFException ended) {
            throw CommandFailed.because("The agent ended the session: its time is over, or its token was made void.");
        }
    }

    private boolean done(Screen screen, LocalWork work, LocalOperation one) throws IOException {
        Reply reply = work.ask(new Call.Do(one, one == LocalOperation.EXPORT_DATA ? only : ""));
        if (reply.isDone() && isFile(one) && out != null) {
            Files.write(out, reply.bytes());
        }
        return told(screen, one.word(), reply);
    }

    private static LocalOperation operation(String word) {
        return LocalOperation.ofWord(word)
                .orElseThrow(() -> CommandFailed.usage("a device has no function " + word + "."));
    }

    private static boolean isFile(LocalOperation one) {
        return one == LocalOperation.EXPORT_DATA || one == LocalOperation.ERASE_DATA;
    }

    private boolean told(Screen screen, String what, Reply reply) {
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("step", what);
        said.put("done", reply.isDone());
        boolean file = LocalOperation.ofWord(what).filter(LocalVerb::isFile).isPresent();
        String text = file || what.equals("token") ? "" : new String(reply.bytes(), StandardCharsets.UTF_8);
        if (!reply.isDone()) {
            said.put("code", reply.code());
            said.put("detail", reply.detail());
        } else if (file) {
            said.put("file", String.valueOf(out));
        } else {
            said.put("text", text);
        }
        screen.result(
                said,
                what
                        + (reply.isDone() ? ": done" : ": " + reply.code() + ", " + reply.detail())
                        + (file && reply.isDone() ? ", " + reply.bytes().length + " bytes in " + out : "")
                        + (text.isEmpty() ? "" : "\n" + text.stripTrailing()));
        return reply.isDone();
    }
}
