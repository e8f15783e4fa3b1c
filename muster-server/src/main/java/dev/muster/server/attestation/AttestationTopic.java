package dev.muster.server.attestation;

import dev.muster.core.attestation.AttestationEvent;
import dev.muster.core.attestation.AttestationFacts;
import dev.muster.core.attestation.AttestationNotices;
import dev.muster.core.attestation.ReferenceSet;
import dev.muster.core.attestation.checks.AttestationChecks;
import dev.muster.core.attestation.tpm.Activations;
import dev.muster.core.attestation.tpm.TpmKeyEvent;
import dev.muster.core.attestation.tpm.TpmKeyFacts;
import dev.muster.core.devices.CertificateUse;
import dev.muster.core.facts.Check;
import dev.muster.core.facts.DeclaredFact;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.FactRule;
import dev.muster.core.ledger.NoticeRule;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.attest.ear.VerifierId;
import dev.muster.ledger.sequence.Projection;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.witness.DeviceHeads;
import dev.muster.server.attestation.tpm.KeyHomePanel;
import dev.muster.server.attestation.tpm.TpmDoor;
import dev.muster.server.attestation.tpm.TpmMakersDoor;
import dev.muster.server.attestation.tpm.TpmProjection;
import dev.muster.server.attestation.veraison.CoservDoor;
import dev.muster.server.attestation.veraison.ProvisioningDoor;
import dev.muster.server.attestation.veraison.VerificationDoor;
import dev.muster.server.devices.DeviceAuthentication;
import dev.muster.server.http.Request;
import dev.muster.server.topic.ChallengeSecret;
import dev.muster.server.topic.EndorsedDevices;
import dev.muster.server.topic.OrgSigner;
import dev.muster.server.topic.Site;
import dev.muster.server.topic.SoftwareComponents;
import dev.muster.server.topic.Topic;
import dev.muster.server.topic.Watches;
import dev.muster.server.web.Contributions;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** What makers say of their devices, and what devices show. */
public final class AttestationTopic implements Topic {
    /** Who appraises, in every result that is signed here. */
    private static final VerifierId VERIFIER = new VerifierId("Muster", "0.1");

    private final Function<Database, RolloutNews> rollouts;

    /** @param rollouts how this topic learns what rollouts do */
    public AttestationTopic(Function<Database, RolloutNews> rollouts) {
        this.rollouts = rollouts;
    }

    @Override
    public String name() {
        return "attestation";
    }

    @Override
    public List<String> scripts() {
        return List.of(
                "001-registers",
                "002-strength",
                "003-counters",
                "004-tpm",
                "005-life",
                "006-authority",
                "007-policy",
                "008-shared-keys",
                "009-nonces-within-key");
    }

    @Override
    public List<Class<? extends Event>> events() {
        return List.of(AttestationEvent.class, TpmKeyEvent.class);
    }

    @Override
    public List<Projection> projections() {
        return List.of(new AttestationProjection(), new TpmProjection());
    }

    @Override
    public List<FactRule> facts() {
        return List.of(new AttestationFacts(), new TpmKeyFacts());
    }

    @Override
    public List<DeclaredFact> vocabulary() {
        return Stream.concat(AttestationFacts.vocabulary().stream(), TpmKeyFacts.vocabulary().stream())
                .toList();
    }

    @Override
    public List<Check> checks() {
        return AttestationChecks.all();
    }

    @Override
    public List<NoticeRule> notices() {
        return List.of(new AttestationNotices());
    }

