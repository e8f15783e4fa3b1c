package dev.muster.format.update.suit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.crypto.Keys;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A report that a run left is possible, whatever became of it; one that no run can leave is named. */
class ReplayTest {
    private static final byte[] IMAGE = "the image".getBytes(StandardCharsets.UTF_8);
    private static final String URI = ArtifactUri.of(SuitDigest.sha256(IMAGE).value());

    private final Envelope envelope = Envelope.parse(EnvelopeBuilder.of(new FirmwareTemplate(
                            2,
                            RecordingDevice.VENDOR,
                            RecordingDevice.CLASS,
                            SuitDigest.sha256(IMAGE),
                            IMAGE.length,
                            URI,
                            "2.0",
                            "")
                    .manifest())
            .sign(CoseSigner.of(
                    CoseAlgorithm.ESP256, Keys.generateP256(new SecureRandom()).getPrivate(), Optional.empty())));
    private final Manifest manifest = Manifest.parse(envelope);
    private final RecordingDevice device = new RecordingDevice();

    private Report run() {
        Outcome outcome = Processor.update(manifest, envelope, device);
        // As the server gets it: written by the device and read here.
        return Report.parse(
                Report.of("/x", envelope.authentication().digest(), outcome).encode());
    }

    private Report good() {
        device.web.put(URI, IMAGE);
        return run();
    }

    private Replay.Answer judge(Report report) {
        return Replay.judge(manifest, envelope, report);
    }

    private static Report with(Report report, List<SuitRecord> records, Report.Result result) {
        return new Report(report.manifestUri(), report.manifestDigest(), report.nonce(), records, result);
    }

    @Test
    void whatARunLeavesIsPossible() {
        Report report = good();
        assertThat(report.result()).isInstanceOf(Report.Result.Success.class);
        assertThat(report.records()).isNotEmpty();
        assertThat(judge(report)).isInstanceOf(Replay.Answer.Possible.class);
    }

    @Test
    void everyWayToFailIsPossible() {
        // There is no payload to fetch.
        assertThat(judge(run())).isInstanceOf(Replay.Answer.Possible.class);
        device.web.put(URI, "other".getBytes(StandardCharsets.UTF_8));
        assertThat(judge(run())).isInstanceOf(Replay.Answer.Possible.class);
        device.classId = new byte[16];
        Report elsewhere = run();
        assertThat(elsewhere.result()).isInstanceOf(Report.Result.Failure.class);
        assertThat(judge(elsewhere)).isInstanceOf(Replay.Answer.Possible.class);
        device.floor = 3;
        assertThat(judge(run())).isInstanceOf(Replay.Answer.Possible.class);
    }

    @Test
    void aFailureToStartIsPossible() {
        Outcome outcome = Processor.invoke(
                manifest,
                new ReplayDevice(RecordingDevice.VENDOR, RecordingDevice.CLASS, new ArrayList<>(List.of(true, false))));
        Report report = Report.of("/x", envelope.authentication().digest(), outcome);
        assertThat(report.result()).isInstanceOf(Report.Result.Failure.class);
        assertThat(judge(report)).isInstanceOf(Replay.Answer.Possible.class);
    }

    @Test
    void aRecordThatIsMissingAddedOrElsewhereIsNot() {
        Report report = good();
        List<SuitRecord> records = report.records();
        for (int i = 0; i < records.size(); i++) {
            List<SuitRecord> without = new ArrayList<>(records);
            without.remove(i);
            assertThat(judge(with(report, without, report.result()))).isInstanceOf(Replay.Answer.Impossible.class);
            List<SuitRecord> twice = new ArrayList<>(records);
            twice.add(i, records.get(i));
            assertThat(judge(with(report, twice, report.result()))).isInstanceOf(Replay.Answer.Impossible.class);
            SuitRecord one = records.get(i);
            List<SuitRecord> moved = new ArrayList<>(records);
            moved.set(i, new SuitRecord(one.section(), one.offset() + 1, one.componentIndex(), one.properties()));
            assertThat(judge(with(report, moved, report.result()))).isInstanceOf(Replay.Answer.Impossible.class);
        }
    }

