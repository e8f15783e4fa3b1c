package dev.muster.cli.governance;

import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.cli.api.ApiClient;
import dev.muster.cli.comply.Query;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code muster acquisition}: what is wanted, what is offered, what is missing, and whether the first unit shows it. */
@Command(
        name = "acquisition",
        description = "Acquisitions: requirements, offers, gaps, decision, acceptance of the first unit.",
        subcommands = AcquisitionVerbs.Compare.class,
        footer = {
            "%nExample:",
            "  muster acquisition begin q-7 profile=\"NIST-CAT/SEC-COM-01 full\" documents=cost-sheet",
            "  muster acquisition act q-7 collect offers=lens",
            "  muster acquisition compare q-7",
            "  muster acquisition act q-7 deliver first-unit=cam-01"
        })
final class AcquisitionVerbs extends Kind {
    AcquisitionVerbs() {
        super("acquisition", "device-class", "offers", "gaps");
    }

    /** What each offer lacks. */
    @Command(
            name = "compare",
            description =
                    "Compare with the offers of makers and keep what is missing in the record; exits 1 with gaps.")
    static final class Compare extends Verb {
        @Parameters(paramLabel = "ID", description = "Its id; its field offers names the makers.")
        private String id = "";

        @Override
        protected Status run(Screen screen) {
            try (ApiClient api = api()) {
                JsonNode answer = api.post(path("exchange/gaps/" + Query.segment(id)), Map.of());
                boolean gaps = false;
                StringBuilder said =
                        new StringBuilder("missing: " + answer.path("gaps").asString());
                for (JsonNode offer : answer.path("offers")) {
                    for (JsonNode line : offer.path("lines")) {
                        if (!line.path("met").asBoolean()) {
                            gaps = true;
                            said.append("\n  ")
                                    .append(offer.path("maker").asString())
                                    .append(": ")
                                    .append(line.path("name").asString())
                                    .append(", wanted ")
                                    .append(line.path("wanted").asString());
                        }
                    }
                }
                screen.result(answer, said.toString());
                return Status.of(!gaps);
            }
        }
    }
}
