package dev.muster.format.update.suit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.update.suit.Command.Act;
import dev.muster.format.update.suit.Command.Action;
import dev.muster.format.update.suit.Command.Check;
import dev.muster.format.update.suit.Command.Condition;
import dev.muster.format.update.suit.Command.OverrideParameters;
import dev.muster.format.update.suit.Command.SetComponentIndex;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Commands of trust-domains and update-management: each rule, then its breach. */
class ExtensionsTest {
    private static final byte[] IMAGE = "the new image".getBytes(StandardCharsets.US_ASCII);
    private static final ComponentId ONE = ComponentId.of("one");
    private static final ComponentId TWO = ComponentId.of("two");

    private final RecordingDevice device = new RecordingDevice();
    private final List<String> trace = new ArrayList<>();

    private Outcome install(Command... commands) {
        SortedMap<Integer, Severable> severable = new TreeMap<>();
        severable.put(CodePoints.INSTALL, new Severable.Present(SuitWriter.sequence(CommandSequence.of(commands))));
        Manifest written = new Manifest(
                7, Optional.empty(), List.of(ONE, TWO), Optional.empty(), new TreeMap<>(), severable, new TreeSet<>());
        byte[] bytes = SuitWriter.manifest(written);
        byte[] digest = SuitWriter.digest(SuitDigest.sha256Wrapped(bytes));
        Envelope envelope = Envelope.parse(SuitWriter.envelope(digest, List.of(), bytes, new TreeMap<>(), Map.of()));
        return Processor.update(
                Manifest.parse(envelope),
                envelope,
                device,
                (manifest, section, offset, component, what, result) ->
                        trace.add(section + " " + component + " " + what + " " + result));
    }

    private static OverrideParameters set(Parameter... all) {
        return new OverrideParameters(List.of(all));
    }

    private static Check check(Condition condition) {
        return new Check(condition, 15);
    }

    private void holds(boolean holds, Parameter parameter, Condition condition) {
        assertThat(install(set(parameter), check(condition)) instanceof Outcome.Completed)
                .isEqualTo(holds);
    }

    @Test
    void useBeforeNeedsAClock() {
        Parameter before = new Parameter.UseBefore(1000);
        holds(false, before, Condition.USE_BEFORE);
        device.clock = OptionalLong.of(999);
        holds(true, before, Condition.USE_BEFORE);
        device.clock = OptionalLong.of(1000);
        holds(false, before, Condition.USE_BEFORE);
    }

    @Test
    void theBatteryMustHoldAtLeastThatMuch() {
        device.battery = 50;
        holds(true, new Parameter.MinimumBattery(50), Condition.MINIMUM_BATTERY);
        holds(false, new Parameter.MinimumBattery(51), Condition.MINIMUM_BATTERY);
    }

    @Test
    void somebodyMayPostponeAnUpdate() {
        device.authorizedFrom = 1;
        holds(true, new Parameter.UpdatePriority(1), Condition.UPDATE_AUTHORIZED);
        holds(false, new Parameter.UpdatePriority(0), Condition.UPDATE_AUTHORIZED);
    }

    @Test
    void versionsCompareNumberByNumber() {
        device.versions.put(ONE, List.of(1L, 4L, 2L));
        for (var one : Map.of(
                        VersionMatch.Comparison.GREATER, false,
                        VersionMatch.Comparison.GREATER_EQUAL, true,
                        VersionMatch.Comparison.EQUAL, true,
                        VersionMatch.Comparison.LESSER_EQUAL, true,
                        VersionMatch.Comparison.LESSER, false)
                .entrySet()) {
            holds(
                    one.getValue(),
                    new Parameter.Version(new VersionMatch(one.getKey(), List.of(1L, 4L, 2L, 0L))),
                    Condition.VERSION);
        }
        Parameter candidate =
                new Parameter.Version(new VersionMatch(VersionMatch.Comparison.GREATER, List.of(1L, 4L, 2L, -1L)));
        holds(true, candidate, Condition.VERSION);
        device.versions.clear();
        holds(false, candidate, Condition.VERSION);
    }

    @Test
    void imageNotMatchIsTheOpposite() {
        device.components.put(ONE, IMAGE);
        holds(false, new Parameter.ImageDigest(SuitDigest.sha256(IMAGE)), Condition.IMAGE_NOT_MATCH);
        holds(true, new Parameter.ImageDigest(SuitDigest.sha256(new byte[0])), Condition.IMAGE_NOT_MATCH);
    }

