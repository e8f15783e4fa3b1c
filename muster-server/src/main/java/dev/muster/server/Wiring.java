package dev.muster.server;

import dev.muster.core.assurance.Assessor;
import dev.muster.core.assurance.Checks;
import dev.muster.core.assurance.ShippedCatalogue;
import dev.muster.core.assurance.checks.StandardChecks;
import dev.muster.core.devices.CertificateUse;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.attest.ear.VerifierId;
import dev.muster.server.access.AccessDoor;
import dev.muster.server.access.AccessGate;
import dev.muster.server.access.LocalOperator;
import dev.muster.server.access.Orgs;
import dev.muster.server.assurance.AssuranceFollower;
import dev.muster.server.assurance.EvidenceKeys;
import dev.muster.server.assurance.PackDoor;
import dev.muster.server.assurance.PackMaker;
import dev.muster.server.assurance.PostureDoor;
import dev.muster.server.assurance.Postures;
import dev.muster.server.assurance.StalenessClock;
import dev.muster.server.assurance.WaiverDoor;
import dev.muster.server.attestation.AppraisalsDoor;
import dev.muster.server.attestation.AttestationKeys;
import dev.muster.server.attestation.AttestationQueries;
import dev.muster.server.attestation.MakerStatements;
import dev.muster.server.attestation.RatsDoor;
import dev.muster.server.attestation.ReferenceSets;
import dev.muster.server.attestation.ReferencesDoor;
import dev.muster.server.attestation.ResultSigner;
import dev.muster.server.console.ApiDoor;
import dev.muster.server.console.ConsoleDoor;
import dev.muster.server.console.FleetReader;
import dev.muster.server.console.OpenPages;
import dev.muster.server.console.PageNews;
import dev.muster.server.console.PostureView;
import dev.muster.server.devices.DeviceAuthentication;
import dev.muster.server.devices.DevicesDoor;
import dev.muster.server.devices.OrderSweep;
import dev.muster.server.devices.OrderWaiters;
import dev.muster.server.devices.OrdersApi;
import dev.muster.server.devices.OrdersDoor;
import dev.muster.server.http.Gate;
import dev.muster.server.http.Need;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.joining.AnchorsDoor;
import dev.muster.server.joining.AuthorityKeys;
import dev.muster.server.joining.DeviceAuthority;
import dev.muster.server.joining.EstDoor;
import dev.muster.server.joining.Refusals;
import dev.muster.server.ledger.Follower;
import dev.muster.server.ledger.Ledger;
import dev.muster.server.ledger.Shell;
import dev.muster.server.ledger.Statements;
import dev.muster.server.network.NetworkFollower;
import dev.muster.server.network.ServerEndpoints;
import dev.muster.server.response.ResponseFollower;
import dev.muster.server.sql.Database;
import dev.muster.server.update.ArtifactDoor;
import dev.muster.server.update.ArtifactStore;
import dev.muster.server.update.ReleaseStatements;
import dev.muster.server.update.ReportDoor;
import dev.muster.server.update.RolloutDriver;
import dev.muster.server.update.RolloutsDoor;
import dev.muster.server.update.UpdateDevices;
import dev.muster.server.update.UpdateDoor;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The one place that builds the graph: topics meet in the ledger, here they are plugged into it. First what more than one
 * topic needs, then a method a topic. To add a protocol, add its door to its topic's method.
 */
final class Wiring {
    /** Who appraises, in every result that is signed here. */
    private static final VerifierId VERIFIER = new VerifierId("Muster", "0.1");

    private final Ground ground;
    private final Database database;
    private final Ledger ledger;
    private final Shell shell;
    private final InstantSource clock;
    private final SecureRandom random;

    private final Statements statements;
    private final LedgerParts ledgerParts;
    private final Gate gate;
    private final Orgs orgs;
    private final LocalOperator local;
    private final DeviceAuthority authority;
    private final DeviceAuthentication authentication;
    private final ServerEndpoints endpoints;
    private final Assessor assessor;

    Wiring(Ground ground) {
        this.ground = ground;
        database = ground.database;
        ledger = ground.ledger;
        shell = ground.shell();
        clock = ground.clock;
        random = ground.random;

        statements = new Statements(ledger);
        ledgerParts = new LedgerParts(ground, statements);
        gate = new AccessGate(database, clock);
        orgs = new Orgs(ledger, database, ground.config.access().session());
        local = LocalOperator.open(ground.data, database, orgs, clock, random);
        authority = new DeviceAuthority(database, shell, AuthorityKeys.open(ground.data.path(), random), clock, random);
        authentication = new DeviceAuthentication(database, authority, clock);
        endpoints = new ServerEndpoints(ground.config.http().names());
        Checks checks = StandardChecks.all();
        assessor = new Assessor(ShippedCatalogue.read(checks.ids()), checks);

        access();
        joining();
        devices();
        attestation();
        updates();
        assurance();
        response();
        views();
        ground.startFollowers();
    }

    /** Who may ask. The gate stands in front of every other route of the console listener. */
    private void access() {
        new AccessDoor(orgs, local, database, clock, random, this::prepare).addTo(ground.console);
    }

    /** Who may become a device. */
    private void joining() {
        Refusals refusals = new Refusals(shell, clock);
        new EstDoor(database, shell, authority, authentication, refusals, clock).addTo(ground.devices);
        new AnchorsDoor(database, shell, clock).addTo(ground.console);
        ground.everyMinute(refusals);
    }

