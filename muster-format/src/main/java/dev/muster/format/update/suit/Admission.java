package dev.muster.format.update.suit;

import dev.muster.format.update.suit.CommandSequence.Step;
import java.util.List;
import java.util.Optional;

/** Everything that can be refused before the first command of a manifest runs. */
final class Admission {
    private final Device device;
    private final List<Integer> procedure;

    Admission(Device device, List<Integer> procedure) {
        this.device = device;
        this.procedure = procedure;
    }

    void root(Scope scope) {
        Manifest manifest = scope.manifest();
        if (Long.compareUnsigned(manifest.sequenceNumber(), device.sequenceFloor()) < 0) {
            throw new Abort(
                    Reason.UNAUTHORISED,
                    "sequence number " + Long.toUnsignedString(manifest.sequenceNumber()) + " is below "
                            + Long.toUnsignedString(device.sequenceFloor()) + ", a rollback");
        }
        admit(scope);
    }

    /** The manifest of a dependency, whose digest its dependent checked and whose signer the device knows. */
    Scope dependency(Scope outer, int index, Optional<Envelope> found, Optional<SuitRecord> at) {
        Envelope envelope = found.orElseThrow(
                () -> new Abort(Reason.CBOR_PARSE, at, "component " + index + " holds no readable envelope"));
        if (outer.path().size() >= SuitLimits.DEPENDENCY_DEPTH) {
            throw new Abort(
                    Reason.OPERATION_FAILED,
                    at,
                    "dependencies more than " + SuitLimits.DEPENDENCY_DEPTH + " manifests deep");
        }
        if (device.authenticate(envelope) instanceof EnvelopeVerifier.Verification.Refused refused) {
            throw new Abort(refused.reason(), at, "dependency " + index + ": " + refused.detail());
        }
        try {
            Scope scope = outer.under(index, Manifest.parse(envelope), envelope.integrated());
            admit(scope);
            return scope;
        } catch (SuitException e) {
            throw new Abort(Reason.CBOR_PARSE, at, "dependency " + index + ": " + e.getMessage());
        }
    }

    private void admit(Scope scope) {
        Manifest manifest = scope.manifest();
        if (!manifest.foreign().isEmpty()) {
            throw new Abort(
                    Reason.COMMAND_UNSUPPORTED,
                    "this device does not process " + manifest.foreign().first());
        }
        if (manifest.components().isEmpty() && manifest.dependencies().isEmpty()) {
            throw new Abort(Reason.COMPONENT_UNSUPPORTED, "the manifest names no component");
        }
        for (int index : scope.all()) {
            if (!device.has(scope.name(index))) {
                throw new Abort(Reason.COMPONENT_UNSUPPORTED, "this device has no component " + scope.name(index));
            }
        }
        manifest.shared().ifPresent(this::understood);
        for (int section : procedure) {
            if (manifest.missing(section)) {
                throw new Abort(Reason.SEVERING_UNSUPPORTED, "section " + section + " was severed and not delivered");
            }
        }
        manifest.sections().values().forEach(this::understood);
    }

    /** An unknown command or parameter anywhere refuses the manifest, also where it would never run (manifest §6.2). */
    private void understood(CommandSequence sequence) {
        for (Step step : sequence.steps()) {
            switch (step.command()) {
                case Command.Unsupported unknown -> throw unsupported(unknown.name());
                case Command.Check check -> {
                    if (!device.conditions().contains(check.condition())) {
                        throw unsupported(check.condition().word());
                    }
                }
                case Command.Act act -> {
                    if (!device.actions().contains(act.action())) {
                        throw unsupported(act.action().word());
                    }
                }
                case Command.OverrideParameters override ->
                    override.parameters().forEach(this::understood);
                case Command.OverrideMultiple multiple ->
                    multiple.parameters().values().forEach(all -> all.forEach(this::understood));
                case Command.SetParameters set -> set.parameters().forEach(this::settable);
                case Command.CopyParameters copy -> {}
                case Command.TryEach tryEach -> tryEach.branches().forEach(this::understood);
                case Command.RunSequence run -> understood(run.sequence());
                case Command.SetComponentIndex set -> {}
            }
        }
    }

    private static Abort unsupported(String command) {
        return new Abort(Reason.COMMAND_UNSUPPORTED, "command " + command + " is not supported");
    }

    /** A digest that could have been set by somebody else before is no digest (manifest §8.4.8). */
    private void settable(Parameter parameter) {
        if (parameter instanceof Parameter.ImageDigest) {
            throw new Abort(
                    Reason.PARAMETER_UNSUPPORTED,
                    "an image digest is set with override-parameters, never set if unset");
        }
        understood(parameter);
    }

    private void understood(Parameter parameter) {
        if (parameter instanceof Parameter.Unsupported unknown) {
            throw new Abort(Reason.PARAMETER_UNSUPPORTED, "parameter " + unknown.name() + " is not supported");
        }
        if (parameter instanceof Parameter.EncryptionInfo && !device.decrypts()) {
            throw new Abort(
                    Reason.PARAMETER_UNSUPPORTED, "parameter encryption-info: this device has no key to decrypt with");
        }
    }
}
