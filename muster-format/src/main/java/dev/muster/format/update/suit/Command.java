package dev.muster.format.update.suit;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
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

    /** Sets parameters of the current component that were not set before (trust-domains). */
    record SetParameters(List<Parameter> parameters) implements Command {
        public SetParameters {
            parameters = List.copyOf(parameters);
        }

        @Override
        public long code() {
            return TrustDomainPoints.DIRECTIVE_SET_PARAMETERS;
        }
    }

    /** Sets parameters of several components at once, by component index (update-management). */
    record OverrideMultiple(SortedMap<Integer, List<Parameter>> parameters) implements Command {
        public OverrideMultiple {
            parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
        }

        @Override
        public long code() {
            return UpdateManagementPoints.DIRECTIVE_OVERRIDE_MULTIPLE;
        }
    }

    /** Takes parameters over from other components: parameter keys by source component index (update-management). */
    record CopyParameters(SortedMap<Integer, List<Long>> keys) implements Command {
        public CopyParameters {
            keys = Collections.unmodifiableSortedMap(new TreeMap<>(keys));
        }

        @Override
        public long code() {
            return UpdateManagementPoints.DIRECTIVE_COPY_PARAMS;
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

    /** Conditions, those of draft-37 first. */
    enum Condition {
        VENDOR_ID(CodePoints.CONDITION_VENDOR_ID),
        CLASS_ID(CodePoints.CONDITION_CLASS_ID),
        IMAGE_MATCH(CodePoints.CONDITION_IMAGE_MATCH),
        COMPONENT_SLOT(CodePoints.CONDITION_COMPONENT_SLOT),
        CHECK_CONTENT(CodePoints.CONDITION_CHECK_CONTENT),
        ABORT(CodePoints.CONDITION_ABORT),
        DEVICE_ID(CodePoints.CONDITION_DEVICE_ID),
        DEPENDENCY_INTEGRITY(TrustDomainPoints.CONDITION_DEPENDENCY_INTEGRITY),
        IS_DEPENDENCY(TrustDomainPoints.CONDITION_IS_DEPENDENCY),
        USE_BEFORE(UpdateManagementPoints.CONDITION_USE_BEFORE),
        IMAGE_NOT_MATCH(UpdateManagementPoints.CONDITION_IMAGE_NOT_MATCH),
        MINIMUM_BATTERY(UpdateManagementPoints.CONDITION_MINIMUM_BATTERY),
        UPDATE_AUTHORIZED(UpdateManagementPoints.CONDITION_UPDATE_AUTHORIZED),
        VERSION(UpdateManagementPoints.CONDITION_VERSION);

        /** What every device can judge that processes draft-37. */
        public static final Set<Condition> BASE = Collections.unmodifiableSet(EnumSet.range(VENDOR_ID, DEVICE_ID));

        private final int code;

        Condition(int code) {
            this.code = code;
        }

        public int code() {
            return code;
        }

        /** As the drafts write it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
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

    /** Directives whose argument is a reporting policy, those of draft-37 first. */
    enum Action {
        WRITE(CodePoints.DIRECTIVE_WRITE),
        FETCH(CodePoints.DIRECTIVE_FETCH),
        COPY(CodePoints.DIRECTIVE_COPY),
        INVOKE(CodePoints.DIRECTIVE_INVOKE),
        SWAP(CodePoints.DIRECTIVE_SWAP),
        PROCESS_DEPENDENCY(TrustDomainPoints.DIRECTIVE_PROCESS_DEPENDENCY),
        UNLINK(TrustDomainPoints.DIRECTIVE_UNLINK),
        WAIT(UpdateManagementPoints.DIRECTIVE_WAIT);

        /** What every device can do that processes draft-37. */
        public static final Set<Action> BASE = Collections.unmodifiableSet(EnumSet.range(WRITE, SWAP));

        private final int code;

        Action(int code) {
            this.code = code;
        }

        public int code() {
            return code;
        }

        /** As the drafts write it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
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
