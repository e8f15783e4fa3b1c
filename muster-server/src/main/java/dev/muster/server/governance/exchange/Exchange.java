package dev.muster.server.governance.exchange;

import dev.muster.core.governance.Workflows;
import dev.muster.core.governance.exchange.AcquisitionDesk;
import dev.muster.core.governance.exchange.ExchangeStore;
import dev.muster.core.governance.exchange.MakerDesk;
import dev.muster.core.governance.exchange.OperatorDesk;
import dev.muster.core.ledger.OrgId;
import dev.muster.server.outbound.HostAuthorities;
import dev.muster.server.outbound.SafeFetch;
import dev.muster.server.topic.Hindsight;
import dev.muster.server.topic.Site;
import dev.muster.server.web.Contributions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the exchange: both sides, because an operator may be somebody's maker. */
public final class Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    /** A paper of the largest size over a slow line. */
    private static final Duration WHOLE = Duration.ofSeconds(60);

    /** Makers are asked for news once in so many minutes. */
    private static final int MINUTES = 60;

    private Exchange() {}

    public static void open(Site site, Workflows workflows) {
        ExchangeKeys keys = new ExchangeKeys(site.data().path().resolve("governance"), site.random());
        Statements statements = new Statements(keys, site.random(), site.clock());
        SafeFetch outside = new SafeFetch(
                HostAuthorities.trusted(
                        "outbound.authorities",
                        site.config().data(),
                        site.config().outbound().authorities()),
                site.config().outbound().privateAddresses(),
                WHOLE);
        OperatorDesk operators = new OperatorDesk(workflows);
        MakerClient makers =
                new MakerClient(site.database(), site.ledger(), operators, statements, keys, outside, site.clock());
        new CustomerDoor(site.database(), site.ledger(), new MakerDesk(workflows), statements, keys, site.clock())
                .addTo(site.console());
        new PartnerDoor(site.database(), site.ledger(), keys, site.clock()).addTo(site.console());
        new PaperDoor(site.database(), site.ledger(), operators, makers, site.clock()).addTo(site.console());
        new GapDoor(site.database(), site.ledger(), new AcquisitionDesk(workflows), site.clock()).addTo(site.console());
        new ExchangePages(site.need(Hindsight.class), site.ledger(), keys, site.need(Contributions.class), site.clock())
                .addTo(site.console());
        site.follow(new ProfileFollower(site.database(), site.ledger(), workflows, site.clock()));
        rounds(site, makers);
    }

    /** Makers are asked on a thread of their own: one that answers slowly keeps no chore of the server from its minute. */
    private static void rounds(Site site, MakerClient makers) {
        ExecutorService asking = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name("exchange").factory());
        site.closeAtEnd(asking::shutdownNow);
        AtomicBoolean under = new AtomicBoolean();
        int[] minute = {0};
        site.everyMinute(() -> {
            if (minute[0]++ % MINUTES == 0 && under.compareAndSet(false, true)) {
                asking.execute(() -> {
                    try {
                        round(site, makers);
                    } catch (RuntimeException e) {
                        LOG.warn("a round with makers failed and comes again", e);
                    } finally {
                        under.set(false);
                    }
                });
            }
        });
    }

    private static void round(Site site, MakerClient makers) {
        site.database().change(tx -> SqlExchange.forget(tx, site.clock().instant()));
        for (OrgId org : site.ledger().orgs()) {
            List<ExchangeStore.Maker> all = site.database().read(tx -> new SqlExchange(tx, org).makers());
            for (ExchangeStore.Maker maker : all) {
                try {
                    makers.ask(org, maker);
                } catch (RuntimeException e) {
                    LOG.info("maker {} of {} was not asked: {}", maker.id(), org.value(), e.getMessage());
                }
            }
        }
    }
}
