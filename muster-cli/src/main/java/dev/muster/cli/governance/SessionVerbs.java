package dev.muster.cli.governance;

import dev.muster.cli.CommandFailed;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.cli.api.ApiClient;
import dev.muster.cli.comply.Query;
import dev.muster.cli.device.WorkSteps;
import dev.muster.format.MalformedException;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.Pem;
import dev.muster.format.devices.maintenance.SessionRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code muster session}: credentials for maintenance and what devices recorded of it. */
@Command(
        name = "session",
        description = "Maintenance sessions: keys and credentials of people, records of devices.",
        subcommands = {
            SessionVerbs.Key.class,
            SessionVerbs.Credential.class,
            SessionVerbs.Remote.class,
            SessionVerbs.Transcript.class
        },
        footer = {
            "%nExample:",
            "  muster session key ann.key",
            "  muster session act s-1 approve",
            "  muster session credential s-1 --out s-1.grant",
            "  muster session transcript s-1"
        })
final class SessionVerbs extends Kind {
    SessionVerbs() {
        super("session", "work-order", "person", "escort", "tool", "window-end", "ended");
    }

    /** A person's key. */
    @Command(name = "key", description = "Make a key of yours; prints what the authorisation's field key takes.")
    static final class Key extends Verb {
        @Parameters(paramLabel = "FILE", description = "Becomes your private key.")
        private Path file = Path.of("");

        @Override
        protected Status run(Screen screen) throws IOException {
            if (Files.exists(file)) {
                throw CommandFailed.usage(file + " is there already; a key is never written over.");
            }
            KeyPair pair = Keys.generateP256(new SecureRandom());
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(
                    file, new Pem("PRIVATE KEY", pair.getPrivate().getEncoded()).encode(), StandardCharsets.US_ASCII);
            String open = Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
            screen.result(Map.of("key", open, "file", file.toString()), open);
            return Status.YES;
        }
    }

    /** The grant. */
    @Command(name = "credential", description = "Fetch the credential of a session that is issued.")
    static final class Credential extends Verb {
        @Parameters(index = "0", paramLabel = "SESSION", description = "Id of the session's record.")
        private String session = "";

        @Option(names = "--out", paramLabel = "FILE", required = true, description = "Where it is written.")
        private Path out = Path.of("");

        @Override
        protected Status run(Screen screen) throws IOException {
            try (ApiClient api = api()) {
                byte[] grant = api.bytes(path("governance/session/" + Query.segment(session) + "/credential"));
                Files.deleteIfExists(out);
                Files.createFile(
                        out, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.write(out, grant);
                screen.result(Map.of("session", session, "file", out.toString()), "credential in " + out);
                return Status.YES;
            }
        }
    }

    /** Work from elsewhere. */
    @Command(
            name = "remote",
            description =
                    "Work on the device of a session by way of the server (channel=server); the device records it.",
            footer = {
                "%nExample:",
                "  muster session remote s-1 --grant s-1.grant --key ann.key --tool probe.sh -- --selftest"
            })
    static final class Remote extends Verb {
        @Parameters(index = "0", paramLabel = "SESSION", description = "Id of the session's record.")
        private String session = "";

        @Mixin
        private final WorkSteps steps = new WorkSteps();

        @Parameters(
                index = "1..*",
                paramLabel = "ARGUMENT",
                description = "Runs the tool with these, after the files were put.")
        private List<String> arguments = new ArrayList<>();

        @Override
        protected Status run(Screen screen) throws IOException {
            try (ApiClient api = api();
                    RemoteWork work =
                            new RemoteWork(api, path("governance/session/" + Query.segment(session) + "/line"))) {
                return steps.over(screen, work, arguments);
            }
        }
    }

    /** What a device recorded. */
    @Command(name = "transcript", description = "Show what the device recorded of a session, step by step.")
    static final class Transcript extends Verb {
        @Parameters(index = "0", paramLabel = "SESSION", description = "Id of the session's record.")
        private String session = "";

        @Override
        protected Status run(Screen screen) {
            SessionRecord record;
            try (ApiClient api = api()) {
                record = SessionRecord.parse(
                        api.bytes(path("governance/session/" + Query.segment(session) + "/record")));
            } catch (MalformedException e) {
                throw CommandFailed.because("The record cannot be read: " + e.getMessage() + ".");
            }
            List<Map<String, Object>> steps = new ArrayList<>();
            List<String> lines = new ArrayList<>();
            for (SessionRecord.Step step : record.steps()) {
                Map<String, Object> line = new LinkedHashMap<>();
                line.put("at", step.at().toString());
                line.put("kind", step.kind().word());
                line.put("what", step.what());
                line.put("digest", HexFormat.of().formatHex(step.digest()));
                line.put("size", step.size());
                line.put("status", step.status());
                steps.add(line);
                lines.add("  " + step.at() + " " + step.kind().word() + " " + step.what() + " (" + step.size()
                        + " bytes, " + HexFormat.of().formatHex(step.digest(), 0, 8) + "…)");
            }
            screen.result(
                    Map.of(
                            "session", record.session(),
                            "device", record.device(),
                            "person", record.person(),
                            "openedAt", record.openedAt().toString(),
                            "endedAt", record.endedAt().toString(),
                            "ending", record.ending().word(),
                            "steps", steps),
                    "session " + record.session() + " of " + record.person() + " on " + record.device() + ", "
                            + record.openedAt() + " to " + record.endedAt() + ": "
                            + record.ending().word()
                            + (lines.isEmpty() ? "" : "\n" + String.join("\n", lines)));
            return Status.YES;
        }
    }
}
