package dev.muster.format.update.suit;

import dev.muster.format.cbor.CborWriter;
import dev.muster.format.update.suit.Command.ComponentIndex;
import dev.muster.format.update.suit.CommandSequence.Step;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Records to deterministic bytes. What was read is never written again for checking: signatures cover received bytes. */
public final class SuitWriter {
    private SuitWriter() {}

    /**
     * A manifest with everything in it. Sections come from {@code sections}; a severable member that is
     * {@link Severable.Severed} is written as its digest.
     *
     * @throws IllegalArgumentException when the manifest holds members of other drafts, which cannot be written again
     */
    public static byte[] manifest(Manifest manifest) {
        if (!manifest.foreign().isEmpty()) {
            throw new IllegalArgumentException("cannot write " + manifest.foreign());
        }
        SortedMap<Integer, byte[]> members = new TreeMap<>();
        members.put(CodePoints.VERSION, integer(CodePoints.MANIFEST_VERSION));
        members.put(
                CodePoints.SEQUENCE_NUMBER,
                CborWriter.create()
                        .integer(new BigInteger(Long.toUnsignedString(manifest.sequenceNumber())))
                        .toByteArray());
        members.put(CodePoints.COMMON, byteString(common(manifest)));
        manifest.referenceUri()
                .ifPresent(uri -> members.put(
                        CodePoints.REFERENCE_URI, CborWriter.create().text(uri).toByteArray()));
        manifest.id()
                .ifPresent(id -> members.put(
                        CodePoints.MANIFEST_COMPONENT_ID,
                        componentId(CborWriter.create(), id).toByteArray()));
        if (!manifest.setVersion().isEmpty()) {
            members.put(UpdateManagementPoints.SET_VERSION, byteString(setVersion(manifest)));
        }
        manifest.sections().forEach((key, sequence) -> members.put(key, byteString(sequence(sequence))));
        manifest.severable().forEach((key, member) -> {
            switch (member) {
                case Severable.Severed severed -> members.put(key, digest(severed.digest()));
                case Severable.Present present -> members.put(key, byteString(present.content()));
            }
        });
        return map(members);
    }

    /** The content of a SUIT_Command_Sequence's byte string. */
    public static byte[] sequence(CommandSequence sequence) {
        CborWriter writer = CborWriter.create().array(2 * sequence.steps().size());
        for (Step step : sequence.steps()) {
            writer.integer(step.command().code());
            writer.encoded(argument(step.command()));
        }
        return writer.toByteArray();
    }

    /**
     * An envelope around a manifest that was already encoded (and perhaps already signed).
     *
     * @param digestBytes encoded SUIT_Digest of the manifest, {@link #digest}
     * @param blocks tagged COSE objects over {@code digestBytes}
     * @param severed content of each severed member, by manifest key
     * @param integrated payloads by name
     */
    public static byte[] envelope(
            byte[] digestBytes,
            List<byte[]> blocks,
            byte[] manifest,
            SortedMap<Integer, byte[]> severed,
            Map<String, byte[]> integrated) {
        CborWriter authentication = CborWriter.create().array(1 + blocks.size()).bytes(digestBytes);
        blocks.forEach(authentication::bytes);
        CborWriter writer = CborWriter.create()
                .tag(CodePoints.TAG_ENVELOPE)
                .map(2 + severed.size() + integrated.size())
                .integer(CodePoints.AUTHENTICATION)
                .bytes(authentication.toByteArray())
                .integer(CodePoints.MANIFEST)
                .bytes(manifest);
        severed.forEach((key, content) -> writer.integer(key).bytes(content));
        List<String> names = new ArrayList<>(integrated.keySet());
        names.sort(SuitWriter::byEncoding);
        names.forEach(name -> writer.text(name).bytes(payload(integrated, name)));
        return writer.toByteArray();
    }

    /** An encoded SUIT_Digest, without a byte string around it. */
    public static byte[] digest(SuitDigest digest) {
        return CborWriter.create()
                .array(2)
                .integer(digest.algorithm().code())
                .bytes(digest.value())
                .toByteArray();
    }

    static CborWriter componentId(CborWriter writer, ComponentId id) {
        writer.array(id.segments().size());
        id.bytes().forEach(writer::bytes);
        return writer;
    }

    private static byte[] payload(Map<String, byte[]> integrated, String name) {
        byte[] payload = integrated.get(name);
        if (payload == null) {
            throw new IllegalArgumentException("no payload " + name);
        }
        return payload;
    }

    /** Deterministic order of text keys: the shorter encoding first, then bytewise (RFC 8949 §4.2.1). */
    private static int byEncoding(String a, String b) {
        return Arrays.compareUnsigned(
                CborWriter.create().text(a).toByteArray(),
                CborWriter.create().text(b).toByteArray());
    }

    private static byte[] common(Manifest manifest) {
        SortedMap<Integer, byte[]> members = new TreeMap<>();
        if (!manifest.dependencies().isEmpty()) {
            members.put(CodePoints.DEPENDENCIES, dependencies(manifest));
        }
        if (!manifest.components().isEmpty()) {
            CborWriter list = CborWriter.create().array(manifest.components().size());
            manifest.components().forEach(id -> componentId(list, id));
            members.put(CodePoints.COMPONENTS, list.toByteArray());
        }
        manifest.shared().ifPresent(shared -> members.put(CodePoints.SHARED_SEQUENCE, byteString(sequence(shared))));
        return map(members);
    }

