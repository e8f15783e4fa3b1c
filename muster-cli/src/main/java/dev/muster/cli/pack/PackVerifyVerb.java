package dev.muster.cli.pack;

import dev.muster.cli.CommandFailed;
import dev.muster.cli.Progress;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.core.assurance.PackReplay;
import dev.muster.core.assurance.PackReplay.Outcome;
import dev.muster.format.audit.pack.Pack;
import dev.muster.format.audit.pack.PackException;
import dev.muster.format.audit.pack.PackFile;
import dev.muster.format.audit.pack.PackVerifier;
import dev.muster.format.audit.pack.Trust;
import dev.muster.server.PackRules;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code muster pack verify}: yes when every step holds under the pinned keys, no when one does not, unknown when no keys
 * were pinned or a part cannot be judged here.
 */
@Command(name = "verify", description = "Check an audit pack offline, and print what was checked.")
final class PackVerifyVerb extends Verb {
    @Parameters(paramLabel = "PACK", description = "The pack's file.")
    private Path file = Path.of("");

    @Option(
            names = "--trust",
            paramLabel = "FILE",
            description = "The pinned keys, as `muster pack trust` printed them once.")
    private Optional<Path> trust = Optional.empty();

    private static final int READ_BYTES = 64 * 1024;

    /** What is printed as JSON. */
    record Result(String file, boolean holds, boolean pinned, List<PackVerifier.Step> steps) {
        Result {
            steps = List.copyOf(steps);
        }
    }

    @Override
    protected Status run(Screen screen) throws IOException {
        Trust keys;
        try {
            keys = trust.isPresent() ? pinned(trust.get()) : claimed();
        } catch (PackException unreadable) {
            return tell(screen, new Result(file.toString(), false, false, List.of(broken(unreadable))), Status.NO);
        }
        Derived derived = new Derived();
        PackFile.Report report;
        try (InputStream in = new BufferedInputStream(new CountedFile(file, new Progress(screen)), READ_BYTES)) {
            report = PackFile.verify(in, keys, derived::add);
        }
        List<PackVerifier.Step> steps = new ArrayList<>(report.steps());
        Status status = Status.NO;
        if (report.holds()) {
            report.scope().ifPresent(scope -> steps.add(new PackVerifier.Step("scope", true, "of " + scope + " only")));
            steps.add(derived.step());
            status = derived.status();
        }
        boolean holds = report.holds() && status != Status.NO;
        if (trust.isEmpty() && holds) {
            status = Status.UNKNOWN;
        }
        return tell(screen, new Result(file.toString(), holds, trust.isPresent(), steps), status);
    }

    private Trust claimed() throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), READ_BYTES)) {
            return PackFile.claimedTrust(in);
        }
    }

    private static Trust pinned(Path path) throws IOException {
        try {
            return Trust.parse(Files.readString(path));
        } catch (PackException e) {
            throw CommandFailed.usage("The trust file " + path + " cannot be read: " + e.getMessage() + ".");
        }
    }

    private static PackVerifier.Step broken(PackException unreadable) {
        return new PackVerifier.Step("signature", false, String.valueOf(unreadable.getMessage()));
    }

    /** What deriving the parts again came to, together: the worst of them, and the first word for it. */
    private static final class Derived {
        private final PackReplay replay = PackRules.replay();
        private long facts;
        private long findings;
        private long verdicts;
        private Optional<String> differs = Optional.empty();
        private Optional<String> unknown = Optional.empty();

        void add(Pack pack) {
            switch (replay.replay(pack)) {
                case Outcome.Same same -> {
                    facts += same.facts();
                    findings += same.findings();
                    verdicts += same.verdicts();
                }
                case Outcome.Differs one -> differs = differs.or(() -> Optional.of(one.detail()));
                case Outcome.Unknown one -> unknown = unknown.or(() -> Optional.of(one.detail()));
            }
        }

        Status status() {
            return differs.isPresent() ? Status.NO : unknown.isPresent() ? Status.UNKNOWN : Status.YES;
        }

        PackVerifier.Step step() {
            return new PackVerifier.Step(
                    "derivation",
                    status() == Status.YES,
                    differs.or(() -> unknown)
                            .orElse(facts + " facts, " + findings + " findings and " + verdicts
                                    + " verdicts follow from the entries"));
        }
    }

    private static Status tell(Screen screen, Result result, Status status) {
        if (screen.wantsJson()) {
            screen.json(result);
            return status;
        }
        for (PackVerifier.Step step : result.steps()) {
            screen.line((step.holds() ? "holds  " : "FAILS  ") + step.name() + ": " + step.detail());
        }
        screen.line(sentence(status, result.pinned()));
        return status;
    }

    private static String sentence(Status status, boolean pinned) {
        return switch (status) {
            case YES -> "verified";
            case NO -> "not verified";
            case UNKNOWN, USAGE ->
                pinned
                        ? "unknown: the pack is whole, but a part of it cannot be judged here"
                        : "unknown: the pack is whole, but nothing says whose it is; pin keys with --trust FILE";
        };
    }
}
