package dev.muster.format.update.suit.author;

import dev.muster.format.MalformedException;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborType;
import dev.muster.format.cose.CoseEncrypt;
import dev.muster.format.cose.CoseHeaders;
import dev.muster.format.cose.CoseProfile;
import dev.muster.format.cose.CoseSign;
import dev.muster.format.cose.CoseSign1;
import dev.muster.format.cose.HeaderLabel;
import dev.muster.format.cose.Recipient;
import dev.muster.format.update.suit.Authentication;
import dev.muster.format.update.suit.Capabilities;
import dev.muster.format.update.suit.CodePoints;
import dev.muster.format.update.suit.Command;
import dev.muster.format.update.suit.Command.ComponentIndex;
import dev.muster.format.update.suit.CommandSequence;
import dev.muster.format.update.suit.ComponentId;
import dev.muster.format.update.suit.Envelope;
import dev.muster.format.update.suit.Manifest;
import dev.muster.format.update.suit.Parameter;
import dev.muster.format.update.suit.Severable;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;

/** Whether a device class can run what a manifest asks: each command where it stands, also where it would never run. */
final class Fitting {
    private static final int NOWHERE = 0;

    private final Capabilities can;
    private final Set<Finding> found;
    private List<Integer> current = List.of(0);

    Fitting(Capabilities can, Set<Finding> found) {
        this.can = can;
        this.found = found;
    }

    void envelope(Envelope envelope) {
        OptionalLong most = can.envelopeBytes();
        if (most.isPresent() && envelope.encoded().length > most.getAsLong()) {
            say(
                    Finding.Kind.TOO_LARGE,
                    "an envelope of " + envelope.encoded().length + " bytes, where the device reads "
                            + most.getAsLong());
        }
        known(CodePoints.CAPABILITY_ENVELOPE, CodePoints.AUTHENTICATION, "envelope");
        known(CodePoints.CAPABILITY_ENVELOPE, CodePoints.MANIFEST, "envelope");
        envelope.severed().keySet().forEach(key -> known(CodePoints.CAPABILITY_ENVELOPE, key, "envelope"));
        algorithm(envelope.authentication().digest().algorithm().code(), CodePoints.AUTHENTICATION, 0, "digest");
        List<Authentication.Block> blocks = envelope.authentication().blocks();
        if (!blocks.isEmpty() && blocks.stream().noneMatch(this::checks)) {
            found.add(new Finding(
                    Finding.Kind.ALGORITHM_UNSUPPORTED,
                    CodePoints.AUTHENTICATION,
                    0,
                    "none of its signatures is by an algorithm that the device checks"));
        }
    }

    private boolean checks(Authentication.Block block) {
        try {
            if (block.tag() == CodePoints.TAG_COSE_SIGN) {
                return CoseSign.parse(block.encoded(), CoseProfile.GENERIC).signatures().stream()
                        .anyMatch(
                                one -> number(one.headers()).filter(this::knows).isPresent());
            }
            return block.tag() != CodePoints.TAG_COSE_SIGN1
                    || number(CoseSign1.parse(block.encoded(), CoseProfile.GENERIC)
                                    .headers())
                            .filter(this::knows)
                            .isPresent();
        } catch (MalformedException e) {
            return false;
        }
    }

    void manifest(Manifest manifest) {
        manifest.components().stream()
                .filter(component -> !can.has(component))
                .forEach(component -> found.add(new Finding(
                        Finding.Kind.COMPONENT_UNSUPPORTED,
                        CodePoints.COMMON,
                        0,
                        "no component " + component + " is on the device")));
        if (!manifest.dependencies().isEmpty()) {
            known(CodePoints.CAPABILITY_COMMON, CodePoints.DEPENDENCIES, "common part");
        }
        manifest.sections().keySet().forEach(key -> known(CodePoints.CAPABILITY_MANIFEST, key, "manifest"));
        manifest.severable().keySet().forEach(key -> known(CodePoints.CAPABILITY_MANIFEST, key, "manifest"));
        manifest.severable().forEach((key, member) -> {
            if (member instanceof Severable.Severed severed) {
                algorithm(severed.digest().algorithm().code(), key, 0, "digest");
            }
        });
        manifest.shared().ifPresent(shared -> section(CodePoints.COMMON, shared, manifest));
        manifest.sections().forEach((key, sequence) -> section(key, sequence, manifest));
    }

    private void section(int section, CommandSequence sequence, Manifest manifest) {
        current = List.of(0);
        sequence(section, sequence, manifest);
    }

