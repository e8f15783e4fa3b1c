package dev.muster.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;

/** {@code muster completion}. */
@Command(
        name = "completion",
        description = "Print a script that completes verbs and options in bash and zsh.",
        footer = "%nFor this shell: source <(muster completion)")
final class Completion extends Verb {
    @Override
    protected Status run(Screen screen) {
        screen.line(AutoComplete.bash("muster", Main.commandLine()));
        return Status.YES;
    }
}