    private static byte[] dependencies(Manifest manifest) {
        CborWriter writer = CborWriter.create().map(manifest.dependencies().size());
        manifest.dependencies().forEach((index, prefix) -> {
            writer.integer(index).map(prefix.isPresent() ? 1 : 0);
            prefix.ifPresent(id -> componentId(writer.integer(TrustDomainPoints.DEPENDENCY_PREFIX), id));
        });
        return writer.toByteArray();
    }

    private static byte[] setVersion(Manifest manifest) {
        CborWriter writer = CborWriter.create().array(manifest.setVersion().size());
        manifest.setVersion().forEach(writer::integer);
        return writer.toByteArray();
    }

    private static byte[] argument(Command command) {
        CborWriter writer = CborWriter.create();
        switch (command) {
            case Command.Check check -> writer.integer(check.policy());
            case Command.Act act -> writer.integer(act.policy());
            case Command.SetComponentIndex set -> index(writer, set.index());
            case Command.OverrideParameters override -> parameters(writer, override.parameters());
            case Command.SetParameters set -> parameters(writer, set.parameters());
            case Command.OverrideMultiple multiple -> {
                writer.map(multiple.parameters().size());
                multiple.parameters().forEach((index, own) -> parameters(writer.integer(index), own));
            }
            case Command.CopyParameters copy -> {
                writer.map(copy.keys().size());
                copy.keys().forEach((index, keys) -> {
                    writer.integer(index).array(keys.size());
                    keys.forEach(writer::integer);
                });
            }
            case Command.TryEach tryEach -> {
                writer.array(tryEach.branches().size() + (tryEach.orNothing() ? 1 : 0));
                tryEach.branches().forEach(branch -> writer.bytes(sequence(branch)));
                if (tryEach.orNothing()) {
                    writer.nil();
                }
            }
            case Command.RunSequence run -> writer.bytes(sequence(run.sequence()));
            case Command.Unsupported unsupported -> writer.encoded(unsupported.argument());
        }
        return writer.toByteArray();
    }

    private static void index(CborWriter writer, ComponentIndex index) {
        switch (index) {
            case ComponentIndex.One one -> writer.integer(one.index());
            case ComponentIndex.All all -> writer.bool(true);
            case ComponentIndex.Several several -> {
                writer.array(several.indexes().size());
                several.indexes().forEach(writer::integer);
            }
        }
    }

    static void parameters(CborWriter writer, List<Parameter> parameters) {
        SortedMap<Integer, byte[]> members = new TreeMap<>();
        for (Parameter parameter : parameters) {
            if (parameter.key() < 0 || parameter.key() > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("cannot write parameter " + parameter.key());
            }
            members.put((int) parameter.key(), value(parameter));
        }
        writer.encoded(map(members));
    }

    private static byte[] value(Parameter parameter) {
        CborWriter writer = CborWriter.create();
        switch (parameter) {
            case Parameter.VendorId p -> writer.bytes(p.uuid());
            case Parameter.VendorNumber p ->
                writer.tag(ParameterReader.TAG_NUMBER).bytes(p.number());
            case Parameter.UseBefore p -> writer.integer(p.seconds());
            case Parameter.MinimumBattery p -> writer.integer(p.milliwattHours());
            case Parameter.UpdatePriority p -> writer.integer(p.priority());
            case Parameter.Version p -> writer.bytes(version(p.match()));
            case Parameter.WaitInfo p -> writer.bytes(p.events());
            case Parameter.ComponentMetadata p -> writer.bytes(p.encoded());
            case Parameter.EncryptionInfo p -> writer.bytes(p.encoded());
            case Parameter.ClassId p -> writer.bytes(p.uuid());
            case Parameter.DeviceId p -> writer.bytes(p.uuid());
            case Parameter.ImageDigest p -> writer.bytes(digest(p.digest()));
            case Parameter.ImageSize p -> writer.integer(p.bytes());
            case Parameter.ComponentSlot p -> writer.integer(p.slot());
            case Parameter.StrictOrder p -> writer.bool(p.value());
            case Parameter.SoftFailure p -> writer.bool(p.value());
            case Parameter.Content p -> writer.bytes(p.bytes());
            case Parameter.Uri p -> writer.text(p.uri());
            case Parameter.SourceComponent p -> writer.integer(p.index());
            case Parameter.InvokeArgs p -> writer.bytes(p.bytes());
            case Parameter.FetchArguments p -> writer.bytes(p.bytes());
            case Parameter.Unsupported p -> writer.encoded(p.value());
        }
        return writer.toByteArray();
    }

    private static byte[] version(VersionMatch match) {
        CborWriter writer = CborWriter.create()
                .array(2)
                .integer(match.comparison().code())
                .array(match.numbers().size());
        match.numbers().forEach(writer::integer);
        return writer.toByteArray();
    }

    private static byte[] integer(long value) {
        return CborWriter.create().integer(value).toByteArray();
    }

    private static byte[] byteString(byte[] content) {
        return CborWriter.create().bytes(content).toByteArray();
    }

    /** Positive integer keys in numeric order are in deterministic order. */
    private static byte[] map(SortedMap<Integer, byte[]> members) {
        CborWriter writer = CborWriter.create().map(members.size());
        members.forEach((key, value) -> writer.integer(key).encoded(value));
        return writer.toByteArray();
    }
}