    @Test
    void aDigestThatTheManifestDoesNotNameIsNotWhatMatched() {
        Report report = good();
        List<SuitRecord> forged = report.records().stream()
                .map(record -> new SuitRecord(
                        record.section(),
                        record.offset(),
                        record.componentIndex(),
                        record.properties().stream()
                                .map(parameter -> parameter instanceof Parameter.ImageDigest
                                        ? new Parameter.ImageDigest(SuitDigest.sha256(new byte[1]))
                                        : parameter)
                                .toList()))
                .toList();
        assertThat(judge(with(report, forged, report.result()))).isInstanceOf(Replay.Answer.Impossible.class);
    }

    @Test
    void successAfterAFailureAndFailureAfterEverythingHeldAreNot() {
        Report failed = run();
        assertThat(judge(with(failed, failed.records(), new Report.Result.Success())))
                .isInstanceOf(Replay.Answer.Impossible.class);
        Report report = good();
        SuitRecord last = report.records().getLast();
        Report.Result nowhere = new Report.Result.Failure(
                0, new SuitRecord(last.section(), last.offset() + 7, 0, List.of()), Reason.CONDITION_FAILED, "");
        assertThat(judge(with(report, report.records(), nowhere))).isInstanceOf(Replay.Answer.Impossible.class);
    }

    @Test
    void whoRefusedBeforeAnyCommandHasNoRecords() {
        Report refused =
                Report.refused("/x", envelope.authentication().digest(), Reason.UNAUTHORISED, "a stranger signed it");
        assertThat(judge(refused)).isInstanceOf(Replay.Answer.Possible.class);
        assertThat(judge(with(refused, good().records(), refused.result())))
                .isInstanceOf(Replay.Answer.Impossible.class);
    }

    /** Few ways, each of very many commands: what one report may cost is bounded, too. */
    @Test
    void aManifestThatIsLongOnPurposeIsNotJudged() {
        List<Command> commands = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            Command check = new Command.Check(Command.Condition.IMAGE_MATCH, 0);
            commands.add(new Command.TryEach(List.of(CommandSequence.of(check)), true));
        }
        for (int i = 0; i < 5_000; i++) {
            commands.add(new Command.OverrideParameters(List.of(new Parameter.ImageSize(i))));
        }
        SortedMap<Integer, CommandSequence> sections = new TreeMap<>();
        sections.put(CodePoints.VALIDATE, CommandSequence.of(commands.toArray(Command[]::new)));
        Manifest longOne = new Manifest(
                2,
                Optional.empty(),
                manifest.components(),
                manifest.shared(),
                sections,
                new TreeMap<>(),
                new TreeSet<>());
        Report report = with(good(), List.of(), new Report.Result.Success());
        assertThat(Replay.judge(longOne, envelope, report))
                .isInstanceOfSatisfying(
                        Replay.Answer.NotJudged.class,
                        not -> assertThat(not.why()).contains("commands over all ways"));
    }

    @Test
    void aReportAboutAnotherManifestIsNoneAboutThisOne() {
        Report report = good();
        assertThat(judge(new Report(
                        "/x", SuitDigest.sha256(new byte[0]), Optional.empty(), report.records(), report.result())))
                .isInstanceOf(Replay.Answer.Impossible.class);
    }

    /** The drafts' examples, with dependencies or not: what a run over all that comes out well leaves is possible. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void examplesOfTheDraftAreReplayed(int example) {
        Envelope signed = Envelope.parse(SuitVectors.example(example));
        Manifest read = Manifest.parse(signed);
        Outcome outcome = Processor.update(
                read, signed, new ReplayDevice(RecordingDevice.VENDOR, RecordingDevice.CLASS, new ArrayList<>()));
        Report report = Report.of("/x", signed.authentication().digest(), outcome);
        assertThat(Replay.judge(read, signed, report)).isInstanceOf(Replay.Answer.Possible.class);
    }
}
