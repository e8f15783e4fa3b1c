package dev.muster.checks.truth;

import dev.muster.core.attestation.tpm.KeyProved;
import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.DeviceRegistered;
import dev.muster.core.devices.DeviceState;
import dev.muster.core.devices.OrderClosed;
import dev.muster.core.devices.StateChanged;
import dev.muster.core.drills.DoorsTried;
import dev.muster.core.failures.FailuresReported;
import dev.muster.core.governance.GovernanceEvent;
import dev.muster.core.governance.RowParts;
import dev.muster.core.joining.AuthorityCreated;
import dev.muster.core.joining.Enrolled;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.Subject;
import dev.muster.core.network.PolicySet;
import dev.muster.core.response.Measure;
import dev.muster.core.response.ResponseEvent;
import dev.muster.core.update.DeviceHeld;
import dev.muster.core.update.DeviceOffered;
import dev.muster.core.update.DeviceUpdated;
import dev.muster.core.update.EnvelopeNature;
import dev.muster.core.update.InstallReported;
import dev.muster.format.devices.orders.OrderKind;
import dev.muster.format.devices.orders.OrderOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What has happened to a device that has joined, was updated, drilled, isolated once and released. */
record HealthyLife(DeviceId device) {
    static final String AUTHORITY = "aa11";
    static final Instant CERTIFICATE_UNTIL = World.T0.plus(Duration.ofDays(14));

    static Event authority() {
        return new AuthorityCreated(new byte[0], "pkcs12:x");
    }

    List<Event> events() {
        return List.of(
                new DeviceRegistered("cam", "register"),
                new StateChanged(DeviceState.JOINING, DeviceState.OPERATIONAL, "evidence-affirming", ""),
                enrolled(Enrolled.Means.FACTORY_IDENTITY, false, "TLSv1.3", "TLS_AES_256_GCM_SHA384", "P-256"),
                enrolled(Enrolled.Means.LOCAL_IDENTITY, true, "TLSv1.3", "TLS_AES_256_GCM_SHA384", "P-256"),
                proved("hardware-tpm"),
                new DeviceHeld(true, "until it is looked at"),
                new DeviceHeld(false, "it is well"),
                new DeviceOffered("ro-1", "cam-1.0.0", 0, "o-1"),
                reported(EnvelopeNature.RELEASE, true, "ok"),
                new DeviceUpdated("ro-1", "cam-1.0.0", "1.0.0", 3600, Optional.of(true)),
                reported(EnvelopeNature.TAMPERED, false, "unauthorised"),
                reported(EnvelopeNature.FOREIGN_SIGNER, false, "unauthorised"),
                reported(EnvelopeNature.OLD_RELEASE, false, "condition-failed"),
                closed(OrderKind.ROLL_BACK, OrderOutcome.DONE, "checked", ""),
                new PolicySet("quarantine", "bb22", "o-2", 1),
                new ResponseEvent.Reacted(
                        1, "software", World.T0.minusSeconds(2), List.of(Measure.QUARANTINE), 0, true),
                closed(OrderKind.NETWORK_POLICY, OrderOutcome.DONE, "kernel-enforced", "quarantine"),
                new ResponseEvent.Released(2, World.T0.minusSeconds(2), 0),
                new PolicySet("trusted", "cc33", "o-3", 2),
                failed("crash"),
                closed(OrderKind.NETWORK_POLICY, OrderOutcome.DONE, "kernel-enforced", "trusted"));
    }

    /** Every trial at the server's own doors, but one that came to something else. */
    static DoorsTried doors(String... gave) {
        return new DoorsTried(Stream.of(
                        "reads", "writes", "old-tls", "page", "errors", "malformed", "crowd", "told", "updates-told")
                .map(name -> new DoorsTried.Trial(
                        name, List.of(gave).contains(name) ? DoorsTried.Trial.GAVE : DoorsTried.Trial.HELD, "as it is"))
                .toList());
    }

    static Enrolled enrolled(Enrolled.Means means, boolean rekeyed, String tls, String suite, String key) {
        return new Enrolled(
                new byte[0],
                "01",
                World.T0,
                CERTIFICATE_UNTIL,
                "dd44",
                key,
                means,
                rekeyed,
                "ee55",
                "ff66",
                AUTHORITY,
                tls,
                suite);
    }

    static KeyProved proved(String home) {
        return new KeyProved(
                new byte[0], "n", new byte[0], "dd44", "ek", "anchor", "maker", home, "t", CERTIFICATE_UNTIL);
    }

    static InstallReported reported(EnvelopeNature nature, boolean success, String reason) {
        return new InstallReported("ab", nature, "cam-1.0.0", success, reason, "");
    }

    /** A workload of it failed, and it told. */
    static FailuresReported failed(String kind) {
        FailuresReported.Told told =
                new FailuresReported.Told(kind, "ee55", "light", "signal SIGSEGV", "", World.T0, World.T0, 1);
        return new FailuresReported("ff66", List.of(told));
    }

    static OrderClosed closed(OrderKind kind, OrderOutcome outcome, String strength, String name) {
        return new OrderClosed("o", kind, outcome, "", "", strength, name);
    }

    /** A step of a record for each row that records answer. */
    static List<Draft> governance() {
        return RowParts.shipped().all().stream()
                .map(part -> new Draft(
                        new Subject(part.machine(), "r-" + part.row()), World.T0, "operator/ada", shown(part)))
                .toList();
    }

    private static GovernanceEvent.Moved shown(RowParts.Part part) {
        Map<String, String> fields = new HashMap<>();
        Map<String, String> kind = new HashMap<>();
        int equals = part.name().indexOf('=');
        String name = equals < 0 ? part.name() : part.name().substring(0, equals);
        String value = equals < 0 ? "x" : part.name().substring(equals + 1);
        switch (part.kind()) {
            case "topic" -> kind.put("topic", part.name());
            case "clause" -> fields.put("clauses", part.name().replace('+', ' '));
            case "transition" -> {
                // The name of the step is all.
            }
            default -> {
                fields.put(name, value);
                kind.put(name, value);
            }
        }
        String step =
                part.kind().equals("topic") ? "distribute" : part.kind().equals("transition") ? part.name() : "note";
        kind.keySet().retainAll(GovernanceEvent.Moved.KIND);
        return new GovernanceEvent.Moved(step, "a", "b", "operator/ada", "", fields, kind);
    }

    /** The step after which a row is answered no more. */
    static Draft broken(RowParts.Part part, Instant at) {
        GovernanceEvent.Moved shown = shown(part);
        return new Draft(
                new Subject(part.machine(), "r-" + part.row()),
                at,
                "operator/ada",
                new GovernanceEvent.Moved(
                        part.brokenBy().getFirst(), "b", "c", "operator/ada", "", Map.of(), shown.kind()));
    }
}
