package dev.muster.format.update.suit;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Re-executes a manifest to see whether a report about it can have come from running it (draft-ietf-suit-report §5: the
 * records are in the order in which the commands ran). Every condition and operation may come out either way, so all ways are
 * gone through: a report is possible when one of them leaves the same records and ends the same. What the records say of
 * parameters must be what the manifest set, but for the command that failed, where it may be what was found instead.
 *
 * <p>Offsets and sections are counted as this package's {@link Processor} does; of a report by other software, whose counting
 * may differ, the answer says no more than that.
 */
public final class Replay {
    /** Ways through one manifest: a signed one has a few; more are not worth a server's time. */
    public static final int MOST_WAYS = 4096;

    /** Commands over all ways, as far as they stand in the manifest or are heard while they run: about a second. */
    static final long MOST_STEPS = 500_000;

    private static final byte[] OTHER = new byte[16];

    /** What became of the comparison. */
    public sealed interface Answer {
        /** Running the manifest can leave this report. */
        record Possible() implements Answer {}

        /** @param why one sentence for people */
        record Impossible(String why) implements Answer {}

        /** @param why what is not known here */
        record NotJudged(String why) implements Answer {}
    }

    private final Manifest manifest;
    private final Envelope envelope;
    private final Report report;
    private final long written;
    private int ways;
    private long steps;

    private Replay(Manifest manifest, Envelope envelope, Report report) {
        this.manifest = manifest;
        this.envelope = envelope;
        this.report = report;
        this.written = Stream.concat(manifest.shared().stream(), manifest.sections().values().stream())
                .mapToLong(Replay::steps)
                .sum();
    }

    private static long steps(CommandSequence sequence) {
        long sum = 0;
        for (CommandSequence.Step step : sequence.steps()) {
            sum += 1
                    + switch (step.command()) {
                        case Command.TryEach each ->
                            each.branches().stream().mapToLong(Replay::steps).sum();
                        case Command.RunSequence run -> steps(run.sequence());
                        default -> 0;
                    };
        }
        return sum;
    }

    /** What runs is charged to the whole judgement: a manifest may have few ways of very many commands. */
    private void charge(long more) {
        steps += more;
        if (steps > MOST_STEPS) {
            throw new ReplayDevice.Unknowable("more than " + MOST_STEPS + " commands over all ways");
        }
    }

    /** @param envelope readable, as {@code manifest} came from it */
    public static Answer judge(Manifest manifest, Envelope envelope, Report report) {
        return new Replay(manifest, envelope, report).judge();
    }

    private Answer judge() {
        if (beforeAnyCommand()) {
            return report.records().isEmpty()
                    ? new Answer.Possible()
                    : new Answer.Impossible("it was refused before any command, and records that commands ran");
        }
        if (!report.manifestDigest().equals(envelope.authentication().digest())) {
            return new Answer.Impossible("it is about a manifest with another digest");
        }
        try {
            return ranSo() ? new Answer.Possible() : new Answer.Impossible(why());
        } catch (ReplayDevice.Unknowable e) {
            return new Answer.NotJudged(String.valueOf(e.getMessage()));
        }
    }

    private boolean beforeAnyCommand() {
        return report.result() instanceof Report.Result.Failure failure
                && failure.record().section() == 0;
    }

    private String why() {
        String end = switch (report.result()) {
            case Report.Result.Success success -> "success";
            case Report.Result.Failure failure ->
                failure.reason().word() + " at section " + failure.record().section() + ", offset "
                        + failure.record().offset();
        };
        return "none of " + ways + " ways through the manifest ends in " + end + " with these "
                + report.records().size() + " records";
    }

