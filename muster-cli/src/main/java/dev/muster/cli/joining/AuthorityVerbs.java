package dev.muster.cli.joining;

import dev.muster.cli.ListVerb;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Sure;
import dev.muster.cli.Verb;
import dev.muster.cli.VerbGroup;
import dev.muster.cli.api.ApiClient;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code muster ca}. */
@Command(
        name = "ca",
        description = {
            "The authorities that issue devices' certificates, and how one generation follows another:",
            "announce, wait until devices have learnt of it, activate, wait until nothing lives under the old one,"
                    + " retire."
        },
        subcommands = {
            AuthorityVerbs.ListAll.class,
            MigrateVerb.class,
            AuthorityVerbs.Pause.class,
            AuthorityVerbs.GoOn.class,
            AuthorityVerbs.Announce.class,
            AuthorityVerbs.Activate.class,
            AuthorityVerbs.Retire.class,
            AuthorityVerbs.Approve.class,
            AuthorityVerbs.Withdraw.class
        })
public final class AuthorityVerbs extends VerbGroup {

    /** {@code muster ca ls}. */
    @Command(name = "ls", description = "List the authorities, where they stand, and how much lives under each.")
    static final class ListAll extends ListVerb {
        @Override
        protected Iterable<JsonNode> rows(ApiClient api) {
            return api.get(path("authorities")).path("authorities");
        }

        @Override
        protected List<Column> columns() {
            return List.of(
                    Column.of("role", "role"),
                    Column.of("standing", "standing"),
                    Column.of("key", "key"),
                    Column.of("live", "live"),
                    Column.of("until", "notAfter"),
                    Column.of("fingerprint", "fingerprint"));
        }
    }

    /** What every step shares: it is taken, or it waits for another person's word. */
    abstract static class StepVerb extends Verb {
        /** Posts a step and says what became of it. */
        static Status take(Screen screen, ApiClient api, String path, Map<String, Object> body, String done) {
            JsonNode answer = api.post(path, body);
            boolean waits = answer.has("proposal");
            screen.result(answer, waits ? "another administrator has to say so: muster ca approve" : done);
            return waits ? Status.UNKNOWN : Status.YES;
        }
    }

    /** {@code muster ca pause}. */
    @Command(name = "pause", description = "Ask no device to leave the old generation for now.")
    static final class Pause extends Verb {
        @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the record.")
        private String reason = "";

        @Override
        protected Status run(Screen screen) {
            try (var api = api()) {
                api.post(path("authorities/pause"), Map.of("reason", reason));
                screen.result(Map.of("paused", true), "no device is asked to renew; muster ca go-on asks them again");
                return Status.YES;
            }
        }
    }

    /** {@code muster ca go-on}. */
    @Command(name = "go-on", description = "Ask devices again to leave the old generation.")
    static final class GoOn extends Verb {
        @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the record.")
        private String reason = "";

        @Override
        protected Status run(Screen screen) {
            try (var api = api()) {
                api.post(path("authorities/go-on"), Map.of("reason", reason));
                screen.result(Map.of("paused", false), "devices are asked to renew");
                return Status.YES;
            }
        }
    }

    /** {@code muster ca announce}. */
    @Command(
            name = "announce",
            description = "Make the next generation and let devices learn of it; nothing else changes.")
    static final class Announce extends StepVerb {
        @Option(
                names = "--key",
                paramLabel = "KIND",
                defaultValue = "P-256",
                description = "Of the authority for devices: P-256 (default), P-384, ML-DSA-44, ML-DSA-65.")
        private String key = "P-256";

        @Option(names = "--root", description = "Under a new root, and everything else below it.")
        private boolean root;

        @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the record.")
        private String reason = "";

        @Override
        protected Status run(Screen screen) {
            try (var api = api()) {
                return take(
                        screen,
                        api,
                        path("authorities/announce"),
                        Map.of("key", key, "root", root, "reason", reason),
                        "announced; devices learn of it when they next ask. Then: muster ca activate");
            }
        }
    }

    /** {@code muster ca activate}. */
    @Command(
            name = "activate",
            description = "Let the announced generation issue; devices are asked to renew, one by one.")
    static final class Activate extends StepVerb {
        @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the record.")
        private String reason = "";

        @Override
        protected Status run(Screen screen) {
            try (var api = api()) {
                return take(
                        screen,
                        api,
                        path("authorities/activate"),
                        Map.of("reason", reason),
                        "in force; when muster ca ls shows nothing live under the old one: muster ca retire");
            }
        }
    }

    /** {@code muster ca retire}. */
    @Command(name = "retire", description = "Accept an authority's certificates no longer.")
    static final class Retire extends StepVerb {
        @Parameters(paramLabel = "FINGERPRINT", description = "As ls shows it.")
        private String fingerprint = "";

        @Option(
                names = "--force",
                description = "Also when certificates live under it; their devices have to join again.")
        private boolean force;

        @Mixin
        private final Sure sure = new Sure();

        @Override
        protected Status run(Screen screen) {
            String reason = sure.reason("Nothing that this authority issued is accepted any more.");
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("fingerprint", fingerprint);
            body.put("force", force);
            body.put("reason", reason);
            try (var api = api()) {
                return take(screen, api, path("authorities/retire"), body, "retired");
            }
        }
    }

    /** {@code muster ca approve}. */
    @Command(name = "approve", description = "Say yes to the step that another administrator asked for; it is taken.")
    static final class Approve extends StepVerb {
        @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the record.")
        private String reason = "";

        @Override
        protected Status run(Screen screen) {
            try (var api = api()) {
                return take(screen, api, path("authorities/approve"), Map.of("reason", reason), "the step was taken");
            }
        }
    }

    /** {@code muster ca withdraw}. */
    @Command(name = "withdraw", description = "Take back the step that waits for a word.")
    static final class Withdraw extends StepVerb {
        @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the record.")
        private String reason = "";

        @Override
        protected Status run(Screen screen) {
            try (var api = api()) {
                return take(screen, api, path("authorities/withdraw"), Map.of("reason", reason), "no step waits");
            }
        }
    }
}
