package dev.muster.cli;

import dev.muster.cli.api.ApiClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** One verb: its options are picocli fields, its work is {@link #run(Screen)}, its exit status is the verdict. */
public abstract class Verb implements Callable<Integer> {

    @Mixin
    private final Options options = new Options();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /**
     * Does the work.
     *
     * @param screen where results and progress go
     * @return what the exit status says
     * @throws Exception turned into one sentence by {@link Main}; throw {@link CommandFailed} for your own sentence
     */
    protected abstract Status run(Screen screen) throws Exception;

    @Override
    public final Integer call() throws Exception {
        Screen screen = new Screen(
                spec.commandLine().getOut(),
                spec.commandLine().getErr(),
                options.json(),
                Colour.ofTerminal(),
                Terminal.width(),
                Terminal.person().map(_ -> System::nanoTime));
        if (options.explain()) {
            Explanation.of(spec.qualifiedName(" ").replaceFirst("^muster ", "")).print(screen);
            return Status.YES.code();
        }
        return run(screen).code();
    }

    protected final Options options() {
        return options;
    }

    /** A client of the server that was named by --server, or whose data directory was named, speaking as its operator. */
    protected final ApiClient api() {
        return options.remote()
                .map(ApiClient::to)
                .orElseGet(() -> ApiClient.open(options.data(), options.localToken()));
    }

    /** The path of this organisation's API, such as {@code /api/v1/demo/devices} for {@code "devices"}. */
    protected final String path(String rest) {
        return "/api/v1/" + options.org() + "/" + rest;
    }
}
