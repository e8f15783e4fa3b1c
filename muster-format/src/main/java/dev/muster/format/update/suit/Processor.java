package dev.muster.format.update.suit;

import dev.muster.format.update.suit.CommandSequence.Step;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The manifest processor (manifest §6): interprets commands against a {@link Device}. It holds no state between procedures
 * and does nothing but call the port, so the same manifest, envelope and device give the same calls.
 *
 * <p>The caller has verified the signature and parsed the manifest. A processor is for one procedure and one thread.
 */
public final class Processor {
    /** Update procedure without dependencies: payload-fetch, install, validate (manifest §6.3). */
    private static final List<Integer> UPDATE =
            List.of(CodePoints.PAYLOAD_FETCH, CodePoints.INSTALL, CodePoints.VALIDATE);

    /** Invocation procedure: validate, load, invoke. */
    private static final List<Integer> INVOCATION = List.of(CodePoints.VALIDATE, CodePoints.LOAD, CodePoints.INVOKE);

    private final Manifest manifest;
    private final Execution execution;
    private final Device device;

    private Processor(Manifest manifest, SortedMap<String, byte[]> payloads, Device device) {
        this.manifest = manifest;
        this.device = device;
        this.execution = new Execution(manifest, payloads, device);
    }

    /** Installs: runs payload-fetch, install and validate. */
    public static Outcome update(Manifest manifest, Envelope envelope, Device device) {
        return new Processor(manifest, new TreeMap<>(envelope.integrated()), device).run(UPDATE);
    }

    /** Starts what is installed: runs validate, load and invoke. */
    public static Outcome invoke(Manifest manifest, Device device) {
        return new Processor(manifest, new TreeMap<>(), device).run(INVOCATION);
    }

    private Outcome run(List<Integer> procedure) {
        try {
            admit(procedure);
            for (int section : procedure) {
                Optional<CommandSequence> sequence = manifest.section(section);
                if (sequence.isPresent()) {
                    execution.section(section, manifest.shared(), sequence.get());
                }
            }
            return new Outcome.Completed(execution.records());
        } catch (Abort abort) {
            return new Outcome.Stopped(abort.reason(), abort.at(), abort.detail(), execution.records());
        }
    }

    /** Everything that can be refused before the first command runs. */
    private void admit(List<Integer> procedure) {
        if (!manifest.foreign().isEmpty()) {
            throw new Abort(
                    Reason.COMMAND_UNSUPPORTED,
                    "this device does not process " + manifest.foreign().first());
        }
        if (manifest.sequenceNumber() < device.sequenceFloor()) {
            throw new Abort(
                    Reason.UNAUTHORISED,
                    "sequence number " + manifest.sequenceNumber() + " is below " + device.sequenceFloor()
                            + ", a rollback");
        }
        if (manifest.components().isEmpty()) {
            throw new Abort(Reason.COMPONENT_UNSUPPORTED, "the manifest names no component");
        }
        for (ComponentId component : manifest.components()) {
            if (!device.has(component)) {
                throw new Abort(Reason.COMPONENT_UNSUPPORTED, "this device has no component " + component);
            }
        }
        manifest.shared().ifPresent(Processor::understood);
        for (int section : procedure) {
            if (manifest.missing(section)) {
                throw new Abort(Reason.SEVERING_UNSUPPORTED, "section " + section + " was severed and not delivered");
            }
        }
        manifest.sections().values().forEach(Processor::understood);
    }

    /** An unknown command or parameter anywhere refuses the manifest, also where it would never run (manifest §6.2). */
    private static void understood(CommandSequence sequence) {
        for (Step step : sequence.steps()) {
            switch (step.command()) {
                case Command.Unsupported unknown ->
                    throw new Abort(Reason.COMMAND_UNSUPPORTED, "command " + unknown.name() + " is not supported");
                case Command.OverrideParameters override ->
                    override.parameters().forEach(Processor::understood);
                case Command.TryEach tryEach -> tryEach.branches().forEach(Processor::understood);
                case Command.RunSequence run -> understood(run.sequence());
                case Command.Check check -> {}
                case Command.Act act -> {}
                case Command.SetComponentIndex set -> {}
            }
        }
    }

    private static void understood(Parameter parameter) {
        if (parameter instanceof Parameter.Unsupported unknown) {
            throw new Abort(Reason.PARAMETER_UNSUPPORTED, "parameter " + unknown.name() + " is not supported");
        }
    }
}
