package dev.muster.cli.pack;

import dev.muster.cli.CommandFailed;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.core.assurance.PackReplay.Outcome;
import dev.muster.format.audit.pack.Pack;
import dev.muster.format.audit.pack.PackException;
import dev.muster.format.audit.pack.PackVerifier;
import dev.muster.format.audit.pack.SignedPack;
import dev.muster.format.audit.pack.Trust;
import dev.muster.server.PackRules;
import java.io.IOException;
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

    /** What is printed as JSON. */
    record Result(String file, boolean holds, boolean pinned, List<PackVerifier.Step> steps) {
        Result {
            steps = List.copyOf(steps);
        }
    }

    @Override
    protected Status run(Screen screen) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Trust keys;
        try {
            keys = trust.isPresent()
                    ? pinned(trust.get())
                    : SignedPack.parse(bytes).claimedTrust();
        } catch (PackException unreadable) {
            return tell(screen, new Result(file.toString(), false, false, List.of(broken(unreadable))), Status.NO);
        }
        PackVerifier.Report report = PackVerifier.verify(bytes, keys);
        List<PackVerifier.Step> steps = new ArrayList<>(report.steps());
        report.pack()
                .flatMap(Pack::scope)
                .ifPresent(scope -> steps.add(new PackVerifier.Step("scope", true, "of " + scope + " only")));
        Status status = report.pack().map(pack -> replay(pack, steps)).orElse(Status.NO);
        boolean holds = report.holds() && status != Status.NO;
        if (trust.isEmpty() && holds) {
            status = Status.UNKNOWN;
        }
        return tell(screen, new Result(file.toString(), holds, trust.isPresent(), steps), status);
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

    private static Status replay(Pack pack, List<PackVerifier.Step> steps) {
        return switch (PackRules.replay().replay(pack)) {
            case Outcome.Same same -> {
                steps.add(new PackVerifier.Step(
                        "derivation",
                        true,
                        same.facts() + " facts, " + same.findings() + " findings and " + same.verdicts()
                                + " verdicts follow from the entries"));
                yield Status.YES;
            }
            case Outcome.Differs differs -> {
                steps.add(new PackVerifier.Step("derivation", false, differs.detail()));
                yield Status.NO;
            }
            case Outcome.Unknown unknown -> {
                steps.add(new PackVerifier.Step("derivation", false, unknown.detail()));
                yield Status.UNKNOWN;
            }
        };
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
