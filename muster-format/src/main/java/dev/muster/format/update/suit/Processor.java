package dev.muster.format.update.suit;

import java.util.List;
import java.util.Map;

/**
 * The manifest processor (manifest §6): interprets commands against a {@link Device}. It holds no state between procedures
 * and does nothing but call the port, so the same manifest, envelope and device give the same calls.
 *
 * <p>The caller has verified the signature and parsed the manifest. Dependencies run in step with their dependents: when a
 * manifest processes a dependency in a section, that section of the dependency runs there and then.
 */
public final class Processor {
    /** Update procedure (trust-domains §6.3); without dependencies 15 and 18 are absent. */
    private static final List<Integer> UPDATE = List.of(
            CodePoints.DEPENDENCY_RESOLUTION,
            CodePoints.PAYLOAD_FETCH,
            CodePoints.CANDIDATE_VERIFICATION,
            CodePoints.INSTALL,
            CodePoints.VALIDATE);

    /** Invocation procedure: validate, load, invoke. */
    private static final List<Integer> INVOCATION = List.of(CodePoints.VALIDATE, CodePoints.LOAD, CodePoints.INVOKE);

    private static final List<Integer> UNINSTALLATION = List.of(CodePoints.UNINSTALL);

    private Processor() {}

    /** Installs: dependency-resolution, payload-fetch, candidate-verification, install and validate. */
    public static Outcome update(Manifest manifest, Envelope envelope, Device device) {
        return update(manifest, envelope, device, Trace.NONE);
    }

    public static Outcome update(Manifest manifest, Envelope envelope, Device device, Trace trace) {
        return run(UPDATE, Scope.root(manifest, envelope.integrated()), device, trace);
    }

    /** Starts what is installed: runs validate, load and invoke. */
    public static Outcome invoke(Manifest manifest, Device device) {
        return invoke(manifest, device, Trace.NONE);
    }

    public static Outcome invoke(Manifest manifest, Device device, Trace trace) {
        return run(INVOCATION, Scope.root(manifest, Map.of()), device, trace);
    }

    /** Takes away what was installed: runs uninstall (trust-domains). */
    public static Outcome uninstall(Manifest manifest, Device device, Trace trace) {
        return run(UNINSTALLATION, Scope.root(manifest, Map.of()), device, trace);
    }

    private static Outcome run(List<Integer> procedure, Scope scope, Device device, Trace trace) {
        Admission admission = new Admission(device, procedure);
        Execution execution = new Execution(scope, device, admission, trace);
        try {
            admission.root(scope);
            procedure.forEach(execution::section);
            return new Outcome.Completed(execution.records());
        } catch (Abort abort) {
            return new Outcome.Stopped(abort.reason(), abort.at(), abort.detail(), execution.records());
        }
    }
}
