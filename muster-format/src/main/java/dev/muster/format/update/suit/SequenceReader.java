package dev.muster.format.update.suit;

import static dev.muster.format.update.suit.SuitReader.require;

import dev.muster.format.cbor.CborReader;
import dev.muster.format.cbor.CborType;
import dev.muster.format.update.suit.Command.ComponentIndex;
import dev.muster.format.update.suit.CommandSequence.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Strict bytes to records for command sequences. Offsets are kept because a SUIT_Record names a command by its own. */
final class SequenceReader {
    /** Reporting policy: four bits. */
    private static final int MOST_POLICY = 15;

    private final boolean shared;
    private final String path;

    private SequenceReader(boolean shared, String path) {
        this.shared = shared;
        this.path = path;
    }

    /** A section of a manifest; {@code content} is the content of its byte string. */
    static CommandSequence sequence(byte[] content, String path) {
        return new SequenceReader(false, path).read(content, 0, 1);
    }

    /** The shared sequence, which may hold only conditions and commands without side effects (manifest §8.4.2). */
    static CommandSequence shared(byte[] content, String path) {
        return new SequenceReader(true, path).read(content, 0, 1);
    }

    private CommandSequence read(byte[] content, int base, int depth) {
        require(depth <= SuitLimits.SEQUENCE_DEPTH, "sequences nested too deeply", path, base);
        return SuitReader.read(content, SuitLimits.INNER, path, reader -> {
            int count = reader.readArrayHeader();
            require(count > 0 && count % 2 == 0, "a sequence is code, argument, code, argument", path, base);
            require(count / 2 <= SuitLimits.COMMANDS, "too many commands", path, base);
            List<Step> steps = new ArrayList<>(count / 2);
            for (int i = 0; i < count; i += 2) {
                int at = base + reader.position();
                Command command = command(reader.readLong(), reader, base, depth);
                require(!shared || allowedInShared(command), "a command with effects in the shared sequence", path, at);
                steps.add(new Step(at, command));
            }
            return new CommandSequence(steps);
        });
    }

    private static boolean allowedInShared(Command command) {
        return !(command instanceof Command.Act);
    }

    private Command command(long code, CborReader reader, int base, int depth) {
        Command.Condition condition = Command.Condition.ofCode(code);
        if (condition != null) {
            return new Command.Check(condition, policy(reader));
        }
        Command.Action action = Command.Action.ofCode(code);
        if (action != null) {
            return new Command.Act(action, policy(reader));
        }
        if (code == CodePoints.DIRECTIVE_SET_COMPONENT_INDEX) {
            return new Command.SetComponentIndex(index(reader));
        }
        if (code == CodePoints.DIRECTIVE_OVERRIDE_PARAMETERS) {
            return new Command.OverrideParameters(ParameterReader.parameters(reader, path));
        }
        if (code == TrustDomainPoints.DIRECTIVE_SET_PARAMETERS) {
            return new Command.SetParameters(ParameterReader.parameters(reader, path));
        }
        if (code == UpdateManagementPoints.DIRECTIVE_OVERRIDE_MULTIPLE) {
            return new Command.OverrideMultiple(byComponent(reader, inner -> ParameterReader.parameters(inner, path)));
        }
        if (code == UpdateManagementPoints.DIRECTIVE_COPY_PARAMS) {
            return new Command.CopyParameters(byComponent(reader, this::keys));
        }
        if (code == CodePoints.DIRECTIVE_TRY_EACH) {
            return tryEach(reader, base, depth);
        }
        if (code == CodePoints.DIRECTIVE_RUN_SEQUENCE) {
            return new Command.RunSequence(nested(reader, base, depth));
        }
        return new Command.Unsupported(code, reader.readSpan());
    }

    private <T> SortedMap<Integer, T> byComponent(CborReader reader, Function<CborReader, T> value) {
        int at = reader.position();
        int count = reader.readMapHeader();
        require(count >= 1 && count <= SuitLimits.COMPONENTS, count + " components", path, at);
        SortedMap<Integer, T> all = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            all.put(componentIndex(reader), value.apply(reader));
        }
        return all;
    }

    private List<Long> keys(CborReader reader) {
        int at = reader.position();
        int count = reader.readArrayHeader();
        require(count >= 1 && count <= SuitLimits.COPIED_PARAMETERS, count + " parameters", path, at);
        List<Long> keys = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            keys.add(reader.readLong());
        }
        return keys;
    }

    private int policy(CborReader reader) {
        long policy = ManifestReader.unsigned(reader, path);
        require(policy <= MOST_POLICY, "reporting policy " + policy, path, reader.position());
        return (int) policy;
    }

    private ComponentIndex index(CborReader reader) {
        if (reader.peek() == CborType.BOOLEAN) {
            require(reader.readBoolean(), "component index false", path, reader.position());
            return new ComponentIndex.All();
        }
        if (reader.peek() == CborType.ARRAY) {
            int count = reader.readArrayHeader();
            require(count >= 1 && count <= SuitLimits.COMPONENTS, count + " indexes", path, reader.position());
            List<Integer> indexes = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                indexes.add(componentIndex(reader));
            }
            return new ComponentIndex.Several(indexes);
        }
        return new ComponentIndex.One(componentIndex(reader));
    }

    private int componentIndex(CborReader reader) {
        long index = ManifestReader.unsigned(reader, path);
        require(index < SuitLimits.COMPONENTS, "component index " + index, path, reader.position());
        return (int) index;
    }

    private Command tryEach(CborReader reader, int base, int depth) {
        int at = reader.position();
        int count = reader.readArrayHeader();
        require(count <= SuitLimits.BRANCHES, "too many branches", path, at);
        List<CommandSequence> branches = new ArrayList<>(count);
        boolean orNothing = false;
        for (int i = 0; i < count; i++) {
            require(!orNothing, "a branch after nil", path, at);
            if (reader.tryNull()) {
                orNothing = true;
            } else {
                branches.add(nested(reader, base, depth));
            }
        }
        // The CDDL asks for two branches; libcsuit writes one and nil, which means the same and is read.
        require(branches.size() >= 2 || (branches.size() == 1 && orNothing), "try-each with one way", path, at);
        return new Command.TryEach(branches, orNothing);
    }

    private CommandSequence nested(CborReader reader, int base, int depth) {
        byte[] content = reader.readBytes();
        return read(content, base + reader.position() - content.length, depth + 1);
    }
}
