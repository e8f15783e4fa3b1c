package dev.muster.cli.maker;

import dev.muster.cli.CommandFailed;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.cli.api.ApiClient;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code muster ref activate}, {@code retire} and {@code revoke}. */
final class LifeVerbs {
    private LifeVerbs() {}

    /** How the tags of a manifest live, in a cell. */
    static String lives(JsonNode manifest) {
        Set<String> states = new TreeSet<>();
        for (JsonNode tag : manifest.path("life")) {
            String until = tag.path("until").asString("");
            states.add(tag.path("state").asString() + (until.isEmpty() ? "" : " until " + until));
        }
        return String.join(", ", states);
    }

    /** What the three ask. */
    abstract static class Change extends Verb {
        @Parameters(paramLabel = "MANIFEST", description = "Its digest or its id, as muster ref ls shows them.")
        private String manifest = "";

        @Option(names = "--tag", paramLabel = "TAG", description = "One CoMID of it; without, all of them.")
        private String tag = "";

        @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "For the record.")
        private String reason = "";

        private final String wish;
        private final String done;

        private Change(String wish, String done) {
            this.wish = wish;
            this.done = done;
        }

        /** What else the call says. */
        void add(Map<String, Object> body) {
            if (!tag.isEmpty()) {
                body.put("tag", tag);
            }
            body.put("reason", reason);
        }

        @Override
        protected Status run(Screen screen) {
            try (var api = api()) {
                Map<String, Object> body = new LinkedHashMap<>();
                add(body);
                JsonNode answer = api.post(path("references/" + digest(api) + "/" + wish), body);
                int changed = answer.path("changed").size();
                screen.result(answer, changed == 0 ? "nothing changes: it is so already" : manifest + ": " + done);
                return Status.YES;
            }
        }

        private String digest(ApiClient api) {
            for (JsonNode row : api.get(path("references"))) {
                if (row.path("digest").asString().equals(manifest)
                        || row.path("corimId").asString().equals(manifest)) {
                    return row.path("digest").asString();
                }
            }
            throw new CommandFailed(Status.USAGE, "No manifest is called " + manifest + ": muster ref ls shows them.");
        }
    }

    /** {@code muster ref activate}. */
    @Command(name = "activate", description = "Let a manifest's reference values count from now on.")
    static final class Activate extends Change {
        Activate() {
            super("activate", "its reference values count");
        }
    }

    /** {@code muster ref retire}. */
    @Command(name = "retire", description = "Accept a manifest's reference values until a time, and not after.")
    static final class Retire extends Change {
        @Option(names = "--until", paramLabel = "TIME", required = true, description = "Such as 2027-01-31T00:00:00Z.")
        private String until = "";

        Retire() {
            super("retire", "its reference values end then");
        }

        @Override
        void add(Map<String, Object> body) {
            super.add(body);
            body.put("until", until);
        }
    }

    /** {@code muster ref revoke}. */
    @Command(name = "revoke", description = "Contradict every device that agrees with a manifest's reference values.")
    static final class Revoke extends Change {
        Revoke() {
            super("revoke", "what agrees with it is contraindicated from now on");
        }
    }
}