    @Test
    void setParametersOverwritesNothing() {
        Outcome outcome = install(
                set(new Parameter.Content(IMAGE)),
                new Command.SetParameters(List.of(new Parameter.Content(new byte[0]), new Parameter.Uri("#x"))),
                new Act(Action.WRITE, 0));
        assertThat(outcome).isInstanceOf(Outcome.Completed.class);
        assertThat(device.components.get(ONE)).isEqualTo(IMAGE);
    }

    @Test
    void overrideMultipleAndCopyParamsReachOtherComponents() {
        SortedMap<Integer, List<Parameter>> all = new TreeMap<>();
        all.put(0, List.of(new Parameter.Content(IMAGE)));
        all.put(1, List.of(new Parameter.Content(new byte[] {1})));
        SortedMap<Integer, List<Long>> copied = new TreeMap<>(Map.of(0, List.of(18L, 21L)));
        Outcome outcome = install(
                new Command.OverrideMultiple(all),
                new SetComponentIndex(new Command.ComponentIndex.One(1)),
                new Act(Action.WRITE, 0),
                new Command.CopyParameters(copied),
                check(Condition.ABORT));
        assertThat(outcome).isInstanceOf(Outcome.Stopped.class);
        assertThat(device.components.get(TWO)).isEqualTo(new byte[] {1});
        install(
                new Command.OverrideMultiple(all),
                new SetComponentIndex(new Command.ComponentIndex.One(1)),
                new Command.CopyParameters(copied),
                new Act(Action.WRITE, 0));
        assertThat(device.components.get(TWO)).isEqualTo(IMAGE);
    }

    @Test
    void aVendorMayBeAnEnterpriseNumber() {
        byte[] number = {(byte) 0x81, 0x34};
        holds(false, new Parameter.VendorNumber(number), Condition.VENDOR_ID);
        RecordingDevice.VENDOR_OF_NUMBER.set(ClassIds.vendorOfNumber(number));
        try {
            holds(true, new Parameter.VendorNumber(number), Condition.VENDOR_ID);
        } finally {
            RecordingDevice.VENDOR_OF_NUMBER.remove();
        }
    }

    @Test
    void waitAndUnlinkAreTheDevices() {
        Outcome outcome = install(
                set(new Parameter.WaitInfo(new byte[] {(byte) 0xa1, 1, 0})),
                new Act(Action.WAIT, 0),
                new Act(Action.UNLINK, 0));
        assertThat(outcome).isInstanceOf(Outcome.Completed.class);
        assertThat(device.calls).containsExactly("wait", "unlink ['one']");
    }

    @Test
    void whatADeviceCannotDoRefusesTheManifestBeforeAnythingRuns() {
        device.conditions = EnumSet.copyOf(Condition.BASE);
        device.actions = EnumSet.copyOf(Action.BASE);
        for (Command command : List.of(
                check(Condition.USE_BEFORE),
                check(Condition.MINIMUM_BATTERY),
                check(Condition.IS_DEPENDENCY),
                new Act(Action.WAIT, 0),
                new Act(Action.UNLINK, 0))) {
            assertThat(install(set(new Parameter.Content(IMAGE)), new Act(Action.WRITE, 0), command))
                    .isInstanceOfSatisfying(
                            Outcome.Stopped.class,
                            stopped -> assertThat(stopped.reason()).isEqualTo(Reason.COMMAND_UNSUPPORTED));
        }
        assertThat(device.calls).isEmpty();
    }

    @Test
    void isDependencyIsFalseForAComponent() {
        assertThat(install(check(Condition.IS_DEPENDENCY))).isInstanceOf(Outcome.Stopped.class);
    }

    @Test
    void everyCommandIsTraced() {
        install(set(new Parameter.Content(IMAGE)), new Act(Action.WRITE, 0), check(Condition.CHECK_CONTENT));
        assertThat(trace).containsExactly("20 ['one'] write ok", "20 ['one'] check-content holds");
    }

    @Test
    void sequenceNumbersAreUnsigned() {
        device.floor = -1;
        assertThat(install(check(Condition.ABORT)))
                .isInstanceOfSatisfying(
                        Outcome.Stopped.class,
                        stopped -> assertThat(stopped.detail()).contains("a rollback"));
    }
}
