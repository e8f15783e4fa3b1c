package dev.muster.server.network;

import dev.muster.core.facts.Check;
import dev.muster.core.facts.DeclaredFact;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.FactRule;
import dev.muster.core.ledger.NoticeRule;
import dev.muster.core.network.NetworkEvent;
import dev.muster.core.network.NetworkFacts;
import dev.muster.core.network.NetworkNotices;
import dev.muster.core.network.checks.NetworkChecks;
import dev.muster.ledger.sequence.Projection;
import dev.muster.server.config.NetworkConfig;
import dev.muster.server.devices.DeviceAuthentication;
import dev.muster.server.devices.SignedReports;
import dev.muster.server.outbound.HostAuthorities;
import dev.muster.server.outbound.SafeFetch;
import dev.muster.server.topic.FactoryCertificates;
import dev.muster.server.topic.Hindsight;
import dev.muster.server.topic.Site;
import dev.muster.server.topic.Topic;
import dev.muster.server.web.Contributions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Whom a device may talk to. */
public final class NetworkTopic implements Topic {
    /** For a file and everything that leads to it. */
    private static final Duration FETCH_TIME = Duration.ofSeconds(20);

    @Override
    public String name() {
        return "network";
    }

    @Override
    public List<String> scripts() {
        return List.of("001-network", "002-descriptions", "003-gateways", "004-flows", "005-changed");
    }

    @Override
    public List<Class<? extends Event>> events() {
        return List.of(NetworkEvent.class);
    }

    @Override
    public List<Projection> projections() {
        return List.of(new NetworkProjection());
    }

    @Override
    public List<FactRule> facts() {
        return List.of(new NetworkFacts());
    }

    @Override
    public List<DeclaredFact> vocabulary() {
        return NetworkFacts.vocabulary();
    }

    @Override
    public List<Check> checks() {
        return NetworkChecks.all();
    }

    @Override
    public List<NoticeRule> notices() {
        return List.of(new NetworkNotices());
    }

    @Override
    public void open(Site site) {
        site.need(Contributions.class).sentence(NetworkSentence::of).panel(new DeviceFlowsPanel());
        ServerEndpoints endpoints = new ServerEndpoints(site.config().http().names());
        site.whenListening(endpoints::opened);
        NetworkFollower follower =
                new NetworkFollower(site.database(), site.shell(), site.ledger()::event, endpoints, site.clock());
        site.follow(follower);
        site.follow(new GatewayFollower(site.database(), site.shell(), site.ledger()::event, endpoints, site.clock()));
        site.follow(new WorkWindows(site.shell(), site.need(WorkOrders.class), site.clock()));
        site.need(FactoryCertificates.class).tell(new CertificateUrls(site.shell(), site.clock()));
        Optional<MudFetcher> fetcher = fetcher(site);
        fetcher.ifPresent(site::everyMinute);
        site.everyMinute(new EndedOverrides(site.database(), site.ledger(), site.clock()));
        new MudDoor(
                        site.database(),
                        site.ledger(),
                        site.statements(),
                        site.need(MakerAuthorities.class),
                        fetcher,
                        site.clock())
                .addTo(site.console());
        new DeviceNetworkDoor(site.database(), site.shell(), endpoints, site.clock()).addTo(site.console());
        new GatewayDoor(site.database(), site.shell(), endpoints, site.clock()).addTo(site.console());
        FlowsDoor flows = new FlowsDoor(
                SignedReports.of(site.need(DeviceAuthentication.class)), site.database(), site.shell(), site.clock());
        flows.addTo(site.devices());
        flows.addToConsole(site.console());
        new NetworkPage(site.database(), site.need(Hindsight.class), site.need(Contributions.class), site.clock())
                .addTo(site.console());
        new MudFilesDoor(site.database()).addTo(site.console());
        new MudFilesDoor(site.database()).addTo(site.devices());
    }

    private static Optional<MudFetcher> fetcher(Site site) {
        NetworkConfig config = site.config().network();
        if (!config.fetch()) {
            return Optional.empty();
        }
        SafeFetch fetch = new SafeFetch(
                HostAuthorities.trusted(
                        "network.fetch-authorities", site.config().data(), config.authorities()),
                config.privateAddresses(),
                FETCH_TIME);
        return Optional.of(
                new MudFetcher(site.database(), site.ledger(), site.need(MakerAuthorities.class), fetch, site.clock()));
    }
}
