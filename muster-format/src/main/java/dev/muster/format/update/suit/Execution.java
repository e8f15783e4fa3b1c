package dev.muster.format.update.suit;

import dev.muster.format.update.suit.Command.ComponentIndex;
import dev.muster.format.update.suit.CommandSequence.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/** One running procedure: where it stands, which component it is about, and the parameters set so far (manifest §6.4). */
final class Execution {
    private static final int RECORD_ON_SUCCESS = 1;
    private static final int RECORD_ON_FAILURE = 2;

    private final ParameterTable parameters = new ParameterTable();
    private final Operations operations;
    private final Admission admission;
    private final Trace trace;
    private final List<SuitRecord> records = new ArrayList<>();
    private Scope scope;
    private int section;
    private int executed;

    /** The components that the next commands are about; reset to the first one before each sequence of a section. */
    private List<Integer> current = List.of(0);

    /** How a failing condition ends its own sequence. */
    private enum Softness {
        /** A section: setting soft-failure aborts. */
        NOT_ALLOWED,
        /** A run-sequence: the sequence fails, and its parent decides what that means. */
        HARD,
        /** A branch that says so itself: everything ends. */
        FATAL,
        SOFT
    }

    /** What became of a sequence. */
    private enum End {
        RAN,
        /** A condition failed softly. */
        GAVE_UP
    }

    Execution(Scope root, Device device, Admission admission, Trace trace) {
        this.scope = root;
        this.operations = new Operations(device, parameters);
        this.admission = admission;
        this.trace = trace;
    }

    List<SuitRecord> records() {
        return records;
    }

    /** Runs the shared sequence, then the section. A manifest without the section has nothing to do in it. */
    void section(int key) {
        Optional<CommandSequence> sequence = scope.manifest().section(key);
        if (sequence.isEmpty()) {
            return;
        }
        section = key;
        if (scope.manifest().shared().isPresent()) {
            current = List.of(0);
            sequence(scope.manifest().shared().get(), Softness.NOT_ALLOWED);
        }
        current = List.of(0);
        sequence(sequence.get(), Softness.NOT_ALLOWED);
    }

    private End sequence(CommandSequence sequence, Softness initial) {
        Softness soft = initial;
        for (Step step : sequence.steps()) {
            if (++executed > SuitLimits.EXECUTED_COMMANDS) {
                throw new Abort(Reason.OPERATION_FAILED, "more than " + SuitLimits.EXECUTED_COMMANDS + " commands");
            }
            Optional<Abort> failed = switch (step.command()) {
                case Command.Check check -> check(step, check);
                case Command.Act act -> {
                    current.forEach(index -> act(step, act, index));
                    yield Optional.empty();
                }
                case Command.SetComponentIndex set -> {
                    current = resolve(step, set.index());
                    yield Optional.empty();
                }
                case Command.OverrideParameters override -> {
                    soft = override(step, override.parameters(), soft);
                    yield Optional.empty();
                }
                case Command.SetParameters set -> {
                    set.parameters()
                            .forEach(parameter ->
                                    current.forEach(index -> parameters.setIfUnset(scope.name(index), parameter)));
                    yield Optional.empty();
                }
                case Command.OverrideMultiple multiple -> overrideMultiple(step, multiple);
                case Command.CopyParameters copy -> copyParameters(step, copy);
                case Command.TryEach tryEach -> nested(() -> each(index -> tryEach(step, tryEach, index)));
                case Command.RunSequence run -> nested(() -> each(index -> sequence(run.sequence(), Softness.HARD)));
                case Command.Unsupported unknown ->
                    throw new Abort(Reason.COMMAND_UNSUPPORTED, at(step, 0, List.of()), unknown.name());
            };
            if (failed.isPresent()) {
                if (soft == Softness.SOFT) {
                    return End.GAVE_UP;
                }
                throw soft == Softness.FATAL ? failed.get().fatal() : failed.get();
            }
        }
        return End.RAN;
    }

    /**
     * A condition that failed within run-sequence or in every way of a try-each fails the sequence around it. The draft is
     * silent on whether it may end everything instead; other implementations go on with the next way, and so do we.
     */
    private static Optional<Abort> nested(Runnable body) {
        try {
            body.run();
            return Optional.empty();
        } catch (Abort abort) {
            if (abort.conditional()) {
                return Optional.of(abort);
            }
            throw abort;
        }
    }

    /** Nested sequences see one component at a time, and cannot move the one of their parent (manifest §8.4.10.1). */
    private void each(IntConsumer body) {
        List<Integer> outer = current;
        try {
            for (int index : outer) {
                current = List.of(index);
                body.accept(index);
            }
        } finally {
            current = outer;
        }
    }

    private void tryEach(Step step, Command.TryEach tryEach, int index) {
        for (CommandSequence branch : tryEach.branches()) {
            current = List.of(index);
            if (sequence(branch, Softness.SOFT) == End.RAN) {
                return;
            }
        }
        if (!tryEach.orNothing()) {
            throw new Abort(Reason.CONDITION_FAILED, at(step, index, List.of()), "no way of a try-each worked", true);
        }
    }

