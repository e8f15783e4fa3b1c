package dev.muster.format.update.suit;

import dev.muster.format.update.suit.Command.ComponentIndex;
import dev.muster.format.update.suit.CommandSequence.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** One running procedure: where it stands, which component it is about, and the parameters set so far (manifest §6.4). */
final class Execution {
    private static final int RECORD_ON_SUCCESS = 1;
    private static final int RECORD_ON_FAILURE = 2;

    private final Manifest manifest;
    private final ParameterTable parameters;
    private final Operations operations;
    private final List<SuitRecord> records = new ArrayList<>();
    private int section;
    private int executed;

    /** The components that the next commands are about; reset to the first one before each sequence of a section. */
    private List<Integer> current = List.of(0);

    /** How a failing condition ends its own sequence. */
    private enum Softness {
        /** Outside of try-each and run-sequence: setting soft-failure aborts. */
        NOT_ALLOWED,
        HARD,
        SOFT
    }

    /** What became of a sequence. */
    private enum End {
        RAN,
        /** A condition failed softly. */
        GAVE_UP
    }

    Execution(Manifest manifest, SortedMap<String, byte[]> payloads, Device device) {
        this.manifest = manifest;
        this.parameters = new ParameterTable();
        this.operations = new Operations(manifest.components(), payloads, device);
    }

    List<SuitRecord> records() {
        return records;
    }

    /** Runs the shared sequence, then the section. */
    void section(int key, Optional<CommandSequence> shared, CommandSequence sequence) {
        section = key;
        if (shared.isPresent()) {
            current = List.of(0);
            sequence(shared.get(), Softness.NOT_ALLOWED);
        }
        current = List.of(0);
        sequence(sequence, Softness.NOT_ALLOWED);
    }

    private End sequence(CommandSequence sequence, Softness initial) {
        Softness soft = initial;
        for (Step step : sequence.steps()) {
            if (++executed > SuitLimits.EXECUTED_COMMANDS) {
                throw new Abort(Reason.OPERATION_FAILED, "more than " + SuitLimits.EXECUTED_COMMANDS + " commands");
            }
            switch (step.command()) {
                case Command.Check check -> {
                    if (!holds(step, check, soft)) {
                        return End.GAVE_UP;
                    }
                }
                case Command.Act act -> current.forEach(index -> act(step, act, index));
                case Command.SetComponentIndex set -> current = resolve(step, set.index());
                case Command.OverrideParameters override -> soft = override(step, override, soft);
                case Command.TryEach tryEach -> each(index -> tryEach(step, tryEach, index));
                case Command.RunSequence run -> each(index -> sequence(run.sequence(), Softness.HARD));
                case Command.Unsupported unknown ->
                    throw new Abort(Reason.COMMAND_UNSUPPORTED, at(step, 0, List.of()), unknown.name());
            }
        }
        return End.RAN;
    }

    /** Nested sequences see one component at a time, and cannot move the one of their parent (manifest §8.4.10.1). */
    private void each(IntConsumer body) {
        List<Integer> outer = current;
        for (int index : outer) {
            current = List.of(index);
            body.accept(index);
        }
        current = outer;
    }

    private void tryEach(Step step, Command.TryEach tryEach, int index) {
        for (CommandSequence branch : tryEach.branches()) {
            current = List.of(index);
            if (sequence(branch, Softness.SOFT) == End.RAN) {
                return;
            }
        }
        if (!tryEach.orNothing()) {
            throw new Abort(Reason.CONDITION_FAILED, at(step, index, List.of()), "no way of a try-each worked");
        }
    }

    private boolean holds(Step step, Command.Check check, Softness soft) {
        for (int index : current) {
            List<Parameter> used = new ArrayList<>();
            boolean holds;
            try {
                holds = operations.check(check.condition(), index, parameters, used);
            } catch (Device.Failed e) {
                throw new Abort(Reason.OPERATION_FAILED, at(step, index, used), said(e));
            } catch (ParameterTable.Missing e) {
                throw new Abort(Reason.CONDITION_FAILED, at(step, index, used), said(e));
            }
            note(step, check.policy(), holds, index, used);
            if (!holds && soft == Softness.SOFT) {
                return false;
            }
            if (!holds) {
                throw new Abort(
                        Reason.CONDITION_FAILED,
                        at(step, index, used),
                        check.condition().name().toLowerCase(Locale.ROOT).replace('_', '-') + " does not hold for "
                                + manifest.components().get(index));
            }
        }
        return true;
    }

    private void act(Step step, Command.Act act, int index) {
        List<Parameter> used = new ArrayList<>();
        try {
            operations.act(act.action(), index, parameters, used);
        } catch (Device.Failed | ParameterTable.Missing e) {
            note(step, act.policy(), false, index, used);
            throw new Abort(Reason.OPERATION_FAILED, at(step, index, used), said(e));
        }
        note(step, act.policy(), true, index, used);
    }

    private Softness override(Step step, Command.OverrideParameters override, Softness soft) {
        Softness now = soft;
        for (Parameter parameter : override.parameters()) {
            switch (parameter) {
                // Order is always kept, which strict-order=false allows but does not ask for.
                case Parameter.StrictOrder strict -> {}
                case Parameter.SoftFailure value -> {
                    if (soft == Softness.NOT_ALLOWED) {
                        throw new Abort(
                                Reason.PARAMETER_UNSUPPORTED,
                                at(step, 0, List.of(parameter)),
                                "soft-failure outside of try-each and run-sequence");
                    }
                    now = value.value() ? Softness.SOFT : Softness.HARD;
                }
                default -> current.forEach(index -> parameters.set(index, parameter));
            }
        }
        return now;
    }

    private List<Integer> resolve(Step step, ComponentIndex index) {
        List<Integer> indexes = switch (index) {
            case ComponentIndex.One one -> List.of(one.index());
            case ComponentIndex.Several several -> several.indexes();
            case ComponentIndex.All all ->
                IntStream.range(0, manifest.components().size()).boxed().toList();
        };
        for (int i : indexes) {
            if (i >= manifest.components().size()) {
                throw new Abort(Reason.COMPONENT_UNSUPPORTED, at(step, i, List.of()), "no component " + i);
            }
        }
        return indexes;
    }

    private void note(Step step, int policy, boolean success, int index, List<Parameter> used) {
        boolean wanted = (policy & (success ? RECORD_ON_SUCCESS : RECORD_ON_FAILURE)) != 0;
        if (wanted && records.size() < SuitLimits.REPORT_RECORDS) {
            records.add(new SuitRecord(section, step.offset(), index, used));
        }
    }

    private Optional<SuitRecord> at(Step step, int index, List<Parameter> used) {
        return Optional.of(new SuitRecord(section, step.offset(), index, used));
    }

    private static String said(RuntimeException e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }
}
