package dev.muster.server;

import dev.muster.core.access.AccessAnswer;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.crypto.Crypto;
import dev.muster.format.crypto.SignatureScheme;
import dev.muster.ledger.ForkedLogException;
import dev.muster.ledger.LostKeysException;
import dev.muster.ledger.sequence.LedgerInUseException;
import dev.muster.ledger.sequence.NotSequencerException;
import dev.muster.ledger.sql.DatabaseException;
import dev.muster.ledger.witness.LedgerHealth;
import dev.muster.server.access.LocalOperator;
import dev.muster.server.access.Orgs;
import dev.muster.server.config.DataDirectory;
import dev.muster.server.config.HttpConfig;
import dev.muster.server.config.ServerConfig;
import dev.muster.server.config.StartFailure;
import dev.muster.server.http.Gate;
import dev.muster.server.http.HttpLimits;
import dev.muster.server.http.HttpServer;
import dev.muster.server.http.Json;
import dev.muster.server.http.Listener;
import dev.muster.server.http.RateLimit;
import dev.muster.server.http.Routes;
import dev.muster.server.http.StapleDoor;
import dev.muster.server.http.TlsIdentity;
import dev.muster.server.http.Traffic;
import dev.muster.server.topic.Gauges;
import dev.muster.server.topic.Site;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running server. */
public final class MusterServer implements AutoCloseable {
    /** Where programs on this machine find a running server: {@code console} and {@code device} URLs and {@code pid}. */
    public static final String ENDPOINTS_FILE = "server.json";

    private static final Logger LOG = LoggerFactory.getLogger(MusterServer.class);
    private static final int HTTPS_PORT = 443;
    private static final String CONSOLE = "console";
    private static final String DEVICE = "device";

    private final HttpServer http;
    private final Routes consoleRoutes;
    private final Routes deviceRoutes;
    private final String host;
    private final Optional<URI> signInLink;
    private final Deque<AutoCloseable> opened;

    private MusterServer(
            HttpServer http,
            Routes consoleRoutes,
            Routes deviceRoutes,
            String host,
            Optional<String> signInPath,
            Deque<AutoCloseable> opened) {
        this.http = http;
        this.consoleRoutes = consoleRoutes;
        this.deviceRoutes = deviceRoutes;
        this.host = host;
        this.opened = opened;
        this.signInLink = signInPath.map(path -> console().resolve(path));
    }

    /**
     * Starts a server with the system's clock and randomness.
     *
     * @throws StartFailure with one sentence for the person who started it
     */
    public static MusterServer start(ServerConfig config) {
        return start(config, InstantSource.system(), new SecureRandom());
    }

    /** Everything here is signed with ES256; other schemes only limit which devices and makers can be understood. */
    private static void requireKnownAnswers() {
        Set<SignatureScheme> without = Crypto.standard().unanswered();
        if (without.contains(SignatureScheme.ECDSA_P256_SHA256)) {
            throw new StartFailure("No provider of cryptography on this machine gives the known answer for ES256;"
                    + " `muster doctor` shows what each of them answers.");
        }
        if (!without.isEmpty()) {
            LOG.warn("No provider gives the known answer for {}; what is signed so is refused", without);
        }
    }

    /** @throws StartFailure with one sentence for the person who started it */
    public static MusterServer start(ServerConfig config, InstantSource clock, SecureRandom random) {
        requireKnownAnswers();
        Crypto.standard().preferEverywhere();
        Deque<AutoCloseable> opened = new ArrayDeque<>();
        try {
            return open(config, clock, random, opened);
        } catch (DatabaseException e) {
            closeAll(opened);
            throw new StartFailure(sentence(e, config), e);
        } catch (LedgerInUseException | ForkedLogException | LostKeysException e) {
            closeAll(opened);
            throw new StartFailure(String.valueOf(e.getMessage()), e);
        } catch (RuntimeException | Error e) {
            closeAll(opened);
            throw e;
        }
    }

    private static MusterServer open(
            ServerConfig config, InstantSource clock, SecureRandom random, Deque<AutoCloseable> opened) {
        DataDirectory data = DataDirectory.open(config.data());
        opened.push(data);
        opened.push(ServerLog.into(data.path().resolve("log")));
        Site site = Wiring.open(config, data, clock, random);
        opened.push(site);
        Optional<String> signInPath = firstStart(site, config);
        String status = config.joining().hierarchy().statusUrl();
        String ocsp = status.isEmpty() ? "" : status + StapleDoor.PATH;
        TlsIdentity tls = TlsIdentity.open(data.path(), config.http().names(), ocsp, clock, random);
        if (tls.stapling().isPresent()) {
            opened.push(tls.stapling().get().open());
            new StapleDoor(tls.stapling().get()).addTo(site.devices());
        }
        HttpServer http = HttpServer.start(
                listeners(config.http(), tls, site),
                new RateLimit(
                        clock, config.http().requestsPerSecond(), config.http().burst()),
                random,
                new ServerFaults(),
                HttpLimits.STANDARD,
                site.need(Traffic.class),
                ReadEndings.ALL,
                site.onStopping());
        opened.push(http);
        site.listening(http.port(CONSOLE), http.port(DEVICE));
        site.statements().servedAt(authority(config.http().names().getFirst(), http.port(CONSOLE)));
        site.everyMinuteEverywhere(() -> renew(tls, http));
        site.need(LedgerHealth.class).watches(() -> Machine.troubles(data.path(), tls, clock.instant()));
        Machine.measure(data.path(), tls, site.need(Gauges.class));
        MusterServer server = new MusterServer(
                http, site.console(), site.devices(), config.http().names().getFirst(), signInPath, opened);
        data.write(ENDPOINTS_FILE, server.endpoints() + "\n");
        return server;
    }