    @Override
    public void open(Site site) {
        site.need(Watches.class).hourly(SilentDevices::look);
        site.need(Contributions.class)
                .sentence(AttestationSentence::of)
                .panel(new DifferencesPanel())
                .panel(new KeyHomePanel())
                .product(new ReferencesPart(new AttestationQueries(site.database())));
        AttestationKeys keys = AttestationKeys.open(site.data().path().resolve("attestation"), site.random());
        ResultSigner signer = new ResultSigner(keys, site.need(ResultSigner.Certificates.class));
        site.share(OrgSigner.class, signer);
        ReferenceSets references = new ReferenceSets();
        site.share(SoftwareComponents.class, new ComponentsOfDevices(site.ledger(), references));
        DeviceAuthentication authentication = site.need(DeviceAuthentication.class);
        new RatsDoor(
                        (request, org) -> client(authentication, request, org),
                        keys,
                        signer,
                        references,
                        site.database(),
                        site.shell(),
                        site.need(DeviceHeads.class),
                        VERIFIER,
                        site.clock(),
                        site.random())
                .addTo(site.devices());
        TpmDoor tpms = new TpmDoor(
                (request, org) -> client(authentication, request, org),
                new Activations(keys.challenge()),
                site.need(TpmDoor.Certificates.class),
                site.database(),
                site.shell(),
                site.clock(),
                site.random());
        tpms.addTo(site.devices());
        site.share(EndorsedDevices.class, tpms.endorsed());
        site.share(ChallengeSecret.class, new ChallengeSecret(keys.challenge()));
        new EpochDoor(keys.challenge(), site.database(), site.clock()).addTo(site.console());
        new TpmMakersDoor(site.database(), site.shell(), site.clock()).addTo(site.console());
        MakerStatements makers = new MakerStatements(site.statements());
        ReferencesDoor submissions =
                new ReferencesDoor(site.shell(), makers, site.database(), references, keys, site.clock());
        submissions.addTo(site.console());
        new LifeDoor(site.shell(), references, site.clock()).addTo(site.console());
        new AttestationPage(site.database(), references, site.need(Contributions.class), site.clock())
                .addTo(site.console());
        site.follow(new LifeFollower(site.ledger(), references, rollouts.apply(site.database()), site.clock()));
        veraison(site, keys, references, submissions);
        judged(site, keys, references);
    }

    /** What people say and ask of appraisals. */
    private static void judged(Site site, AttestationKeys keys, ReferenceSets references) {
        new PolicyDoor(
                        site.shell(),
                        site.database(),
                        site.ledger(),
                        references,
                        keys.seal(),
                        site.heavy(),
                        site.clock())
                .addTo(site.console());
        new WhatIfDoor(site.database(), site.ledger(), references, keys.seal(), site.heavy(), site.clock())
                .addTo(site.console());
        new SharedKeysDoor(site.shell(), site.database(), references, keys.seal(), site.clock(), site.random())
                .addTo(site.console());
        new AppraisalsDoor(site.ledger(), keys.seal(), new AttestationQueries(site.database()), site.heavy())
                .addTo(site.console());
    }

    private static void veraison(
            Site site, AttestationKeys keys, ReferenceSets references, ReferencesDoor submissions) {
        Function<OrgId, Optional<ReferenceSet>> sets = org -> site.ledger().exists(org)
                ? Optional.of(site.database().read(tx -> references.current(tx, org)))
                : Optional.empty();
        boolean open = site.config().access().openVerification();
        new VerificationDoor(sets, keys, open, site.clock(), site.random()).addTo(site.console());
        new ProvisioningDoor(submissions, site.clock()).addTo(site.console());
        CoservDoor.Manifests manifests = (org, digest) -> site.database()
                .read(tx -> tx.one(
                        "select corim from attestation_manifest where org = ? and digest = ?",
                        row -> row.bytes("corim"),
                        org.value(),
                        digest));
        new CoservDoor(sets, manifests, keys, site.clock()).addTo(site.console());
    }

    private static RatsDoor.Client client(DeviceAuthentication authentication, Request request, OrgId org) {
        DeviceAuthentication.Result.Known known = authentication.require(request, org, CertificateUse.ATTESTATION);
        return new RatsDoor.Client(known.device(), known.certificate().getPublicKey());
    }
}
