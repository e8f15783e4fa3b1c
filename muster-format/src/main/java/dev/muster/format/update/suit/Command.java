package dev.muster.format.update.suit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One command of a sequence: a condition that must hold, or a directive that does something (manifest §8.4). */
public sealed interface Command {

    /** What the draft calls the code point. */
    long code();

    /** A condition; it changes nothing. {@code policy} is the four reporting bits. */
    record Check(Condition condition, int policy) implements Command {
        @Override
        public long code() {
            return condition.code();
        }
    }

    /** A directive that works on the current component and whose argument is only the reporting policy. */
    record Act(Action action, int policy) implements Command {
        @Override
        public long code() {
            return action.code();
        }
    }

    /** Chooses which component the next commands are about. */
    record SetComponentIndex(ComponentIndex index) implements Command {
        @Override
        public long code() {
            return CodePoints.DIRECTIVE_SET_COMPONENT_INDEX;
        }
    }

    /** Sets parameters of the current component, whether set before or not. */
    record OverrideParameters(List<Parameter> parameters) implements Command {
        public OverrideParameters {
            parameters = List.copyOf(parameters);
        }

        @Override
        public long code() {
            return CodePoints.DIRECTIVE_OVERRIDE_PARAMETERS;
        }
    }

    /** Runs branches until one succeeds; {@code orNothing} (a final nil) makes the failure of all of them a success. */
    record TryEach(List<CommandSequence> branches, boolean orNothing) implements Command {
        public TryEach {
            branches = List.copyOf(branches);
        }

        @Override
        public long code() {
            return CodePoints.DIRECTIVE_TRY_EACH;
        }
    }

    /** Runs a nested sequence. */
    record RunSequence(CommandSequence sequence) implements Command {
        @Override
        public long code() {
            return CodePoints.DIRECTIVE_RUN_SEQUENCE;
        }
    }

    /** A command that could be read but that Muster does not execute: an extension draft's, a custom or an unknown one. */
    record Unsupported(long code, byte[] argument) implements Command {
        public String name() {
            return CodePoints.foreignCommand(code);
        }
    }

    /** Conditions of draft-37. */
    enum Condition {
        VENDOR_ID(CodePoints.CONDITION_VENDOR_ID),
        CLASS_ID(CodePoints.CONDITION_CLASS_ID),
        IMAGE_MATCH(CodePoints.CONDITION_IMAGE_MATCH),
        COMPONENT_SLOT(CodePoints.CONDITION_COMPONENT_SLOT),
        CHECK_CONTENT(CodePoints.CONDITION_CHECK_CONTENT),
        ABORT(CodePoints.CONDITION_ABORT),
        DEVICE_ID(CodePoints.CONDITION_DEVICE_ID);

        private final int code;

        Condition(int code) {
            this.code = code;
        }

        public int code() {
            return code;
        }

        static @Nullable Condition ofCode(long code) {
            for (Condition condition : values()) {
                if (condition.code == code) {
                    return condition;
                }
            }
            return null;
        }
    }

    /** Directives of draft-37 whose argument is a reporting policy. */
    enum Action {
        WRITE(CodePoints.DIRECTIVE_WRITE),
        FETCH(CodePoints.DIRECTIVE_FETCH),
        COPY(CodePoints.DIRECTIVE_COPY),
        INVOKE(CodePoints.DIRECTIVE_INVOKE),
        SWAP(CodePoints.DIRECTIVE_SWAP);

        private final int code;

        Action(int code) {
            this.code = code;
        }

        public int code() {
            return code;
        }

        static @Nullable Action ofCode(long code) {
            for (Action action : values()) {
                if (action.code == code) {
                    return action;
                }
            }
            return null;
        }
    }

    /** The argument of set-component-index. */
    sealed interface ComponentIndex {
        /** One component, by its place in the list of components. */
        record One(int index) implements ComponentIndex {}

        /** Several, each in turn. */
        record Several(List<Integer> indexes) implements ComponentIndex {
            public Several {
                indexes = List.copyOf(indexes);
            }
        }

        /** All, each in turn. */
        record All() implements ComponentIndex {}
    }
}
