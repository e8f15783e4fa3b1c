package dev.muster.server.attestation;

import dev.muster.core.attestation.EvidenceAppraised;
import dev.muster.core.attestation.Hindsight;
import dev.muster.core.attestation.MakerAnchor;
import dev.muster.core.attestation.ReferenceSet;
import dev.muster.core.attestation.References;
import dev.muster.core.attestation.corim.Described;
import dev.muster.core.attestation.corim.Ect;
import dev.muster.core.attestation.corim.Processor;
import dev.muster.core.attestation.corim.Step;
import dev.muster.core.attestation.schemes.BuiltInSchemes;
import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.attest.corim.CorimReader;
import dev.muster.format.cose.CoseVerifier;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sql.Database;
import dev.muster.server.http.Accepts;
import dev.muster.server.http.Need;
import dev.muster.server.http.OneAtATime;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The API for hindsight: the whole fleet against a manifest that is not accepted yet, and why an appraisal came out so. */
public final class WhatIfDoor {
    private final Database database;
    private final Ledger ledger;
    private final ReferenceSets sets;
    private final KeySeal seal;
    private final WhatIf whatIf;
    private final OneAtATime heavy;
    private final InstantSource clock;
    private final Hindsight hindsight = new Hindsight(BuiltInSchemes.all());
    private final CoseVerifier signatures = CoseVerifier.strict();

    /** @param heavy what reads everything, one at a time */
    public WhatIfDoor(
            Database database, Ledger ledger, ReferenceSets sets, KeySeal seal, OneAtATime heavy, InstantSource clock) {
        this.database = database;
        this.ledger = ledger;
        this.sets = sets;
        this.seal = seal;
        this.whatIf = new WhatIf(database, ledger, seal);
        this.heavy = heavy;
        this.clock = clock;
    }

    /** On the listener for people. */
    public Routes addTo(Routes routes) {
        return routes.post("/api/v1/{org}/references/try", Need.READ, Accepts.upTo(CorimReader.MAX_BYTES), this::tried)
                .get("/api/v1/{org}/appraisals/{device}/why", Need.READ, this::why);
    }

    private Response tried(Request request) {
        OrgId org = request.org();
        byte[] bytes = request.body(CorimReader.MAX_BYTES);
        return heavy.run(org, "what-if", () -> tried(org, bytes));
    }

    private Response tried(OrgId org, byte[] bytes) {
        List<MakerAnchor> anchors = database.read(tx -> new SqlAttestationStore(tx, org, sets).makers());
        References.Reading reading = References.read(bytes, anchors, signatures);
        // What the desk would answer: its drafts are left where they are.
        References.Answer answer = database.read(
                tx -> References.add(reading, false, new SqlAttestationStore(tx, org, sets), clock.instant())
                        .answer());
        ReferenceSet today = database.read(tx -> sets.current(tx, org));
        Map<String, Object> told = new LinkedHashMap<>();
        ReferenceSet candidate = switch (answer) {
            case References.Answer.Added added -> {
                told.put("warnings", added.warnings());
                List<ReferenceSet.Step> all = new ArrayList<>(today.steps());
                all.add(added.event().document());
                yield ReferenceSet.of(all);
            }
            case References.Answer.Known known -> {
                told.put("warnings", List.of("It was accepted before: nothing would change by it."));
                yield today;
            }
            case References.Answer.Refused refused ->
                throw Problem.of(422, refused.refusal().code(), "The manifest would not be accepted.", refused.detail())
                        .refuse();
        };
        WhatIf.Report report =
                whatIf.run(org, candidate, database.read(tx -> SqlAttestationStore.policy(tx, org)), clock.instant());
        told.put("devices", report.devices());
        told.put("unreadable", report.unreadable());
        told.put("changes", report.changes());
        told.put("changed", report.changed());
        return Response.json(told);
    }

    private Response why(Request request) {
        OrgId org = request.org();
        String id = request.parameter("device");
        if (!DeviceId.isDeviceId(id)) {
            throw Problem.notFound().refuse();
        }
        long entry = new AttestationQueries(database)
                .latest(org, new DeviceId(id))
                .orElseThrow(() -> Problem.notFound().refuse())
                .entry();
        EvidenceAppraised event = ledger.entry(org, entry)
                .flatMap(ledger::event)
                .filter(EvidenceAppraised.class::isInstance)
                .map(EvidenceAppraised.class::cast)
                .orElseThrow(() -> Problem.of(410, "erased", "The entry's evidence was erased.")
                        .refuse());
        ReferenceSet then = database.read(tx -> ReferenceSets.at(tx, org, entry));
        Processor.Result result = hindsight
                .explain(event, then, SqlSharedKeys.of(database, seal, org, true))
                .orElseThrow(() -> Problem.of(409, "not-verified", "The evidence does not verify under its key.")
                        .refuse());
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("device", id);
        told.put("entry", entry);
        told.put("status", event.status().word());
        told.put("reasons", event.reasons());
        told.put("skipped", event.skipped());
        told.put("steps", result.steps().stream().map(WhatIfDoor::step).toList());
        told.put("claims", result.claims().all().stream().map(WhatIfDoor::claim).toList());
        return Response.json(told);
    }

    private static Map<String, String> step(Step step) {
        return Map.of(
                "source", step.source().toString(),
                "outcome",
                        step.outcome().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'),
                "detail", step.detail());
    }

    private static Map<String, String> claim(Ect claim) {
        return switch (claim) {
            case Ect.Elements some ->
                Map.of(
                        "environment", some.environment().toString(),
                        "from",
                                some.origin()
                                        .name()
                                        .toLowerCase(java.util.Locale.ROOT)
                                        .replace('_', '-'),
                        "says", Described.elements(some.elements()));
            case Ect.Members some ->
                Map.of(
                        "environment", some.environment().toString(),
                        "from", "domain-membership",
                        "says", some.members().toString());
            case Ect.Trustees some ->
                Map.of(
                        "environment", some.environment().toString(),
                        "from", "trust-dependency",
                        "says", some.trustees().toString());
            case Ect.Keys some ->
                Map.of(
                        "environment",
                        some.environment().toString(),
                        "from",
                        "keys",
                        "says",
                        some.keys().size() + " verified keys");
        };
    }
}
