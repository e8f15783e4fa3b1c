package dev.muster.server.joining;

import dev.muster.core.joining.JoiningNonces;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.witness.LedgerHealth;
import dev.muster.server.config.AuthorityConfig;
import dev.muster.server.config.ServerConfig;
import dev.muster.server.config.StartFailure;
import dev.muster.server.devices.DeviceAuthentication;
import dev.muster.server.joining.authorities.Authorities;
import dev.muster.server.joining.authorities.AuthoritiesDoor;
import dev.muster.server.joining.authorities.AuthoritiesPage;
import dev.muster.server.joining.authorities.Hierarchy;
import dev.muster.server.joining.authorities.MigrationDoor;
import dev.muster.server.joining.authorities.StatusDoor;
import dev.muster.server.joining.authorities.StatusSigner;
import dev.muster.server.topic.ChallengeSecret;
import dev.muster.server.topic.EndorsedDevices;
import dev.muster.server.topic.FactoryCertificates;
import dev.muster.server.topic.Hindsight;
import dev.muster.server.topic.Site;
import dev.muster.server.web.Contributions;

/** The doors of joining, opened together. */
record JoiningDoors(Site site, DeviceAuthority authority, DeviceAuthentication authentication, Refusals refusals) {

    /** Devices get EST; the console gets anchors, tokens, waiting devices and imports. */
    void open() {
        ServerConfig config = site.config();
        Labels labels = new Labels(
                config.http().names(),
                defaultOrganisation(config),
                org -> authority.authority(org).isPresent());
        RecentRefusals recent = new RecentRefusals();
        new RefusalsDoor(recent).addTo(site.console());
        Contributions console = site.need(Contributions.class);
        new JoiningPage(site.need(Hindsight.class), console, recent, site.clock()).addTo(site.console());
        Requests requests = new Requests(new TurnedAway(refusals, recent, site.clock()), config.joining());
        openToDevices(labels, requests);
        AuthorityConfig hierarchy = config.joining().hierarchy();
        Authorities authorities = site.need(Authorities.class);
        StatusSigner signer = new StatusSigner(authorities, site.clock(), site.random());
        new StatusDoor(site.database(), authorities, signer, hierarchy, site.clock()).addTo(site.devices());
        AuthoritiesDoor steps = new AuthoritiesDoor(
                site.database(), authorities, site.need(Hierarchy.class), hierarchy.twoPeople(), site.clock());
        steps.addTo(site.console());
        new MigrationDoor(site.database(), site.need(Hierarchy.class), site.clock()).addTo(site.console());
        new AuthoritiesPage(site.database(), console, hierarchy.twoPeople(), site.clock()).addTo(site.console());
        site.need(LedgerHealth.class).watchesOrganisations(steps::troubles);
        new AnchorsDoor(site.database(), site.shell(), authority, site.clock()).addTo(site.console());
        new VouchersDoor(site.database(), site.shell(), authority, site.clock()).addTo(site.console());
        new TokensDoor(site.database(), site.shell(), site.clock(), site.random()).addTo(site.console());
        new WaitingDoor(site.database(), site.shell(), site.clock()).addTo(site.console());
        new IdentitiesDoor(site.database()).addTo(site.console());
        new ImportDoor(site.shell(), site.clock()).addTo(site.console());
    }

    private DiceDoor dice(Applicants applicants, Requests requests, FactoryCertificates factory) {
        return new DiceDoor(
                applicants,
                new JoiningNonces(site.need(ChallengeSecret.class).key()),
                authority,
                requests,
                site.shell(),
                factory,
                site.clock(),
                site.random());
    }

    private void openToDevices(Labels labels, Requests requests) {
        ServerConfig config = site.config();
        new EndorsementDoor(site.need(EndorsedDevices.class), authority, requests, site.shell(), site.clock())
                .addTo(site.devices());
        Applicants applicants = new Applicants(site.database(), authentication, site.clock());
        FactoryCertificates factory = site.need(FactoryCertificates.class);
        dice(applicants, requests, factory).addTo(site.devices());
        new BrskiDoor(site.shell(), authority, applicants, requests, labels, site.clock()).addTo(site.devices());
        Enrolling enrolling = new Enrolling(site.shell(), authority, factory, site.clock());
        new EstDoor(
                        enrolling,
                        new FullCmc(authority, enrolling, requests, site.clock(), site.random()),
                        authority,
                        applicants,
                        requests,
                        labels,
                        new ServerAuthorities(config.data()),
                        config.joining(),
                        new ServerMadeKeys(site.random()))
                .addTo(site.devices());
    }

    private static OrgId defaultOrganisation(ServerConfig config) {
        String told = config.joining().defaultOrganisation();
        String word = told.isEmpty() ? config.access().organisation() : told;
        try {
            return new OrgId(word);
        } catch (IllegalArgumentException e) {
            throw new StartFailure("joining.default-organisation is " + e.getMessage() + ".", e);
        }
    }
}
