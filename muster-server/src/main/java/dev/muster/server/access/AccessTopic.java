package dev.muster.server.access;

import dev.muster.core.access.AccessEvent;
import dev.muster.core.access.AccessFacts;
import dev.muster.core.access.PasskeyDesk;
import dev.muster.core.facts.DeclaredFact;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.FactRule;
import dev.muster.ledger.sequence.Projection;
import dev.muster.server.http.Gate;
import dev.muster.server.topic.Site;
import dev.muster.server.topic.Topic;
import dev.muster.server.web.Contributions;
import java.util.List;

/** Who may ask. The gate stands in front of every other route of the console listener. */
public final class AccessTopic implements Topic {
    @Override
    public String name() {
        return "access";
    }

    @Override
    public List<String> scripts() {
        return List.of("001-access", "002-ended", "003-passkeys", "004-token-lookup");
    }

    @Override
    public List<Class<? extends Event>> events() {
        return List.of(AccessEvent.class);
    }

    @Override
    public List<Projection> projections() {
        return List.of(new AccessProjection());
    }

    @Override
    public List<FactRule> facts() {
        return List.of(new AccessFacts());
    }

    @Override
    public List<DeclaredFact> vocabulary() {
        return AccessFacts.vocabulary();
    }

    @Override
    public void open(Site site) {
        site.share(Gate.class, new AccessGate(site.database(), site.clock()));
        Orgs orgs = site.share(
                Orgs.class,
                new Orgs(site.ledger(), site.database(), site.config().access().session()));
        LocalOperator local = site.share(
                LocalOperator.class,
                LocalOperator.open(site.data(), site.database(), orgs, site.clock(), site.random()));
        new AccessDoor(orgs, local, site.database(), site.clock(), site.random(), site::prepare).addTo(site.console());
        new PasskeyDoor(
                        orgs,
                        new PasskeyDesk(site.config().access().session()),
                        site.database(),
                        site.clock(),
                        site.random())
                .addTo(site.console());
        new AccountPage(site.database(), site.clock(), site.need(Contributions.class)).addTo(site.console());
    }
}
