package dev.muster.cli.notice;

import dev.muster.cli.ListVerb;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.cli.VerbGroup;
import dev.muster.cli.api.ApiClient;
import dev.muster.cli.comply.Query;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code muster notice}: who hears of what, and what is open. */
@Command(
        name = "notice",
        description = "Hear of what matters, by mail, webhook or syslog.",
        subcommands = {
            NoticeVerbs.Open.class,
            NoticeVerbs.Kinds.class,
            NoticeVerbs.Messages.class,
            NoticeVerbs.Subscribe.class,
            NoticeVerbs.Unsubscribe.class,
            NoticeVerbs.Try.class,
            NoticeVerbs.Silence.class,
            NoticeVerbs.Take.class
        },
        footer = {
            "%nExample:",
            "  muster notice subscribe ops --mail ops@city.example --weight urgent",
            "  muster notice subscribe siem --syslog tls://siem.example:6514",
            "  muster notice try ops"
        })
public final class NoticeVerbs extends VerbGroup {

    /** Open matters. */
    @Command(name = "ls", description = "List open matters, the heaviest first.")
    static final class Open extends ListVerb {
        @Override
        protected Iterable<JsonNode> rows(ApiClient api) {
            return api.get(path("notices")).path("open");
        }

        @Override
        protected List<Column> columns() {
            return List.of(
                    Column.of("WEIGHT", "weight"),
                    Column.of("KIND", "kind"),
                    Column.of("SUBJECT", "subject"),
                    Column.of("TIMES", "times"),
                    Column.of("OWNER", "owner"),
                    Column.of("SAYS", "says"));
        }
    }

    /** What there is. */
    @Command(name = "kinds", description = "List what there is to hear of.")
    static final class Kinds extends ListVerb {
        @Override
        protected Iterable<JsonNode> rows(ApiClient api) {
            return api.get(path("notices/kinds")).path("kinds");
        }

        @Override
        protected List<Column> columns() {
            return List.of(Column.of("KIND", "kind"), Column.of("WEIGHT", "weight"), Column.of("MEANING", "meaning"));
        }
    }

    /** The outbox. */
    @Command(name = "messages", description = "List the newest messages and what became of them.")
    static final class Messages extends ListVerb {
        @Override
        protected Iterable<JsonNode> rows(ApiClient api) {
            return api.get(path("notices/messages")).path("messages");
        }

        @Override
        protected List<Column> columns() {
            return List.of(
                    Column.of("AT", "at"),
                    Column.of("TO", "subscription"),
                    Column.of("STATE", "state"),
                    Column.of("TRIES", "tries"),
                    Column.of("SAYS", "says"),
                    Column.of("FAULT", "fault"));
        }
    }

    /** Somebody who hears. */
    @Command(name = "subscribe", description = "Hear of what matters; the secret of a webhook is printed once.")
    static final class Subscribe extends Verb {
        @Parameters(paramLabel = "ID", description = "Your name for it.")
        private String id = "";

        @Option(names = "--mail", paramLabel = "ADDRESS", defaultValue = "", description = "By mail.")
        private String mail = "";

        @Option(names = "--webhook", paramLabel = "URL", defaultValue = "", description = "By a signed POST.")
        private String webhook = "";

        @Option(names = "--syslog", paramLabel = "URL", defaultValue = "", description = "tls://HOST:PORT or tcp://…")
        private String syslog = "";

        @Option(names = "--kind", paramLabel = "KIND", description = "Only of this; may be repeated.")
        private List<String> kinds = new ArrayList<>();

        @Option(
                names = "--weight",
                paramLabel = "WEIGHT",
                defaultValue = "info",
                description = "Nothing lighter: info, warning or urgent.")
        private String weight = "";

        @Option(
                names = "--daily",
                paramLabel = "HOUR",
                defaultValue = "-1",
                description = "All in one message a day, at this hour (UTC).")
        private int hour;

        @Override
        protected Status run(Screen screen) {
            String channel = !mail.isEmpty() ? "mail" : !webhook.isEmpty() ? "webhook" : "syslog";
            Map<String, Object> body = new HashMap<>(
                    Map.of("channel", channel, "target", mail + webhook + syslog, "kinds", kinds, "weight", weight));
            body.put("digestHour", hour);
            try (ApiClient api = api()) {
                JsonNode made = api.post(path("notices/subscriptions/" + Query.segment(id)), body);
                String secret = made.path("secret").asString();
                screen.result(made, secret.isEmpty() ? id + " hears" : "the secret, shown this once: " + secret);
                return Status.YES;
            }
        }
    }

    /** Nobody hears. */
    @Command(name = "unsubscribe", description = "End a subscription.")
    static final class Unsubscribe extends Verb {
        @Parameters(paramLabel = "ID", description = "Your name for it.")
        private String id = "";

        @Override
        protected Status run(Screen screen) {
            try (ApiClient api = api()) {
                api.delete(path("notices/subscriptions/" + Query.segment(id)));
            }
            screen.result(Map.of("subscription", id), id + " hears nothing any more");
            return Status.YES;
        }
    }

    /** A message to see whether it works. */
    @Command(name = "try", description = "Send one message by a subscription.")
    static final class Try extends Verb {
        @Parameters(paramLabel = "ID", description = "Your name for it.")
        private String id = "";

        @Override
        protected Status run(Screen screen) {
            try (ApiClient api = api()) {
                JsonNode answer = api.post(path("notices/subscriptions/" + Query.segment(id) + "/try"));
                screen.result(answer, "on its way: muster notice messages says what became of it");
                return Status.YES;
            }
        }
    }

    /** Quiet for a while. */
    @Command(name = "silence", description = "Say nothing of something for some hours.")
    static final class Silence extends Verb {
        @Parameters(index = "0", paramLabel = "ID", description = "Your name for it.")
        private String id = "";

        @Option(names = "--kind", paramLabel = "KIND", defaultValue = "", description = "Only of this.")
        private String kind = "";

        @Option(names = "--subject", paramLabel = "SUBJECT", defaultValue = "", description = "Such as device/cam-1.")
        private String subject = "";

        @Option(names = "--hours", paramLabel = "N", required = true, description = "For so long.")
        private int hours;

        @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why, for the record.")
        private String reason = "";

        @Override
        protected Status run(Screen screen) {
            try (ApiClient api = api()) {
                api.post(
                        path("notices/silences/" + Query.segment(id)),
                        Map.of("kind", kind, "subject", subject, "hours", hours, "reason", reason));
            }
            screen.result(Map.of("silence", id), "silent for " + hours + " hours");
            return Status.YES;
        }
    }

    /** Mine. */
    @Command(name = "take", description = "Say that you look after a matter.")
    static final class Take extends Verb {
        @Parameters(index = "0", paramLabel = "KIND", description = "Such as rollout-paused.")
        private String kind = "";

        @Parameters(index = "1", paramLabel = "SUBJECT", description = "Such as rollout/r-7.")
        private String subject = "";

        @Option(names = "--note", paramLabel = "TEXT", defaultValue = "", description = "What you do about it.")
        private String note = "";

        @Override
        protected Status run(Screen screen) {
            try (ApiClient api = api()) {
                api.post(path("notices/take"), Map.of("kind", kind, "subject", subject, "note", note));
            }
            screen.result(Map.of("kind", kind, "subject", subject), "yours");
            return Status.YES;
        }
    }
}
