package dev.muster.core.drills.checks;

import dev.muster.core.drills.DrillFacts;
import dev.muster.core.facts.Check;
import java.util.List;

/** The checks about what the server's own doors do: one table. A new check is a row. */
public final class DrillChecks {
    private DrillChecks() {}

    /** All of them. */
    public static List<Check> all() {
        return List.of(
                new DoorCheck(
                        "SV-reads",
                        "whoever has no credentials is told nothing of devices",
                        DrillFacts.READS,
                        "look at muster drills show; nobody should reach this server until it is mended"),
                new DoorCheck(
                        "SV-writes",
                        "whoever has no credentials changes nothing",
                        DrillFacts.WRITES,
                        "look at muster drills show; nobody should reach this server until it is mended"),
                new DoorCheck(
                        "SV-tls",
                        "the listeners take neither TLS 1.1 nor cleartext",
                        DrillFacts.OLD_TLS,
                        "look at the Java platform's jdk.tls.disabledAlgorithms"),
                new DoorCheck(
                        "SV-page",
                        "pages forbid foreign scripts, frames and cleartext",
                        DrillFacts.PAGE,
                        "look at what stands between this server and its readers"),
                new DoorCheck(
                        "SV-errors",
                        "errors say nothing of what is inside",
                        DrillFacts.ERRORS,
                        "look at muster drills show, and tell the makers of Muster"),
                new DoorCheck(
                        "SV-input",
                        "requests that are none are refused",
                        DrillFacts.MALFORMED,
                        "look at muster drills show, and tell the makers of Muster"),
                new DoorCheck(
                        "SV-crowd",
                        "a crowd of silent callers keeps nobody from an answer",
                        DrillFacts.CROWD,
                        "look at muster drills show, and at how many connections one address may have"),
                new DoorCheck(
                        "SV-told",
                        "what people are to hear reaches other machines",
                        DrillFacts.TOLD,
                        "look at Notices: subscribe somebody, or mend the way to them"),
                new DoorCheck(
                        "SV-updates-told",
                        "somebody chose to hear of updates, and messages reach them",
                        DrillFacts.UPDATES_TOLD,
                        "subscribe somebody to notices of updates: muster notice subscribe"));
    }
}