    private static String authority(String host, int port) {
        return port == HTTPS_PORT ? host : host + ":" + port;
    }

    /** A server may run for longer than its certificate. */
    private static void renew(TlsIdentity tls, HttpServer http) {
        if (tls.renew()) {
            http.renew(CONSOLE, tls.serverOnly());
            http.renew(DEVICE, tls.acceptingAnyClientCertificate());
            LOG.info("The server's TLS certificate was renewed; it ends at {}", tls.endsAt());
        }
    }

    private static List<Listener> listeners(HttpConfig config, TlsIdentity tls, Site site) {
        Set<String> names = Set.copyOf(config.names());
        return List.of(
                new Listener(
                        CONSOLE,
                        config.host(),
                        config.consolePort(),
                        tls.serverOnly(),
                        names,
                        false,
                        false,
                        site.console(),
                        site.need(Gate.class)),
                new Listener(
                        DEVICE,
                        config.host(),
                        config.devicePort(),
                        tls.acceptingAnyClientCertificate(),
                        names,
                        true,
                        true,
                        site.devices(),
                        Gate.CLOSED));
    }

    /** The first start makes the first organisation. Until somebody has signed in, every start makes a link for that. */
    private static Optional<String> firstStart(Site site, ServerConfig config) {
        Orgs orgs = site.need(Orgs.class);
        if (orgs.all().isEmpty()) {
            OrgId org = organisation(config);
            if (site.need(LocalOperator.class).create(org, org.value()) instanceof AccessAnswer.Denied denied) {
                throw new StartFailure(denied.detail());
            }
        }
        List<OrgId> all = orgs.all().stream().map(org -> new OrgId(org.id())).toList();
        site.prepareAll(all);
        return orgs.someoneHasSignedIn() ? Optional.empty() : signInLink(site, all.getFirst());
    }

    /** A server whose ledger takes nothing now still answers questions, so that somebody can see why. */
    private static Optional<String> signInLink(Site site, OrgId org) {
        try {
            return Optional.of("/sign-in/" + site.need(LocalOperator.class).signInSecret(org));
        } catch (ForkedLogException | NotSequencerException refusing) {
            LOG.warn("{}", refusing.getMessage());
            return Optional.empty();
        }
    }

    private static OrgId organisation(ServerConfig config) {
        try {
            return new OrgId(config.access().organisation());
        } catch (IllegalArgumentException e) {
            throw new StartFailure("access.organisation is " + e.getMessage() + ".", e);
        }
    }

    private String endpoints() {
        Map<String, Object> endpoints = new LinkedHashMap<>();
        endpoints.put(CONSOLE, console().toString());
        endpoints.put(DEVICE, device().toString());
        endpoints.put("pid", ProcessHandle.current().pid());
        return new String(Json.bytes(endpoints), StandardCharsets.UTF_8);
    }

    /** Console and API. */
    public URI console() {
        return URI.create("https://" + host + ":" + http.port(CONSOLE));
    }

    /** Device doors. */
    public URI device() {
        return URI.create("https://" + host + ":" + http.port(DEVICE));
    }

    /** A one-time link, as long as nobody has ever signed in. */
    public Optional<URI> signInLink() {
        return signInLink;
    }

    /** Every route of the console listener, for whoever wants to walk them. */
    public List<Routes.Listed> consoleRoutes() {
        return consoleRoutes.listed();
    }

    /** Every route of the device listener. */
    public List<Routes.Listed> deviceRoutes() {
        return deviceRoutes.listed();
    }

    private static String sentence(DatabaseException e, ServerConfig config) {
        String url = config.database().replaceFirst("\\?.*", "");
        String why = String.valueOf(e.getMessage()).replaceFirst("[.\\s]+$", "");
        return switch (e.kind()) {
            case FULL -> "The disk of the database " + url + " is full.";
            case BUSY -> "The database " + url + " is in use by another program.";
            case UNAVAILABLE -> "The database " + url + " cannot be opened: " + why + ".";
            case CONSTRAINT, OTHER -> "The database " + url + " refused to start: " + why + ".";
        };
    }

    private static void closeAll(Deque<AutoCloseable> opened) {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                LOG.warn("could not close cleanly", e);
            }
        }
    }

    /** Stops taking requests, lets those under way finish, writes what is pending, lets the data directory go. */
    @Override
    public synchronized void close() {
        closeAll(opened);
    }
}
