package dev.muster.server.network;

import dev.muster.core.facts.Check;
import dev.muster.core.facts.DeclaredFact;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.FactRule;
import dev.muster.core.network.NetworkEvent;
import dev.muster.core.network.NetworkFacts;
import dev.muster.core.network.checks.NetworkChecks;
import dev.muster.ledger.sequence.Projection;
import dev.muster.server.topic.Site;
import dev.muster.server.topic.Topic;
import dev.muster.server.web.Contributions;
import java.util.List;

/** Whom a device may talk to. */
public final class NetworkTopic implements Topic {
    @Override
    public String name() {
        return "network";
    }

    @Override
    public List<String> scripts() {
        return List.of("001-network");
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
    public void open(Site site) {
        site.need(Contributions.class).sentence(NetworkSentence::of);
        ServerEndpoints endpoints = new ServerEndpoints(site.config().http().names());
        site.whenListening(endpoints::opened);
        site.follow(new NetworkFollower(site.shell(), site.ledger()::event, endpoints, site.clock()));
    }
}
