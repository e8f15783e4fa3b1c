package dev.muster.format.update.suit;

import static dev.muster.format.update.suit.Command.Action.COPY;
import static dev.muster.format.update.suit.Command.Action.FETCH;
import static dev.muster.format.update.suit.Command.Action.INVOKE;
import static dev.muster.format.update.suit.Command.Action.WRITE;
import static dev.muster.format.update.suit.Command.Condition.ABORT;
import static dev.muster.format.update.suit.Command.Condition.CLASS_ID;
import static dev.muster.format.update.suit.Command.Condition.COMPONENT_SLOT;
import static dev.muster.format.update.suit.Command.Condition.IMAGE_MATCH;
import static dev.muster.format.update.suit.Command.Condition.VENDOR_ID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.update.suit.Command.Act;
import dev.muster.format.update.suit.Command.Check;
import dev.muster.format.update.suit.Command.ComponentIndex;
import dev.muster.format.update.suit.Command.OverrideParameters;
import dev.muster.format.update.suit.Command.RunSequence;
import dev.muster.format.update.suit.Command.SetComponentIndex;
import dev.muster.format.update.suit.Command.TryEach;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ProcessorTest {
    private static final byte[] IMAGE = "the new image".getBytes(StandardCharsets.US_ASCII);
    private static final ComponentId ONE = ComponentId.of("one");
    private static final ComponentId TWO = ComponentId.of("two");

    private final RecordingDevice device = new RecordingDevice();

    private static CommandSequence shared() {
        return CommandSequence.of(
                set(new Parameter.VendorId(RecordingDevice.VENDOR), new Parameter.ClassId(RecordingDevice.CLASS)),
                set(new Parameter.ImageDigest(SuitDigest.sha256(IMAGE)), new Parameter.ImageSize(IMAGE.length)),
                check(VENDOR_ID),
                check(CLASS_ID));
    }

    private static OverrideParameters set(Parameter... parameters) {
        return new OverrideParameters(List.of(parameters));
    }

    private static Check check(Command.Condition condition) {
        return new Check(condition, 15);
    }

    private static Act act(Command.Action action) {
        return new Act(action, 2);
    }

    private static Manifest manifest(List<ComponentId> components, CommandSequence install) {
        SortedMap<Integer, CommandSequence> sections = new TreeMap<>();
        sections.put(CodePoints.VALIDATE, CommandSequence.of(check(IMAGE_MATCH)));
        sections.put(CodePoints.INVOKE, CommandSequence.of(act(INVOKE)));
        SortedMap<Integer, Severable> severable = new TreeMap<>();
        severable.put(CodePoints.INSTALL, new Severable.Present(SuitWriter.sequence(install)));
        Manifest written = new Manifest(
                7, Optional.empty(), components, Optional.of(shared()), sections, severable, new TreeSet<>());
        return ManifestReader.manifest(SuitWriter.manifest(written), new TreeMap<>());
    }

    private Outcome install(Manifest manifest) {
        return Processor.update(manifest, envelope(manifest, Map.of()), device);
    }

    private static Envelope envelope(Manifest manifest, Map<String, byte[]> payloads) {
        byte[] bytes = SuitWriter.manifest(manifest);
        byte[] digest = SuitWriter.digest(SuitDigest.sha256Wrapped(bytes));
        return Envelope.parse(SuitWriter.envelope(digest, List.of(), bytes, new TreeMap<>(), payloads));
    }

    private Outcome install(Command... commands) {
        return install(manifest(List.of(ONE), CommandSequence.of(commands)));
    }

    private static void assertStopped(Outcome outcome, Reason reason, String detail) {
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Stopped.class, stopped -> {
            assertThat(stopped.detail()).contains(detail);
            assertThat(stopped.reason()).isEqualTo(reason);
        });
    }

    @Test
    void anUpdateFetchesMatchesAndValidates() {
        device.web.put("/image", IMAGE);
        Outcome outcome = install(set(new Parameter.Uri("/image")), act(FETCH), check(IMAGE_MATCH));
        assertThat(outcome).isInstanceOf(Outcome.Completed.class);
        assertThat(device.calls).containsExactly("fetch ['one'] /image", "match ['one']", "match ['one']");
    }

    @Test
    void aWrongImageStopsAtTheCondition() {
        device.web.put("/image", "something else".getBytes(StandardCharsets.US_ASCII));
        Outcome outcome = install(set(new Parameter.Uri("/image")), act(FETCH), check(IMAGE_MATCH));
        assertStopped(outcome, Reason.CONDITION_FAILED, "image-match");
        SuitRecord at = ((Outcome.Stopped) outcome).at().orElseThrow();
        assertThat(at.section()).isEqualTo(CodePoints.INSTALL);
        assertThat(at.offset()).isPositive();
    }

    @Test
    void anotherDeviceClassStopsBeforeAnythingIsFetched() {
        device.classId = new byte[16];
        assertStopped(install(set(new Parameter.Uri("/image")), act(FETCH)), Reason.CONDITION_FAILED, "class-id");
        assertThat(device.calls).isEmpty();
    }

    @Test
    void aLowerSequenceNumberIsARollback() {
        device.floor = 8;
        assertStopped(install(act(FETCH)), Reason.UNAUTHORISED, "rollback");
        assertThat(device.calls).isEmpty();
        device.floor = 7;
        device.web.put("/image", IMAGE);
        assertThat(install(set(new Parameter.Uri("/image")), act(FETCH))).isInstanceOf(Outcome.Completed.class);
    }

    @Test
    void anIntegratedPayloadIsWritten() {
        Manifest manifest = manifest(List.of(ONE), CommandSequence.of(set(new Parameter.Uri("#image")), act(FETCH)));
        Outcome outcome = Processor.update(manifest, envelope(manifest, Map.of("#image", IMAGE)), device);
        assertThat(outcome).isInstanceOf(Outcome.Completed.class);
        assertThat(device.calls).first().isEqualTo("write ['one']");
        assertStopped(install(manifest), Reason.OPERATION_FAILED, "no payload #image");
    }

    @Test
    void anUnknownCommandRefusesTheManifestEvenWhereItWouldNotRun() {
        Outcome outcome = install(new TryEach(
                List.of(
                        CommandSequence.of(set(new Parameter.Uri("/image")), act(FETCH)),
                        CommandSequence.of(new Command.Unsupported(99, new byte[] {2}))),
                false));
        assertStopped(outcome, Reason.COMMAND_UNSUPPORTED, "unknown 99");
        assertThat(device.calls).isEmpty();
    }

    @Test
    void anUnknownParameterRefusesTheManifest() {
        assertStopped(
                install(set(new Parameter.Unsupported(31, new byte[] {0x40})), act(FETCH)),
                Reason.PARAMETER_UNSUPPORTED,
                "unknown 31");
    }

    @Test
    void tryEachTakesTheFirstWayThatWorks() {
        device.slot = 1;
        device.web.put("/b", IMAGE);
        Outcome outcome = install(slots(false), act(FETCH));
        assertThat(outcome).isInstanceOf(Outcome.Completed.class);
        assertThat(device.calls).first().isEqualTo("fetch ['one'] /b");
    }

    @Test
    void tryEachWithoutAWayThatWorksFails() {
        device.slot = 2;
        assertStopped(install(slots(false), act(FETCH)), Reason.CONDITION_FAILED, "no way of a try-each");
    }

    @Test
    void tryEachWithNilSucceedsByDoingNothing() {
        device.slot = 2;
        device.components.put(ONE, IMAGE);
        assertThat(install(slots(true))).isInstanceOf(Outcome.Completed.class);
    }

    private static TryEach slots(boolean orNothing) {
        return new TryEach(
                List.of(
                        CommandSequence.of(
                                set(new Parameter.ComponentSlot(0)),
                                check(COMPONENT_SLOT),
                                set(new Parameter.Uri("/a"))),
                        CommandSequence.of(
                                set(new Parameter.ComponentSlot(1)),
                                check(COMPONENT_SLOT),
                                set(new Parameter.Uri("/b")))),
                orNothing);
    }

    @Test
    void aFailingDirectiveIsNeverSoft() {
        Outcome outcome = install(new TryEach(
                List.of(
                        CommandSequence.of(set(new Parameter.Uri("/gone")), act(FETCH)),
                        CommandSequence.of(set(new Parameter.Uri("/image")), act(FETCH))),
                false));
        assertStopped(outcome, Reason.OPERATION_FAILED, "nothing at /gone");
    }

    @Test
    void runSequenceIsHardUnlessItSaysOtherwise() {
        device.components.put(ONE, IMAGE);
        assertStopped(install(new RunSequence(CommandSequence.of(check(ABORT)))), Reason.CONDITION_FAILED, "abort");
        assertThat(install(new RunSequence(
                        CommandSequence.of(set(new Parameter.SoftFailure(true)), check(ABORT), act(INVOKE)))))
                .isInstanceOf(Outcome.Completed.class);
        assertThat(device.calls).doesNotContain("invoke ['one']");
    }

    /** The draft leaves it open; the other implementations take the next way. */
    @Test
    void aRunSequenceThatFailsFailsItsBranchOnly() {
        device.components.put(ONE, IMAGE);
        Outcome outcome = install(new TryEach(
                List.of(
                        CommandSequence.of(new RunSequence(CommandSequence.of(check(ABORT))), act(INVOKE)),
                        CommandSequence.of(check(IMAGE_MATCH))),
                false));
        assertThat(outcome).isInstanceOf(Outcome.Completed.class);
        assertThat(device.calls).doesNotContain("invoke ['one']");
    }

    @Test
    void softFailureIsNotInheritedByTheSequenceWithin() {
        device.components.put(ONE, IMAGE);
        Outcome outcome = install(new RunSequence(CommandSequence.of(
                set(new Parameter.SoftFailure(true)),
                new RunSequence(CommandSequence.of(check(ABORT), act(INVOKE))),
                act(INVOKE))));
        assertThat(outcome).isInstanceOf(Outcome.Completed.class);
        assertThat(device.calls).doesNotContain("invoke ['one']");
    }

    @Test
    void aTryEachWithoutAWayFailsTheBranchAroundIt() {
        device.components.put(ONE, IMAGE);
        TryEach hopeless =
                new TryEach(List.of(CommandSequence.of(check(ABORT)), CommandSequence.of(check(ABORT))), false);
        Outcome outcome = install(
                new TryEach(List.of(CommandSequence.of(hopeless), CommandSequence.of(check(IMAGE_MATCH))), false));
        assertThat(outcome).isInstanceOf(Outcome.Completed.class);
    }

    @Test
    void aConditionWithoutItsParameterTakesTheNextWay() {
        device.components.put(ONE, IMAGE);
        Outcome outcome = install(new TryEach(
                List.of(CommandSequence.of(check(COMPONENT_SLOT)), CommandSequence.of(act(INVOKE))), false));
        assertThat(outcome).isInstanceOf(Outcome.Completed.class);
        assertThat(device.calls).contains("invoke ['one']");
        assertStopped(install(check(COMPONENT_SLOT)), Reason.CONDITION_FAILED, "ComponentSlot is not set");
    }

    @Test
    void softFailureOutsideOfANestedSequenceAborts() {
        assertStopped(
                install(set(new Parameter.SoftFailure(true)), check(ABORT)),
                Reason.PARAMETER_UNSUPPORTED,
                "soft-failure");
    }

    @Test
    void aBranchMayMakeItselfHard() {
        Outcome outcome = install(new TryEach(
                List.of(
                        CommandSequence.of(set(new Parameter.SoftFailure(false)), check(ABORT)),
                        CommandSequence.of(check(VENDOR_ID))),
                false));
        assertStopped(outcome, Reason.CONDITION_FAILED, "abort");
    }

    @Test
    void parametersBelongToOneComponent() {
        Outcome outcome = install(manifest(
                List.of(ONE, TWO),
                CommandSequence.of(
                        new SetComponentIndex(new ComponentIndex.One(0)),
                        set(new Parameter.Content(IMAGE)),
                        new SetComponentIndex(new ComponentIndex.One(1)),
                        act(WRITE))));
        assertStopped(outcome, Reason.OPERATION_FAILED, "Content is not set for component ['two']");
    }

    @Test
    void allComponentsAreVisitedOneAtATime() {
        Outcome outcome = install(manifest(
                List.of(ONE, TWO),
                CommandSequence.of(
                        new SetComponentIndex(new ComponentIndex.All()),
                        set(new Parameter.Content(IMAGE)),
                        act(WRITE),
                        new RunSequence(CommandSequence.of(act(INVOKE))))));
        assertThat(outcome).isInstanceOf(Outcome.Completed.class);
        assertThat(device.calls).startsWith("write ['one']", "write ['two']", "invoke ['one']", "invoke ['two']");
    }

    @Test
    void copyTakesFromTheSourceAndNeverFromItself() {
        device.components.put(TWO, IMAGE);
        List<ComponentId> both = List.of(ONE, TWO);
        assertThat(install(manifest(both, CommandSequence.of(set(new Parameter.SourceComponent(1)), act(COPY)))))
                .isInstanceOf(Outcome.Completed.class);
        assertStopped(
                install(manifest(both, CommandSequence.of(set(new Parameter.SourceComponent(0)), act(COPY)))),
                Reason.OPERATION_FAILED,
                "cannot be the source");
    }

    @Test
    void aComponentIndexThatDoesNotExistIsRefused() {
        assertStopped(
                install(new SetComponentIndex(new ComponentIndex.One(1)), act(FETCH)),
                Reason.COMPONENT_UNSUPPORTED,
                "no component 1");
    }

    @Test
    void neitherFetchNorMatchNeedsASize() {
        device.web.put("/image", IMAGE);
        Outcome outcome = install(manifest(
                List.of(ONE, TWO),
                CommandSequence.of(
                        new SetComponentIndex(new ComponentIndex.One(1)),
                        set(new Parameter.Uri("/image"), new Parameter.ImageDigest(SuitDigest.sha256(IMAGE))),
                        act(FETCH),
                        check(IMAGE_MATCH),
                        new SetComponentIndex(new ComponentIndex.One(0)),
                        set(new Parameter.Uri("/image")),
                        act(FETCH))));
        assertThat(outcome).isInstanceOf(Outcome.Completed.class);
    }

    @Test
    void nestedFanOutIsBounded() {
        CommandSequence deepest =
                CommandSequence.of(set(new Parameter.VendorId(RecordingDevice.VENDOR)), check(VENDOR_ID));
        CommandSequence nested = deepest;
        for (int depth = 0; depth < 6; depth++) {
            nested = CommandSequence.of(new SetComponentIndex(new ComponentIndex.All()), new RunSequence(nested));
        }
        List<ComponentId> many = new ArrayList<>();
        for (int i = 0; i < SuitLimits.COMPONENTS; i++) {
            many.add(ComponentId.of("c" + i));
        }
        assertStopped(install(manifest(many, nested)), Reason.OPERATION_FAILED, "commands");
    }

    @Test
    void onlyRecordsThatTheManifestAskedForAreReported() {
        device.components.put(ONE, IMAGE);
        Outcome outcome = install(act(INVOKE));
        assertThat(outcome.records())
                .extracting(SuitRecord::section)
                .containsExactly(
                        CodePoints.INSTALL,
                        CodePoints.INSTALL,
                        CodePoints.VALIDATE,
                        CodePoints.VALIDATE,
                        CodePoints.VALIDATE);
    }

    @Test
    void invocationValidatesBeforeItInvokes() {
        Manifest manifest = manifest(List.of(ONE), CommandSequence.of(act(FETCH)));
        assertStopped(Processor.invoke(manifest, device), Reason.CONDITION_FAILED, "image-match");
        assertThat(device.calls).doesNotContain("invoke ['one']");
        device.components.put(ONE, IMAGE);
        assertThat(Processor.invoke(manifest, device)).isInstanceOf(Outcome.Completed.class);
        assertThat(device.calls).last().isEqualTo("invoke ['one']");
    }
}
