package dev.muster.server;

import dev.muster.core.assurance.Assessor;
import dev.muster.core.assurance.Checks;
import dev.muster.core.assurance.ShippedCatalogue;
import dev.muster.core.assurance.checks.StandardChecks;
import dev.muster.core.devices.CertificateUse;
import dev.muster.core.ledger.EventCodec;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.ear.VerifierId;
import dev.muster.server.access.AccessDoor;
import dev.muster.server.access.AccessGate;
import dev.muster.server.access.LocalOperator;
import dev.muster.server.access.Orgs;
import dev.muster.server.assurance.AssuranceFollower;
import dev.muster.server.assurance.EntryFacts;
import dev.muster.server.assurance.EvidenceKeys;
import dev.muster.server.assurance.FactProjection;
import dev.muster.server.assurance.PackDoor;
import dev.muster.server.assurance.PackMaker;
import dev.muster.server.assurance.PostureDoor;
import dev.muster.server.assurance.Postures;
import dev.muster.server.assurance.StalenessClock;
import dev.muster.server.attestation.AttestationKeys;
import dev.muster.server.attestation.MakerStatements;
import dev.muster.server.attestation.RatsDoor;
import dev.muster.server.attestation.ReferenceSets;
import dev.muster.server.attestation.ReferencesDoor;
import dev.muster.server.config.DataDirectory;
import dev.muster.server.config.ServerConfig;
import dev.muster.server.console.ApiDoor;
import dev.muster.server.console.ConsoleDoor;
import dev.muster.server.console.FactReader;
import dev.muster.server.console.FleetReader;
import dev.muster.server.console.LatestFacts;
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
import dev.muster.server.http.Routes;
import dev.muster.server.joining.AnchorsDoor;
import dev.muster.server.joining.AuthorityKeys;
import dev.muster.server.joining.DeviceAuthority;
import dev.muster.server.joining.EstDoor;
import dev.muster.server.joining.Refusals;
import dev.muster.server.ledger.DailyHeads;
import dev.muster.server.ledger.Ledger;
import dev.muster.server.ledger.LedgerDoor;
import dev.muster.server.ledger.LedgerSettings;
import dev.muster.server.ledger.Statements;
import dev.muster.server.network.NetworkFollower;
import dev.muster.server.network.ServerEndpoints;
import dev.muster.server.response.ResponseFollower;
import dev.muster.server.scrapi.ScrapiDoor;
import dev.muster.server.sql.Database;
import dev.muster.server.update.ArtifactDoor;
import dev.muster.server.update.ArtifactStore;
import dev.muster.server.update.ReportDoor;
import dev.muster.server.update.RolloutDriver;
import dev.muster.server.update.RolloutsDoor;
import dev.muster.server.update.UpdateDevices;
import dev.muster.server.update.UpdateDoor;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place that builds the graph: topics meet in the ledger, here they are plugged into it. Read top to bottom. */
final class Wiring implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);

    /** Who appraises, in every result that is signed here. */
    private static final VerifierId VERIFIER = new VerifierId("Muster", "0.1");

    private final Database database;
    private final Ledger ledger;
    private final Routes console = new Routes();
    private final Routes devices = new Routes();
    private final Gate gate;
    private final Orgs orgs;
    private final LocalOperator local;
    private final DeviceAuthority authority;
    private final DeviceAuthentication authentication;
    private final ServerEndpoints endpoints;
    private final NetworkFollower network;
    private final ScheduledExecutorService chores = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("chores").factory());
    private final StalenessClock staleness;
    private final RolloutDriver rollouts;

    /** Run when the server stops, before its requests end: wake whoever waits. */
    private final List<Runnable> onStopping = new ArrayList<>();

    Wiring(ServerConfig config, DataDirectory data, InstantSource clock, SecureRandom random) {
        // The ground: one database, one ledger.
        database = Database.open(config.database());
        Topics.migrations().apply(database);
        EventCodec codec = Topics.codec();
        FactReader facts = new FactReader(codec, Topics.facts());
        EntryFacts knowledge = new EntryFacts(codec, Topics.facts());
        ledger = Ledger.open(new LedgerSettings(
                database,
                data.path().resolve("ledger"),
                LedgerSettings.Tiles.FILES,
                config.http().names().getFirst(),
                codec,
                Topics.projections(new FactProjection(knowledge), new LatestFacts(facts)),
                clock,
                random));
        Statements statements = new Statements(ledger);
        new LedgerDoor(ledger, statements).addTo(console);
        new ScrapiDoor(ledger, statements, clock).addTo(console);

        // Access: who may ask. Its gate stands in front of every other route of the console listener.
        gate = new AccessGate(database, clock);
        orgs = new Orgs(ledger, database, config.access().session());
        local = LocalOperator.open(data, database, orgs, clock, random);
        new AccessDoor(orgs, local, database, clock, random, this::prepare).addTo(console);

        // Joining and devices: who may become a device, what is asked of it, whom it may talk to.
        authority =
                new DeviceAuthority(database, ledger.shell(), AuthorityKeys.open(data.path(), random), clock, random);
        authentication = new DeviceAuthentication(database, authority, clock);
        Refusals refusals = new Refusals(ledger.shell(), clock);
        new EstDoor(database, ledger.shell(), authority, authentication, refusals, clock).addTo(devices);
        new AnchorsDoor(database, ledger.shell(), clock).addTo(console);
        new DevicesDoor(database, ledger.shell(), clock).addTo(console);
        new OrdersApi(database, ledger.shell(), clock, random).addTo(console);
        OrderWaiters waiters = new OrderWaiters();
        onStopping.add(waiters::stop);
        new OrdersDoor(authentication, database, ledger.shell(), waiters, clock).addTo(devices);
        endpoints = new ServerEndpoints(config.http().names());
        network = new NetworkFollower(ledger.shell(), ledger::event, endpoints, clock);
        everyMinute(new DailyHeads(ledger, statements));
        everyMinute(refusals);
        everyMinute(new OrderSweep(database, ledger.shell(), clock));

        // Attestation: what makers say of their devices, and what devices show.
        AttestationKeys verifier = AttestationKeys.open(data.path().resolve("attestation"), random);
        ReferenceSets references = new ReferenceSets();
        new RatsDoor(this::evidenceClient, verifier, references, ledger.shell(), VERIFIER, clock, random)
                .addTo(devices);
        MakerStatements makers = new MakerStatements(new Statements(ledger));
        new ReferencesDoor(ledger.shell(), makers, database, references, verifier, clock).addTo(console);

        // Updates: releases and their artifacts, rollouts that go on by themselves, reports.
        ArtifactStore artifacts = new ArtifactStore(data.path().resolve("artifacts"));
        UpdateDevices updateDevices = (request, org, use) -> {
            DeviceAuthentication.Result.Known known = authentication.require(request, org, use);
            return new UpdateDevices.Client(
                    known.device(), known.state(), known.certificate().getPublicKey());
        };
        new UpdateDoor(artifacts, database, ledger.shell(), clock).addTo(console);
        new RolloutsDoor(artifacts, database, ledger.shell(), clock).addTo(console);
        new ArtifactDoor(updateDevices, artifacts, database).addTo(devices);
        new ReportDoor(updateDevices, artifacts, database, ledger.shell(), clock).addTo(devices);
        rollouts = new RolloutDriver(ledger.shell(), database, clock, Set.of("attestation.evidence-appraised")).start();

        // Assurance: facts are judged by checks, checks answer requirements.
        Checks checks = StandardChecks.all();
        Assessor assessor = new Assessor(ShippedCatalogue.read(checks.ids()), checks);
        AssuranceFollower judge = new AssuranceFollower(database, ledger.shell(), knowledge, assessor, clock);
        staleness = StalenessClock.start(judge);
        new PostureDoor(new Postures(database, assessor, clock), ledger).addTo(console);
        EvidenceKeys evidenceKeys = new EvidenceKeys(data.path().resolve("evidence"), random);
        new PackDoor(new PackMaker(database, ledger, assessor, evidenceKeys, clock)).addTo(console);

        // Response: what we do by ourselves when evidence contradicts the reference values.
        Reactions reactions = new Reactions(ledger);
        ResponseFollower response = new ResponseFollower(ledger.shell(), reactions, reactions, reactions, clock);

        // Views: read the ledger and the latest facts.
        OpenPages pages = new OpenPages();
        onStopping.add(pages::close);
        FleetReader fleet = new FleetReader(database, facts);
        PostureView posture = new AssuredPosture(database, assessor, clock);
        new ConsoleDoor(fleet, posture, pages, clock).addTo(console);
        new ApiDoor(fleet, posture).addTo(console);
        console.get("/healthz", Need.NOTHING, request -> health());
        devices.get("/healthz", Need.NOTHING, request -> health());

        // Followers read behind the commit.
        ledger.follow(judge);
        ledger.follow(response);
        ledger.follow(new PageNews(pages));
        ledger.follow(waiters);
        ledger.follow(network);
        ledger.follow(rollouts);
    }

    /** Makes what an organisation needs before its first device: nothing here fails half way, all of it is repeatable. */
    void prepare(OrgId org) {
        ledger.create(org);
        authority.create(org);
    }

    /** The device listener is open: from here on policies can name this server. */
    void opened(int devicePort) {
        endpoints.opened(devicePort);
    }

    /** Chores that wait for nobody; one that fails is told and comes again. */
    private void everyMinute(Runnable chore) {
        var _ = chores.scheduleWithFixedDelay(
                () -> {
                    try {
                        chore.run();
                    } catch (RuntimeException e) {
                        LOG.warn("a chore failed and will be tried again", e);
                    }
                },
                1,
                1,
                TimeUnit.MINUTES);
    }

    private RatsDoor.Client evidenceClient(Request request, OrgId org) {
        DeviceAuthentication.Result.Known known = authentication.require(request, org, CertificateUse.ATTESTATION);
        return new RatsDoor.Client(known.device(), known.certificate().getPublicKey());
    }

    private Response health() {
        database.read(tx -> tx.count("select 1 as n"));
        return Response.json(Map.of("status", "ok"));
    }

    Routes console() {
        return console;
    }

    Routes devices() {
        return devices;
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

    List<Runnable> onStopping() {
        return onStopping;
    }

    /** In the order in which things depend on one another; the listeners are closed already. */
    @Override
    public void close() {
        chores.shutdown();
        staleness.close();
        rollouts.close();
        ledger.close();
        database.close();
    }
}