    private void sequence(int section, CommandSequence sequence, Manifest manifest) {
        for (CommandSequence.Step step : sequence.steps()) {
            Command command = step.command();
            if (!can.commands().contains(command.code())) {
                found.add(new Finding(
                        Finding.Kind.COMMAND_UNSUPPORTED, section, step.offset(), "command " + command.code()));
            }
            switch (command) {
                case Command.SetComponentIndex set -> current = indexes(set.index(), manifest);
                case Command.OverrideParameters override ->
                    parameters(section, step, override.parameters(), current, manifest);
                case Command.SetParameters set -> parameters(section, step, set.parameters(), current, manifest);
                case Command.OverrideMultiple multiple ->
                    multiple.parameters()
                            .forEach((index, own) -> parameters(section, step, own, List.of(index), manifest));
                case Command.TryEach tryEach ->
                    tryEach.branches().forEach(branch -> sequence(section, branch, manifest));
                case Command.RunSequence run -> sequence(section, run.sequence(), manifest);
                default -> {}
            }
        }
    }

    private static List<Integer> indexes(ComponentIndex index, Manifest manifest) {
        return switch (index) {
            case ComponentIndex.One one -> List.of(one.index());
            case ComponentIndex.Several several -> several.indexes();
            case ComponentIndex.All _ ->
                IntStream.range(0, manifest.components().size()).boxed().toList();
        };
    }

    private void parameters(
            int section,
            CommandSequence.Step step,
            List<Parameter> parameters,
            List<Integer> components,
            Manifest manifest) {
        for (Parameter parameter : parameters) {
            if (!can.parameters().contains(parameter.key())) {
                found.add(new Finding(
                        Finding.Kind.PARAMETER_UNSUPPORTED, section, step.offset(), "parameter " + parameter.key()));
                continue;
            }
            switch (parameter) {
                case Parameter.ImageDigest image ->
                    algorithm(image.digest().algorithm().code(), section, step.offset(), "digest");
                case Parameter.EncryptionInfo info -> encryption(info.encoded(), section, step.offset());
                case Parameter.ImageSize size ->
                    components.stream()
                            .filter(index -> Way.within(index, manifest.components()))
                            .forEach(index -> size(manifest.components().get(index), size.bytes(), section, step));
                default -> {}
            }
        }
    }

    private void size(ComponentId component, long bytes, int section, CommandSequence.Step step) {
        OptionalLong most = can.most(component);
        if (most.isPresent() && Long.compareUnsigned(bytes, most.getAsLong()) > 0) {
            found.add(new Finding(
                    Finding.Kind.TOO_LARGE,
                    section,
                    step.offset(),
                    Long.toUnsignedString(bytes) + " bytes for " + component + ", which holds " + most.getAsLong()));
        }
    }

    private void encryption(byte[] info, int section, int offset) {
        CoseEncrypt message;
        try {
            message = CoseEncrypt.parse(info, CoseProfile.GENERIC);
        } catch (MalformedException e) {
            found.add(new Finding(
                    Finding.Kind.ALGORITHM_UNSUPPORTED,
                    section,
                    offset,
                    "encryption info that cannot be read: " + e.getMessage()));
            return;
        }
        number(message.headers()).ifPresent(cipher -> algorithm(cipher, section, offset, "encryption"));
        List<Long> keys = message.recipients().stream()
                .map(Recipient::headers)
                .flatMap(headers -> number(headers).stream())
                .toList();
        if (!keys.isEmpty() && keys.stream().noneMatch(this::knows)) {
            algorithm(keys.getFirst(), section, offset, "key");
        }
    }

    private static Optional<Long> number(CoseHeaders headers) {
        // AES-CTR and AES-KW protect no header, and have it beside.
        return headers.any(HeaderLabel.ALG)
                .filter(alg -> alg.type() == CborType.NEGATIVE || alg.type() == CborType.UNSIGNED)
                .map(Cbor::asLong);
    }

    private boolean knows(long algorithm) {
        return can.algorithms().contains(algorithm);
    }

    private void algorithm(long code, int section, int offset, String what) {
        if (!knows(code)) {
            found.add(new Finding(Finding.Kind.ALGORITHM_UNSUPPORTED, section, offset, what + " algorithm " + code));
        }
    }

    private void known(int where, int member, String whose) {
        if (!can.knows(where, member)) {
            say(Finding.Kind.MEMBER_UNSUPPORTED, "member " + member + " of the " + whose);
        }
    }

    private void say(Finding.Kind kind, String detail) {
        found.add(new Finding(kind, NOWHERE, 0, detail));
    }
}
