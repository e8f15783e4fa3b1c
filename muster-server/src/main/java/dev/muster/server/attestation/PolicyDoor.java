package dev.muster.server.attestation;

import dev.muster.core.attestation.AttestationStore;
import dev.muster.core.attestation.Expected;
import dev.muster.core.attestation.Freshness;
import dev.muster.core.attestation.Policies;
import dev.muster.core.attestation.PolicyTable;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.attest.ear.TrustTier;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sequence.Shell;
import dev.muster.ledger.sql.Database;
import dev.muster.server.http.Need;
import dev.muster.server.http.OneAtATime;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The API for an organisation's own rules over appraisals, and for what others would do. */
final class PolicyDoor {
    private static final String PATH = "/api/v1/{org}/attestation-policy";

    private final Shell shell;
    private final Database database;
    private final ReferenceSets sets;
    private final OneAtATime heavy;
    private final InstantSource clock;
    private final WhatIf whatIf;

    /** @param heavy what reads everything, one at a time */
    PolicyDoor(
            Shell shell,
            Database database,
            Ledger ledger,
            ReferenceSets sets,
            KeySeal seal,
            OneAtATime heavy,
            InstantSource clock) {
        this.shell = shell;
        this.database = database;
        this.sets = sets;
        this.heavy = heavy;
        this.clock = clock;
        this.whatIf = new WhatIf(database, ledger, seal);
    }

    /** On the listener for people. */
    Routes addTo(Routes routes) {
        return routes.get(
                        PATH,
                        Need.READ,
                        request -> Response.json(database.read(tx -> SqlAttestationStore.policy(tx, request.org()))))
                .post(PATH, Need.WRITE, this::set)
                .post(PATH + "/try", Need.READ, this::tried);
    }

    /**
     * A row as people write it.
     *
     * @param cel a condition in CEL
     * @param status {@code warning}, {@code contraindicated}, or with {@code vouchedBy} {@code affirming}
     */
    record RowBody(
            Optional<List<String>> schemes,
            Optional<List<String>> models,
            Optional<List<String>> reasons,
            Optional<List<String>> proofs,
            Optional<Boolean> bound,
            Optional<String> cel,
            String status,
            Optional<String> vouchedBy,
            String because) {
        PolicyTable.Row row() {
            return new PolicyTable.Row(
                    new PolicyTable.When(
                            schemes.orElse(List.of()),
                            models.orElse(List.of()),
                            reasons.orElse(List.of()),
                            proofs.orElse(List.of()),
                            bound,
                            cel),
                    tier(status),
                    vouchedBy,
                    because);
        }

        private static TrustTier tier(String word) {
            try {
                return TrustTier.valueOf(word.toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException unknown) {
                throw Problem.of(400, "policy", "A status is affirming, warning or contraindicated.")
                        .refuse();
            }
        }
    }

    /**
     * How evidence may be fresh beside by nonces.
     *
     * @param clockSeconds absent: no device's clock is gone by
     */
    record FreshnessBody(boolean epochs, Optional<Long> clockSeconds) {
        Freshness freshness() {
            return new Freshness(epochs, clockSeconds.orElse(0L));
        }
    }

    /**
     * How often devices are to attest.
     *
     * @param everySeconds absent: of a product that is not named nothing is known
     */
    record ExpectedBody(Optional<Long> everySeconds, Optional<Map<String, Long>> products) {
        Expected expected() {
            return new Expected(everySeconds.orElse(0L), products.orElse(Map.of()));
        }
    }

    /** A table as people write it; with nothing in it it takes the organisation's rules away. */
    record TableBody(
            Optional<String> name,
            List<RowBody> rows,
            Optional<FreshnessBody> freshness,
            Optional<ExpectedBody> expected) {
        PolicyTable table() {
            Optional<Freshness> allowed =
                    freshness.map(FreshnessBody::freshness).filter(one -> !one.equals(Freshness.NONCES));
            Optional<Expected> often =
                    expected.map(ExpectedBody::expected).filter(one -> !one.equals(Expected.NOTHING));
            return rows.isEmpty() && allowed.isEmpty() && often.isEmpty()
                    ? PolicyTable.NONE
                    : new PolicyTable(
                            name.orElse(""), rows.stream().map(RowBody::row).toList(), allowed, often);
        }
    }

    private Response set(Request request) {
        OrgId org = request.org();
        PolicyTable table = request.json(TableBody.class).table();
        Policies.Answer answer = shell.<AttestationStore, Policies.Answer>run(
                org,
                tx -> new SqlAttestationStore(tx, org, sets),
                known -> Policies.set(table, request.caller().name(), known, clock.instant()));
        return switch (answer) {
            case Policies.Answer.Done done ->
                Response.json(Map.of("id", done.table().id(), "changed", done.changed()));
            case Policies.Answer.Refused refused ->
                throw Problem.refused(refused, "The policy stays as it is.").refuse();
        };
    }

    private Response tried(Request request) {
        OrgId org = request.org();
        PolicyTable table = request.json(TableBody.class).table();
        Optional<String> fault = table.equals(PolicyTable.NONE) ? Optional.empty() : table.fault();
        if (fault.isPresent()) {
            throw Problem.refused(new Policies.Answer.Refused(fault.get()), "The policy would be refused.")
                    .refuse();
        }
        return heavy.run(
                org,
                "what-if",
                () -> Response.json(
                        whatIf.run(org, database.read(tx -> sets.current(tx, org)), table, clock.instant())));
    }
}
