package dev.muster.cli;

import java.io.Console;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What a verb wants before it does what other people will feel: a reason for the record, and a yes. */
public final class Sure {
    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the record.")
    private String reason = "";

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    /**
     * The reason, once somebody is sure. On a terminal what is missing is asked for; elsewhere it is wrong usage.
     *
     * @param act what will be done, as a sentence with its consequence
     * @throws CommandFailed when there is no reason or no yes
     */
    public String reason(String act) {
        Optional<Console> person = Terminal.person();
        String why = reason.strip();
        if (why.isEmpty() && person.isPresent()) {
            why = Optional.ofNullable(person.get().readLine("%s%nWhy? ", act))
                    .orElse("")
                    .strip();
        }
        if (why.isEmpty()) {
            throw CommandFailed.usage(act + " Say why with --reason.");
        }
        confirm(act, person);
        return why;
    }

    /** The reason as far as one was given: an emergency does not wait for words. */
    public String said() {
        return reason.strip();
    }

    /** As {@link #reason}, for an act that needs no reason. */
    public void confirmed(String act) {
        confirm(act, Terminal.person());
    }

    private void confirm(String act, Optional<Console> person) {
        if (yes) {
            return;
        }
        if (person.isEmpty()) {
            throw CommandFailed.usage(act + " Say --yes if that is what you want.");
        }
        if (!"yes".equals(person.get().readLine("%s%nType yes to go on: ", act))) {
            throw new CommandFailed(Status.NO, "Nothing was done.");
        }
    }
}