    private Optional<Abort> check(Step step, Command.Check check) {
        for (int index : current) {
            List<Parameter> used = new ArrayList<>();
            String why = check.condition().word() + " does not hold for " + scope.name(index);
            boolean holds;
            try {
                holds = operations.check(check.condition(), scope, index, used);
            } catch (Device.Failed e) {
                throw new Abort(Reason.OPERATION_FAILED, at(step, index, used), said(e));
            } catch (ParameterTable.Missing e) {
                // A condition without its parameter does not hold; the next way of a try-each is taken (§8.4.8.15).
                holds = false;
                why = said(e);
            }
            note(step, check.policy(), holds, index, used);
            trace(step, index, check.condition().word(), holds ? "holds" : "fails");
            if (!holds) {
                return Optional.of(new Abort(Reason.CONDITION_FAILED, at(step, index, used), why, true));
            }
        }
        return Optional.empty();
    }

    private void act(Step step, Command.Act act, int index) {
        List<Parameter> used = new ArrayList<>();
        try {
            if (act.action() == Command.Action.PROCESS_DEPENDENCY) {
                processDependency(step, index);
            } else {
                scope.checked().remove(scope.name(index));
                operations.act(act.action(), scope, index, used);
            }
        } catch (Device.Failed | ParameterTable.Missing e) {
            note(step, act.policy(), false, index, used);
            trace(step, index, act.action().word(), said(e));
            throw new Abort(Reason.OPERATION_FAILED, at(step, index, used), said(e));
        }
        note(step, act.policy(), true, index, used);
        trace(step, index, act.action().word(), "ok");
    }

    /** Runs the same section of a dependency, whose manifest was checked since it was written (trust-domains §6). */
    private void processDependency(Step step, int index) {
        ComponentId component = scope.name(index);
        if (!scope.dependency(index)) {
            throw new Abort(
                    Reason.OPERATION_FAILED, at(step, index, List.of()), "component " + index + " is no dependency");
        }
        if (!scope.checked().contains(component)) {
            throw new Abort(
                    Reason.UNAUTHORISED,
                    at(step, index, List.of()),
                    "the integrity of dependency " + component + " was not checked");
        }
        trace(step, index, "process-dependency", "begins");
        Scope outer = scope;
        List<Integer> outerCurrent = current;
        int outerSection = section;
        scope = admission.dependency(outer, index, operations.envelope(component), at(step, index, List.of()));
        section(outerSection);
        scope = outer;
        section = outerSection;
        current = outerCurrent;
    }

    private Softness override(Step step, List<Parameter> all, Softness soft) {
        Softness now = soft;
        for (Parameter parameter : all) {
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
                    now = value.value() ? Softness.SOFT : Softness.FATAL;
                }
                default -> current.forEach(index -> parameters.set(scope.name(index), parameter));
            }
        }
        return now;
    }

    private Optional<Abort> overrideMultiple(Step step, Command.OverrideMultiple multiple) {
        multiple.parameters().forEach((index, all) -> {
            known(step, index);
            all.forEach(parameter -> parameters.set(scope.name(index), parameter));
        });
        return Optional.empty();
    }

    private Optional<Abort> copyParameters(Step step, Command.CopyParameters copy) {
        copy.keys().forEach((from, keys) -> {
            known(step, from);
            current.forEach(index -> parameters.copy(scope.name(from), keys, scope.name(index)));
        });
        return Optional.empty();
    }

    private List<Integer> resolve(Step step, ComponentIndex index) {
        List<Integer> indexes = switch (index) {
            case ComponentIndex.One one -> List.of(one.index());
            case ComponentIndex.Several several -> several.indexes();
            case ComponentIndex.All all -> scope.all();
        };
        indexes.forEach(i -> known(step, i));
        return indexes;
    }

    private void known(Step step, int index) {
        if (!scope.has(index)) {
            throw new Abort(Reason.COMPONENT_UNSUPPORTED, at(step, index, List.of()), "no component " + index);
        }
    }

    private void note(Step step, int policy, boolean success, int index, List<Parameter> used) {
        boolean wanted = (policy & (success ? RECORD_ON_SUCCESS : RECORD_ON_FAILURE)) != 0;
        if (wanted && records.size() < SuitLimits.REPORT_RECORDS) {
            records.add(new SuitRecord(scope.path(), section, step.offset(), index, used));
        }
    }

    private void trace(Step step, int index, String what, String result) {
        trace.step(scope.path(), section, step.offset(), scope.name(index), what, result);
    }

    private Optional<SuitRecord> at(Step step, int index, List<Parameter> used) {
        return Optional.of(new SuitRecord(scope.path(), section, step.offset(), index, used));
    }

    private static String said(RuntimeException e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }
}
