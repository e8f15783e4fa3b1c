package dev.muster.cli.device;

import dev.muster.agent.state.DeviceRoots;
import dev.muster.agent.state.Durability;
import dev.muster.agent.state.UserConsent;
import dev.muster.cli.CommandFailed;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.format.devices.orders.Strength;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What the user of a device says to an update that is offered softly. */
final class AgentConsentVerbs {
    private AgentConsentVerbs() {}

    /** What both have. */
    abstract static class Answer extends Verb {
        @Option(names = "--root", paramLabel = "DIR", required = true, description = "The device's folder.")
        private Path root = Path.of("");

        UserConsent asked() throws IOException {
            DeviceRoots roots = DeviceRoots.under(root, Strength.CHECKED, Durability.POWER_CUT);
            FactoryFiles.require(roots);
            return new UserConsent(roots.create());
        }

        static Status told(Screen screen, Optional<UserConsent.Question> question, String said) {
            if (question.isEmpty()) {
                screen.result(Map.of("asked", false), "no update asks for anything");
                return Status.UNKNOWN;
            }
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("asked", true);
            shown.put("update", question.get().update());
            shown.put("risk", question.get().risk());
            shown.put("standing", question.get().standing().word());
            screen.result(
                    shown,
                    said
                            + (question.get().risk().isEmpty()
                                    ? ""
                                    : " (" + question.get().risk() + ")"));
            return Status.YES;
        }
    }

    /** {@code muster agent consent}. */
    @Command(
            name = "consent",
            description = {
                "Agree to the update that this device asks about; it is installed within minutes.",
                "Status 0: agreed. 2: nothing is asked."
            })
    static final class Consent extends Answer {
        @Option(names = "--show", description = "Only say what is asked.")
        private boolean show;

        @Option(names = "--always", description = "Agree to all that will be asked: for a device without a user.")
        private boolean always;

        @Option(names = "--ask-again", description = "End --always.")
        private boolean again;

        @Override
        protected Status run(Screen screen) throws IOException {
            UserConsent consent = asked();
            if (always || again) {
                consent.always(always);
            }
            if (again || show) {
                Optional<UserConsent.Question> question = consent.question();
                return told(
                        screen,
                        question,
                        question.map(one -> "an update is " + one.standing().word())
                                .orElse(""));
            }
            return told(screen, consent.consent(), "agreed");
        }
    }

    /** {@code muster agent postpone}. */
    @Command(name = "postpone", description = "Put off the update that this device asks about, and be asked again.")
    static final class Postpone extends Answer {
        @Option(
                names = "--hours",
                paramLabel = "N",
                defaultValue = "24",
                description = "When to ask again (${DEFAULT-VALUE}); at most 168.")
        private int hours = 24;

        @Override
        protected Status run(Screen screen) throws IOException {
            Duration time = Duration.ofHours(hours);
            if (hours < 1 || time.compareTo(UserConsent.MOST_POSTPONED) > 0) {
                throw CommandFailed.usage("--hours: 1 to " + UserConsent.MOST_POSTPONED.toHours() + ".");
            }
            return told(screen, asked().postpone(Instant.now().plus(time)), "put off for " + hours + " hours");
        }
    }
}
