package dev.muster.server.attestation;

import static dev.muster.server.attestation.AttestationSite.ORG;
import static dev.muster.server.attestation.AttestationSite.release;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.attestation.EvidenceAppraised;
import dev.muster.core.attestation.Lives;
import dev.muster.core.attestation.Reason;
import dev.muster.core.attestation.ReferenceSet;
import dev.muster.core.devices.OrderIssued;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.attest.ear.TrustTier;
import dev.muster.format.devices.orders.OrderKind;
import dev.muster.ledger.sequence.EntryQuery;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.testing.BothDatabases;
import dev.muster.server.http.Json;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The life of reference values through the server: by rollouts, by people, and again from the log. */
class LifeContractTest {
    private static final String OLD = "Acme/cam/1.0.0/reference";

    /** News that come with any manifest's entry: what the follower makes of them is the same for every rollout. */
    private static final class Told implements RolloutNews {
        private final Lives.News news;

        Told(Lives.Phase phase) {
            this.news = new Lives.News("Acme", "cam", "1.1.0", phase, "ro-1");
        }

        @Override
        public Set<String> types() {
            return Set.of("attestation.maker-registered");
        }

        @Override
        public Optional<Lives.News> of(OrgId org, Entry entry, Event event) {
            return Optional.of(news);
        }
    }

    private static void rollout(AttestationSite site, Lives.Phase phase) {
        List<Entry> entries = site.ledger.entries(ORG, EntryQuery.all().type("attestation."));
        new LifeFollower(site.ledger, site.sets, new Told(phase), InstantSource.system()).accept(ORG, entries);
    }

    private static EvidenceAppraised show(AttestationSite site, String version) {
        site.evidence(site.token(site.nonce(), version, release(version)));
        return site.appraised().getLast();
    }

    private static String list(AttestationSite site) {
        return new String(site.get("/api/v1/city/references").body(), StandardCharsets.UTF_8);
    }

    private static HttpResponse<byte[]> wish(AttestationSite site, String digest, String wish, Map<String, ?> body) {
        return site.post(
                site.server.console("/api/v1/city/references/" + digest + "/" + wish),
                "application/json",
                Json.bytes(body));
    }

    private static void isTheSameAgain(AttestationSite site, Database database) {
        assertThat(new Reappraisal(site.ledger, site.keys.seal()).run(ORG).mismatches())
                .isEmpty();
        ReferenceSet kept = database.read(tx -> site.sets.current(tx, ORG));
        ReferenceSet fresh = database.read(tx -> new ReferenceSets().current(tx, ORG));
        assertThat(kept.id()).isEqualTo(fresh.id());
        assertThat(kept.steps()).isEqualTo(fresh.steps());
    }

    @BothDatabases
    void aRolloutRetiresWhatWasThereAndADeviceThatGoesBackIsSeen(Database database) {
        try (AttestationSite site = new AttestationSite(database)) {
            site.publish("1.0.0");
            site.publish("1.1.0");
            rollout(site, Lives.Phase.STARTED);
            assertThat(list(site)).contains("\"state\":\"retiring\"", "\"successor\":\"1.1.0\"", "rollout/ro-1");
            assertThat(show(site, "1.0.0").status()).isEqualTo(TrustTier.AFFIRMING);
            assertThat(show(site, "1.1.0").status()).isEqualTo(TrustTier.AFFIRMING);
            EvidenceAppraised back = show(site, "1.0.0");
            assertThat(back.status()).isEqualTo(TrustTier.WARNING);
            assertThat(back.reasons().getFirst().code()).isEqualTo(Reason.WENT_BACK);
            assertThat(show(site, "1.0.0").reasons().getFirst().code()).isEqualTo(Reason.WENT_BACK);
            rollout(site, Lives.Phase.FINISHED);
            assertThat(list(site)).contains("\"until\":\"");
            isTheSameAgain(site, database);
            rollout(site, Lives.Phase.STOPPED);
            assertThat(list(site)).contains("\"state\":\"retiring\"");
        }
    }

    /** A device that contradicts its maker is sent back to the release before; doing so is no fault of its own. */
    @BothDatabases
    void aDeviceThatIsToldToGoBackIsAffirmedThere(Database database) {
        try (AttestationSite site = new AttestationSite(database)) {
            site.publish("1.0.0");
            site.publish("1.1.0");
            rollout(site, Lives.Phase.STARTED);
            EvidenceAppraised first = show(site, "1.1.0");
            assertThat(first.status()).isEqualTo(TrustTier.AFFIRMING);
            Entry shown = site.ledger
                    .entries(ORG, EntryQuery.all().type("attestation.evidence-appraised"))
                    .getLast();
            Draft order = new Draft(
                    shown.subject(),
                    shown.effectiveAt(),
                    "muster",
                    new OrderIssued(
                            "o-1",
                            OrderKind.ROLL_BACK,
                            new byte[] {(byte) 0xa0},
                            shown.effectiveAt().plusSeconds(600),
                            "response"));
            site.ledger.shell().run(ORG, tx -> tx, tx -> Decision.of(true, order));
            EvidenceAppraised back = show(site, "1.0.0");
            assertThat(back.status()).isEqualTo(TrustTier.AFFIRMING);
            assertThat(back.wentBack()).isFalse();
            isTheSameAgain(site, database);
        }
    }

    @BothDatabases
    void aPersonRevokesAndActivates(Database database) {
        try (AttestationSite site = new AttestationSite(database)) {
            site.publish("1.0.0");
            String digest = database.read(tx -> site.sets.current(tx, ORG).documents())
                    .getFirst()
                    .digest();
            assertThat(wish(site, digest, "revoke", Map.of("reason", "CVE-2026-0001", "tag", OLD))
                            .statusCode())
                    .isEqualTo(200);
            assertThat(show(site, "1.0.0").status()).isEqualTo(TrustTier.CONTRAINDICATED);
            assertThat(wish(site, digest, "activate", Map.of("reason", "a mistake"))
                            .statusCode())
                    .isEqualTo(200);
            assertThat(show(site, "1.0.0").status()).isEqualTo(TrustTier.AFFIRMING);
            assertThat(wish(site, digest, "retire", Map.of("reason", "old", "until", "yesterday"))
                            .statusCode())
                    .isEqualTo(400);
            assertThat(wish(site, digest, "retire", Map.of("reason", "old", "until", "2020-01-01T00:00:00Z"))
                            .statusCode())
                    .isEqualTo(400);
            assertThat(wish(site, "ab".repeat(32), "revoke", Map.of("reason", "why"))
                            .statusCode())
                    .isEqualTo(404);
            assertThat(list(site)).contains("a mistake");
            isTheSameAgain(site, database);
        }
    }

    @BothDatabases
    void stagedValuesWaitForTheirRollout(Database database) {
        try (AttestationSite site = new AttestationSite(database)) {
            site.publish("1.0.0");
            HttpResponse<byte[]> added = site.post(
                    site.server.console("/api/v1/city/references?staged=true"),
                    "application/rim+cose",
                    site.manifest("1.1.0"));
            assertThat(added.statusCode()).isEqualTo(201);
            EvidenceAppraised early = show(site, "1.1.0");
            assertThat(early.status()).isNotEqualTo(TrustTier.AFFIRMING);
            rollout(site, Lives.Phase.STARTED);
            assertThat(show(site, "1.1.0").status()).isEqualTo(TrustTier.AFFIRMING);
            isTheSameAgain(site, database);
        }
    }
}
