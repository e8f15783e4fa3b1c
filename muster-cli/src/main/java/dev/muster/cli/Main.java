package dev.muster.cli;

import dev.muster.cli.api.ApiRefused;
import dev.muster.format.Strokes;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code muster}. */
@Command(
        name = "muster",
        versionProvider = Version.class,
        description = "The trust plane for fleets of connected devices.",
        footer = "%nExit status: 0 yes, 1 no, 2 unknown, 64 wrong usage. `muster <verb> --help` says more.")
public final class Main implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Print the version.")
    private boolean version;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    /** Runs one verb and ends the process with its status. */
    public static void main(String[] args) {
        start(Verbs.all(), args);
    }

    /** Runs one of these verbs and ends the process with its status. */
    static void start(List<Object> verbs, String... args) {
        int status = commandLine(verbs)
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .execute(args);
        System.exit(status);
    }

    /** Of a word that is further from every one that there is nobody can say what was meant. */
    private static final int STROKES_MOST = 4;

    /** Runs one verb inside this process, as the tests do. */
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        return commandLine().setOut(out).setErr(err).execute(args);
    }

    static CommandLine commandLine() {
        return commandLine(Verbs.all());
    }

    static CommandLine commandLine(List<Object> verbs) {
        CommandLine command = new CommandLine(new Main());
        for (Object verb : verbs) {
            command.addSubcommand(verb);
        }
        command.setCaseInsensitiveEnumValuesAllowed(true);
        command.setExecutionExceptionHandler((problem, line, parse) -> failed(problem, line));
        command.setParameterExceptionHandler((problem, args) -> misused(problem));
        return command;
    }

    @Override
    public void run() {
        if (!help && !version) {
            throw new ParameterException(spec.commandLine(), "Say what to do.");
        }
    }

    private static int failed(Exception problem, CommandLine line) {
        line.getErr().println("muster: " + Sentence.of(problem));
        if ("1".equals(System.getenv("MUSTER_DEBUG"))) {
            problem.printStackTrace(line.getErr());
        }
        Status status = switch (problem) {
            case CommandFailed failed -> failed.status();
            case ApiRefused refused -> refused.status();
            // What was typed cannot be used as what it stands for; a file that is not there is bad input too.
            case IllegalArgumentException bad -> Status.USAGE;
            default -> Status.UNKNOWN;
        };
        return status.code();
    }

    private static int misused(ParameterException problem) {
        CommandLine line = problem.getCommandLine();
        StringBuilder text = new StringBuilder("muster: ").append(problem.getMessage());
        if (problem instanceof UnmatchedArgumentException unmatched) {
            // What shares most letters is not always what was meant; what takes fewest strokes to mend is.
            String typed = unmatched.getUnmatched().getFirst();
            Stream.concat(unmatched.getSuggestions().stream(), line.getSubcommands().keySet().stream())
                    .filter(guess -> Strokes.between(typed, guess) <= STROKES_MOST)
                    .min(Comparator.<String>comparingInt(guess -> Strokes.between(typed, guess))
                            .thenComparing(guess -> !guess.startsWith(typed.substring(0, Math.min(1, typed.length())))))
                    .ifPresent(guess ->
                            text.append(" (did you mean ").append(guess).append("?)"));
        }
        line.getErr()
                .println(text.append(" See `")
                        .append(line.getCommandSpec().qualifiedName())
                        .append(" --help`."));
        return Status.USAGE.code();
    }
}