    /** The register, what is asked of a device, and whom it may talk to. */
    private void devices() {
        new DevicesDoor(database, shell, clock).addTo(ground.console);
        new OrdersApi(database, shell, clock, random).addTo(ground.console);
        OrderWaiters waiters = new OrderWaiters();
        new OrdersDoor(authentication, database, shell, waiters, clock).addTo(ground.devices);
        ground.wakeAtStop(waiters::stop);
        ground.follow(Follower.onEveryServer(waiters));
        ground.follow(new NetworkFollower(shell, ledger::event, endpoints, clock));
        ground.everyMinute(new OrderSweep(database, shell, clock));
    }

    /** What makers say of their devices, and what devices show. */
    private void attestation() {
        AttestationKeys keys = AttestationKeys.open(ground.data.path().resolve("attestation"), random);
        ReferenceSets references = new ReferenceSets();
        MakerStatements makers = new MakerStatements(statements);
        ResultSigner results = new ResultSigner(keys, authority::verifier);
        new RatsDoor(
                        this::evidenceClient,
                        keys,
                        results,
                        references,
                        shell,
                        ledgerParts.deviceHeads,
                        VERIFIER,
                        clock,
                        random)
                .addTo(ground.devices);
        new ReferencesDoor(shell, makers, database, references, keys, clock).addTo(ground.console);
        new AppraisalsDoor(ledger, new AttestationQueries(database)).addTo(ground.console);
    }

    /** Releases and their artifacts, rollouts that go on by themselves, reports. */
    private void updates() {
        ArtifactStore artifacts = new ArtifactStore(ground.data.path().resolve("artifacts"));
        new UpdateDoor(artifacts, new ReleaseStatements(statements), database, shell, clock).addTo(ground.console);
        new RolloutsDoor(artifacts, database, shell, clock).addTo(ground.console);
        new ArtifactDoor(this::updateClient, artifacts, database).addTo(ground.devices);
        new ReportDoor(this::updateClient, artifacts, database, shell, clock).addTo(ground.devices);
        RolloutDriver rollouts = new RolloutDriver(shell, database, clock, Set.of("attestation.evidence-appraised"));
        ground.follow(ground.closeAtEnd(rollouts.start()));
    }

    /** Facts are judged by checks, checks answer requirements; packs carry both away. */
    private void assurance() {
        AssuranceFollower judge = new AssuranceFollower(database, shell, ground.knowledge, assessor, clock);
        ground.follow(judge);
        ground.closeAtEnd(StalenessClock.start(judge));
        new PostureDoor(new Postures(database, assessor, clock), ledger).addTo(ground.console);
        new WaiverDoor(database, shell, assessor.catalogue(), clock).addTo(ground.console);
        EvidenceKeys keys = new EvidenceKeys(ground.data.path().resolve("evidence"), random);
        new PackDoor(new PackMaker(database, ledger, assessor, keys, clock), ground.heavy).addTo(ground.console);
    }

    /** What we do by ourselves when evidence contradicts the reference values. */
    private void response() {
        Reactions reactions = new Reactions(ledger);
        ground.follow(new ResponseFollower(shell, reactions, reactions, reactions, clock));
    }

    /** Pages and their JSON; they read the ledger and the latest facts. */
    private void views() {
        OpenPages pages = new OpenPages();
        ground.wakeAtStop(pages::close);
        ground.follow(Follower.onEveryServer(new PageNews(pages)));
        FleetReader fleet = new FleetReader(database, ground.facts);
        PostureView posture = new AssuredPosture(database, assessor, clock);
        new ConsoleDoor(fleet, posture, pages, ledgerParts.health::troubles, clock).addTo(ground.console);
        new ApiDoor(fleet, posture).addTo(ground.console);
        ground.console.get("/healthz", Need.NOTHING, request -> health());
        ground.devices.get("/healthz", Need.NOTHING, request -> health());
    }

    private RatsDoor.Client evidenceClient(Request request, OrgId org) {
        DeviceAuthentication.Result.Known known = authentication.require(request, org, CertificateUse.ATTESTATION);
        return new RatsDoor.Client(known.device(), known.certificate().getPublicKey());
    }

    private UpdateDevices.Client updateClient(Request request, OrgId org, CertificateUse use) {
        DeviceAuthentication.Result.Known known = authentication.require(request, org, use);
        return new UpdateDevices.Client(
                known.device(), known.state(), known.certificate().getPublicKey());
    }

    private Response health() {
        database.read(tx -> tx.count("select 1 as n"));
        boolean refuses = ledger.orgs().stream()
                .anyMatch(org -> ledgerParts.health.state(org).equals("refused"));
        return Response.json(Map.of("status", refuses ? "ledger-refuses" : "ok"));
    }

    /** Makes what an organisation needs before its first device: nothing here fails half way, all of it is repeatable. */
    void prepare(OrgId org) {
        if (!ledger.exists(org)) {
            ledger.create(org);
        }
        authority.create(org);
    }

    /** Where the state of the machine comes from, once there is one to look at. */
    void watches(Supplier<List<String>> machine) {
        ledgerParts.health.watches(machine);
    }

    /** The device listener is open: from here on policies can name this server. */
    void opened(int devicePort) {
        endpoints.opened(devicePort);
    }

    Gate gate() {
        return gate;
    }

    Orgs orgs() {
        return orgs;
    }

    LocalOperator local() {
        return local;
    }
}
