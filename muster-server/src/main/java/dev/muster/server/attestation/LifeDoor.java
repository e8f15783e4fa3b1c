package dev.muster.server.attestation;

import dev.muster.core.attestation.AttestationStore;
import dev.muster.core.attestation.LifeChange;
import dev.muster.core.attestation.Lives;
import dev.muster.core.attestation.ReferenceSet;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sequence.Shell;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The API for the life of reference values. */
final class LifeDoor {
    private final Shell shell;
    private final ReferenceSets sets;
    private final InstantSource clock;

    LifeDoor(Shell shell, ReferenceSets sets, InstantSource clock) {
        this.shell = shell;
        this.sets = sets;
        this.clock = clock;
    }

    /** On the listener for people. */
    Routes addTo(Routes routes) {
        for (Lives.Wish wish : Lives.Wish.values()) {
            routes.post(
                    "/api/v1/{org}/references/{digest}/" + wish.name().toLowerCase(Locale.ROOT),
                    Need.WRITE,
                    request -> change(request, wish));
        }
        return routes;
    }

    /**
     * @param tag identity of one CoMID of the manifest; absent: all of them
     * @param until ISO 8601, to retire values
     * @param reason one sentence
     */
    record LifeBody(Optional<String> tag, Optional<String> until, String reason) {}

    private Response change(Request request, Lives.Wish wish) {
        OrgId org = request.org();
        LifeBody body = request.json(LifeBody.class);
        Lives.Request asked = new Lives.Request(
                request.parameter("digest"),
                body.tag().orElse(""),
                wish,
                body.until().map(LifeDoor::time),
                body.reason());
        Lives.Answer answer = shell.<AttestationStore, Lives.Answer>run(
                org,
                tx -> new SqlAttestationStore(tx, org, sets),
                known -> Lives.decide(asked, request.caller().name(), known, clock.instant()));
        return switch (answer) {
            case Lives.Answer.Done done ->
                Response.json(Map.of(
                        "changed", done.changed().stream().map(LifeDoor::told).toList()));
            case Lives.Answer.Refused refused ->
                throw Problem.refused(refused, "The reference values stay as they are.")
                        .refuse();
        };
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException fault) {
            throw Problem.of(400, "malformed-time", "A time looks like 2027-01-31T00:00:00Z.")
                    .refuse();
        }
    }

    /** A life in the words of the API. */
    static Map<String, Object> told(LifeChange change) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("tag", change.tag());
        told.put("state", change.life().state().word());
        change.life().until().ifPresent(end -> told.put("until", end.toString()));
        told.put("successor", change.life().successor());
        told.put("cause", change.life().cause());
        return told;
    }

    /** How the tags of a manifest live. */
    static List<LifeChange> of(ReferenceSet set, ReferenceSet.Document document) {
        return document.corim().comids().stream()
                .map(comid -> comid.tagId().toString())
                .distinct()
                .map(tag -> new LifeChange(document.digest(), tag, set.life(document.digest(), tag)))
                .toList();
    }
}
