package dev.muster.cli;

import java.io.Console;
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
        Console console = System.console();
        boolean person = console != null && console.isTerminal();
        String why = reason.strip();
        if (why.isEmpty() && person) {
            why = String.valueOf(console.readLine("%s%nWhy? ", act)).strip();
        }
        if (why.isEmpty() || why.equals("null")) {
            throw CommandFailed.usage(act + " Say why with --reason.");
        }
        confirm(act, console, person);
        return why;
    }

    /** As {@link #reason}, for an act whose record holds no reason. */
    public void confirmed(String act) {
        Console console = System.console();
        confirm(act, console, console != null && console.isTerminal());
    }

    private void confirm(String act, @org.jspecify.annotations.Nullable Console console, boolean person) {
        if (yes) {
            return;
        }
        if (console == null || !person) {
            throw CommandFailed.usage(act + " Say --yes if that is what you want.");
        }
        if (!"yes".equals(console.readLine("%s%nType yes to go on: ", act))) {
            throw new CommandFailed(Status.NO, "Nothing was done.");
        }
    }
}
