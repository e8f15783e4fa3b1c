package dev.muster.server.scrapi;

import dev.muster.ledger.statements.RefusalCounts;
import dev.muster.server.topic.Site;
import dev.muster.server.topic.Topic;

/** Statements by the standard's own API. */
public final class ScrapiTopic implements Topic {
    @Override
    public String name() {
        return "scrapi";
    }

    @Override
    public void open(Site site) {
        RefusalCounts refusals = new RefusalCounts(site.ledger());
        site.everyMinute(refusals);
        new ScrapiDoor(
                        site.ledger(),
                        site.statements(),
                        refusals,
                        site.config().ledger()::registrationNeedsCredential,
                        site.clock())
                .addTo(site.console());
    }
}
