package dev.muster.server.governance;

import dev.muster.core.facts.Check;
import dev.muster.core.facts.DeclaredFact;
import dev.muster.core.governance.GovernanceEvent;
import dev.muster.core.governance.GovernanceFacts;
import dev.muster.core.governance.Machines;
import dev.muster.core.governance.Workflows;
import dev.muster.core.governance.checks.GovernanceChecks;
import dev.muster.core.governance.exchange.ExchangeEvent;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.FactRule;
import dev.muster.ledger.sequence.Projection;
import dev.muster.server.devices.DeviceAuthentication;
import dev.muster.server.governance.exchange.Exchange;
import dev.muster.server.governance.exchange.ExchangeProjection;
import dev.muster.server.topic.OrgSigner;
import dev.muster.server.topic.Site;
import dev.muster.server.topic.Topic;
import dev.muster.server.web.Contributions;
import java.util.List;

/** People, work, tools, papers, contracts and money around devices. */
public final class GovernanceTopic implements Topic {
    private final Machines machines = Machines.shipped();
    private final Workflows workflows = new Workflows(machines);

    @Override
    public String name() {
        return "governance";
    }

    @Override
    public List<String> scripts() {
        return List.of("001-governance", "002-sessions", "003-board", "004-counts", "005-search", "006-exchange");
    }

    @Override
    public List<Class<? extends Event>> events() {
        return List.of(GovernanceEvent.class, ExchangeEvent.class);
    }

    @Override
    public List<Projection> projections() {
        return List.of(new GovernanceProjection(workflows), new ExchangeProjection());
    }

    @Override
    public List<FactRule> facts() {
        return List.of(new GovernanceFacts());
    }

    @Override
    public List<DeclaredFact> vocabulary() {
        return GovernanceFacts.vocabulary();
    }

    @Override
    public List<Check> checks() {
        return GovernanceChecks.all();
    }

    @Override
    public void open(Site site) {
        new GovernanceDoor(site.database(), site.shell(), machines, workflows, site.clock()).addTo(site.console());
        new ImportDoor(site.shell(), machines, workflows, site.clock()).addTo(site.console());
        new GovernancePages(site.database(), machines, site.need(Contributions.class), site.clock())
                .addTo(site.console());
        new SessionDoor(
                        site.database(),
                        site.ledger(),
                        workflows,
                        site.need(DeviceAuthentication.class),
                        site.need(OrgSigner.class),
                        site.clock())
                .addTo(site.console(), site.devices());
        Exchange.open(site, workflows);
        site.follow(new WorkFollower(site.database(), site.ledger(), workflows, site.clock()));
        site.everyMinute(new DueRecords(site.database(), site.ledger(), workflows, site.clock()));
    }
}
