package dev.muster.server.governance;

import dev.muster.core.facts.Check;
import dev.muster.core.facts.DeclaredFact;
import dev.muster.core.facts.EntryFacts;
import dev.muster.core.governance.GovernanceEvent;
import dev.muster.core.governance.GovernanceFacts;
import dev.muster.core.governance.GovernanceNotices;
import dev.muster.core.governance.Machines;
import dev.muster.core.governance.Workflows;
import dev.muster.core.governance.checks.GovernanceChecks;
import dev.muster.core.governance.exchange.ExchangeEvent;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.FactRule;
import dev.muster.core.ledger.NoticeRule;
import dev.muster.ledger.sequence.Projection;
import dev.muster.server.devices.DeviceAuthentication;
import dev.muster.server.governance.exchange.Exchange;
import dev.muster.server.governance.exchange.ExchangeProjection;
import dev.muster.server.topic.GrantCertificates;
import dev.muster.server.topic.Hindsight;
import dev.muster.server.topic.Site;
import dev.muster.server.topic.SoftwareComponents;
import dev.muster.server.topic.Topic;
import dev.muster.server.topic.Watches;
import dev.muster.server.web.Contributions;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** People, work, tools, papers, contracts and money around devices. */
public final class GovernanceTopic implements Topic {
    private static final Logger LOG = LoggerFactory.getLogger(GovernanceTopic.class);

    private final Machines machines = Machines.shipped();
    private final Workflows workflows = new Workflows(machines);

    @Override
    public String name() {
        return "governance";
    }

    @Override
    public List<String> scripts() {
        return List.of(
                "001-governance",
                "002-sessions",
                "003-board",
                "004-counts",
                "005-search",
                "006-exchange",
                "007-money",
                "008-wipes",
                "009-line",
                "010-feeds",
                "011-local-tokens");
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
    public List<NoticeRule> notices() {
        return List.of(new GovernanceNotices());
    }

    @Override
    public void open(Site site) {
        new GovernanceDoor(site.database(), site.shell(), machines, workflows, site.clock()).addTo(site.console());
        new ImportDoor(site.shell(), machines, workflows, site.clock()).addTo(site.console());
        new GovernancePages(
                        site.need(Hindsight.class),
                        site.ledger(),
                        machines,
                        site.need(Contributions.class),
                        site.clock())
                .addTo(site.console());
        new BudgetDoor(site.database(), site.need(Hindsight.class), site.need(Contributions.class), site.clock())
                .addTo(site.console());
        GrantSigner signer = new GrantSigner(
                KeyFiles.pair(site.data().path().resolve("governance").resolve("grants.pem"), site.random()),
                site.need(GrantCertificates.class));
        DeviceAuthentication devices = site.need(DeviceAuthentication.class);
        new SessionDoor(site.database(), site.ledger(), workflows, devices, signer, site.clock())
                .addTo(site.console(), site.devices());
        new LocalTokenDoor(site.database(), site.ledger(), devices, signer, site.random(), site.clock())
                .addTo(site.console(), site.devices());
        new WipeDoor(site.database(), site.ledger(), workflows, site.need(DeviceAuthentication.class), site.clock())
                .addTo(site.console(), site.devices());
        new LineDoor(site.database(), site.need(DeviceAuthentication.class), site.clock())
                .addTo(site.console(), site.devices());
        new FeedDoor(site.database(), site.shell(), machines, site.random(), site.clock()).addTo(site.console());
        Exchange.open(site, workflows);
        site.need(Watches.class).add(CaseClocks::look);
        site.follow(new WorkFollower(
                site.database(),
                site.ledger(),
                workflows,
                site.need(EntryFacts.class),
                site.need(SoftwareComponents.class),
                site.clock()));
        DueRecords due = new DueRecords(site.database(), site.ledger(), workflows, site.clock());
        site.everyMinute(due);
        site.everyMinute(() ->
                site.database().change(tx -> SqlLine.forgetOver(tx, site.clock().instant())));
        // What fell due while nothing ran does not wait for the first minute.
        site.whenListening(_ -> Thread.ofVirtual().name("due-records").start(() -> atStart(site, due)));
    }

    private static void atStart(Site site, DueRecords due) {
        try {
            if (site.ledger().writesHere()) {
                due.run();
            }
        } catch (RuntimeException e) {
            LOG.info("records that fell due are moved a minute later", e);
        }
    }
}
