package dev.muster.cli.governance;

import dev.muster.cli.CommandFailed;
import dev.muster.cli.ListVerb;
import dev.muster.cli.ListVerb.Column;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.cli.VerbGroup;
import dev.muster.cli.api.ApiClient;
import dev.muster.cli.comply.Query;
import dev.muster.format.MalformedException;
import dev.muster.format.devices.maintenance.SessionRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code muster local-role}: who has which functions of a device at the device itself. */
@Command(
        name = "local-role",
        description = {
            "Roles at a device: auditor, operator, maintainer, admin. A token opens one session at the device, for who has",
            "the key, within the hour, also while the device has no way to the server (muster agent local)."
        },
        subcommands = {
            LocalRoleVerbs.Issue.class,
            LocalRoleVerbs.ListAll.class,
            LocalRoleVerbs.MakeVoid.class,
            LocalRoleVerbs.Shown.class
        },
        footer = {
            "%nExample:",
            "  muster session key ann.key",
            "  muster local-role issue cam-01 operator --person operator/ann --key MFkw… --out op.token",
            "  muster local-role ls cam-01",
            "  muster local-role void cam-01 --reason \"her laptop was stolen\""
        })
public final class LocalRoleVerbs extends VerbGroup {

    private static String device(String device) {
        return "devices/" + Query.segment(device) + "/local-tokens";
    }

    /** A token. */
    @Command(name = "issue", description = "Issue a role at a device to who has a key.")
    static final class Issue extends Verb {
        @Parameters(index = "0", paramLabel = "DEVICE", description = "Its id.")
        private String device = "";

        @Parameters(index = "1", paramLabel = "ROLE", description = "auditor, operator, maintainer or admin.")
        private String role = "";

        @Option(names = "--key", paramLabel = "KEY", required = true, description = "As muster session key prints it.")
        private String key = "";

        @Option(names = "--person", paramLabel = "NAME", defaultValue = "", description = "Whose it is (default: you).")
        private String person = "";

        @Option(names = "--minutes", paramLabel = "N", defaultValue = "15", description = "How long (1 to 60).")
        private int minutes;

        @Option(names = "--out", paramLabel = "FILE", required = true, description = "Where the token is written.")
        private Path out = Path.of("");

        @Override
        protected Status run(Screen screen) throws IOException {
            Map<String, Object> body = new LinkedHashMap<>(Map.of("role", role, "key", key, "minutes", minutes));
            if (!person.isEmpty()) {
                body.put("person", person);
            }
            try (ApiClient api = api()) {
                JsonNode token = api.post(path(device(device)), body);
                Files.deleteIfExists(out);
                Files.createFile(
                        out, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.write(out, Base64.getDecoder().decode(token.path("signed").asString()));
                String id = token.path("token").asString();
                String until = token.path("until").asString();
                screen.result(
                        Map.of("token", id, "role", role, "until", until, "file", out.toString()),
                        role + " at " + device + " until " + until + ", in " + out);
                return Status.YES;
            }
        }
    }

    /** Which there are. */
    @Command(name = "ls", description = "List the newest tokens of a device, and whether it recorded their sessions.")
    static final class ListAll extends ListVerb {
        @Parameters(paramLabel = "DEVICE", description = "Its id.")
        private String device = "";

        @Override
        protected Iterable<JsonNode> rows(ApiClient api) {
            return api.get(path(device(device))).path("tokens");
        }

        @Override
        protected List<Column> columns() {
            return List.of(
                    Column.of("TOKEN", "token"),
                    Column.of("PERSON", "person"),
                    Column.of("ROLE", "role"),
                    Column.of("UNTIL", "until"),
                    Column.of("RECORDED", "recorded"));
        }
    }

    /** All of them end. */
    @Command(
            name = "void",
            description = "Make void all that was issued for a device until now; who is in by it is put out.")
    static final class MakeVoid extends Verb {
        @Parameters(paramLabel = "DEVICE", description = "Its id.")
        private String device = "";

        @Option(names = "--reason", paramLabel = "WHY", defaultValue = "", description = "For the log.")
        private String reason = "";

        @Override
        protected Status run(Screen screen) {
            try (ApiClient api = api()) {
                JsonNode done = api.post(path(device(device) + "/void"), Map.of("reason", reason));
                screen.result(
                        done,
                        "void as soon as the device has order "
                                + done.path("order").asString());
                return Status.YES;
            }
        }
    }

    /** What was done. */
    @Command(name = "transcript", description = "Show what the device recorded of a token's session.")
    static final class Shown extends Verb {
        @Parameters(index = "0", paramLabel = "DEVICE", description = "Its id.")
        private String device = "";

        @Parameters(index = "1", paramLabel = "TOKEN", description = "As muster local-role ls shows it.")
        private String token = "";

        @Override
        protected Status run(Screen screen) {
            try (ApiClient api = api()) {
                SessionRecord record =
                        SessionRecord.parse(api.bytes(path(device(device) + "/" + Query.segment(token) + "/record")));
                List<Map<String, Object>> steps = new ArrayList<>();
                StringBuilder text = new StringBuilder(
                        record.person() + ", " + record.ending().word() + " at " + record.endedAt());
                for (SessionRecord.Step step : record.steps()) {
                    steps.add(Map.of(
                            "at", step.at().toString(), "kind", step.kind().word(), "what", step.what()));
                    text.append("\n  ").append(step.at()).append(' ');
                    text.append(step.kind().word()).append(' ').append(step.what());
                }
                screen.result(
                        Map.of(
                                "person", record.person(),
                                "ending", record.ending().word(),
                                "steps", steps),
                        text.toString());
                return Status.YES;
            } catch (MalformedException e) {
                throw CommandFailed.because("The record cannot be read: " + e.getMessage() + ".");
            }
        }
    }
}