    /** Whether any device, and any outcome of what it was asked, leads to the report. */
    private boolean ranSo() {
        for (byte[] vendor : ids(Parameter.VendorId.class)) {
            for (byte[] deviceClass : ids(Parameter.ClassId.class)) {
                for (boolean update : new boolean[] {true, false}) {
                    if (ranSo(vendor, deviceClass, update)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private boolean ranSo(byte[] vendor, byte[] deviceClass, boolean update) {
        Optional<List<Boolean>> choices = Optional.of(new ArrayList<>());
        while (choices.isPresent()) {
            if (++ways > MOST_WAYS) {
                throw new ReplayDevice.Unknowable("more than " + MOST_WAYS + " ways lead through the manifest");
            }
            charge(written);
            Trace trace = (path, section, offset, component, what, result) -> charge(1);
            ReplayDevice device = new ReplayDevice(vendor, deviceClass, choices.get());
            Outcome outcome = update
                    ? Processor.update(manifest, envelope, device, trace)
                    : Processor.invoke(manifest, device, trace);
            if (left(outcome)) {
                return true;
            }
            choices = ReplayDevice.after(choices.get());
        }
        return false;
    }

    private boolean left(Outcome outcome) {
        Optional<SuitRecord> failed = outcome instanceof Outcome.Stopped stopped ? stopped.at() : Optional.empty();
        boolean end = switch (report.result()) {
            case Report.Result.Success success -> outcome instanceof Outcome.Completed;
            case Report.Result.Failure failure ->
                outcome instanceof Outcome.Stopped stopped
                        && stopped.reason() == failure.reason()
                        && failed.map(at -> samePlace(at, failure.record())).orElse(false);
        };
        List<SuitRecord> records = outcome.records();
        if (!end || records.size() != report.records().size()) {
            return false;
        }
        for (int i = 0; i < records.size(); i++) {
            SuitRecord ran = records.get(i);
            SuitRecord said = report.records().get(i);
            boolean blamed = i == records.size() - 1
                    && failed.map(at -> samePlace(at, ran)).orElse(false);
            if (!samePlace(ran, said) || !(blamed || sameParameters(ran, said))) {
                return false;
            }
        }
        return true;
    }

    private static boolean samePlace(SuitRecord one, SuitRecord other) {
        return one.manifest().equals(other.manifest())
                && one.section() == other.section()
                && one.offset() == other.offset()
                && one.componentIndex() == other.componentIndex();
    }

    /** A record need not say all parameters; those that it says are the ones that were used. */
    private static boolean sameParameters(SuitRecord ran, SuitRecord said) {
        Set<String> used = new TreeSet<>();
        ran.properties().forEach(parameter -> used.add(encoded(parameter)));
        Set<Class<?>> kinds = new LinkedHashSet<>();
        ran.properties().forEach(parameter -> kinds.add(parameter.getClass()));
        return said.properties().stream()
                .filter(parameter -> kinds.contains(parameter.getClass()))
                .allMatch(parameter -> used.contains(encoded(parameter)));
    }

    private static String encoded(Parameter parameter) {
        Command.OverrideParameters alone = new Command.OverrideParameters(List.of(parameter));
        return java.util.HexFormat.of().formatHex(SuitWriter.sequence(CommandSequence.of(alone)));
    }

    /** The ids of this kind that the manifest names, and one that it does not. */
    private List<byte[]> ids(Class<? extends Parameter> kind) {
        Stream<CommandSequence> sections =
                Stream.concat(manifest.shared().stream(), manifest.sections().values().stream());
        List<byte[]> found = new ArrayList<>(sections.flatMap(Replay::parameters)
                .filter(kind::isInstance)
                .map(parameter -> parameter instanceof Parameter.VendorId vendor
                        ? vendor.uuid()
                        : ((Parameter.ClassId) parameter).uuid())
                .toList());
        found.add(OTHER);
        return found;
    }

    private static Stream<Parameter> parameters(CommandSequence sequence) {
        return sequence.steps().stream().flatMap(step -> switch (step.command()) {
            case Command.OverrideParameters override -> override.parameters().stream();
            case Command.SetParameters set -> set.parameters().stream();
            case Command.OverrideMultiple multiple ->
                multiple.parameters().values().stream().flatMap(List::stream);
            case Command.TryEach each -> each.branches().stream().flatMap(Replay::parameters);
            case Command.RunSequence run -> parameters(run.sequence());
            default -> Stream.empty();
        });
    }
}
