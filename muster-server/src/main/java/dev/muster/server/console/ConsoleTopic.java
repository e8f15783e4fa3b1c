package dev.muster.server.console;

import dev.muster.core.facts.EntryFacts;
import dev.muster.ledger.sequence.Follower;
import dev.muster.ledger.witness.LedgerHealth;
import dev.muster.ledger.witness.Wholeness;
import dev.muster.server.http.Need;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import dev.muster.server.topic.Gauges;
import dev.muster.server.topic.Site;
import dev.muster.server.topic.Topic;
import dev.muster.server.web.Contributions;
import java.util.List;
import java.util.Map;

/** Pages and their JSON; they read the ledger and the latest facts. */
public final class ConsoleTopic implements Topic {
    @Override
    public String name() {
        return "console";
    }

    @Override
    public List<String> scripts() {
        return List.of(
                "001-console",
                "002-one-register",
                "003-fleet",
                "004-order",
                "005-silent",
                "006-expected",
                "007-fell-back",
                "008-levels");
    }

    @Override
    public void open(Site site) {
        OpenPages pages = new OpenPages();
        site.wakeAtStop(pages::close);
        site.follow(Follower.onEveryServer(new PageNews(pages)));
        FleetReader fleet = new FleetReader(site.database(), site.need(EntryFacts.class), site.clock());
        PostureView posture = site.need(PostureView.class);
        LedgerHealth health = site.need(LedgerHealth.class);
        new ConsoleDoor(fleet, posture, pages, health::troubles, site.need(Contributions.class), site.clock())
                .addTo(site.console());
        new ApiDoor(fleet, posture).addTo(site.console());
        FleetGauges.addTo(site.need(Gauges.class), fleet);
        site.console().showing(ErrorPage::form);
        Wholeness wholeness = new Wholeness(site.ledger());
        for (Routes routes : List.of(site.console(), site.devices())) {
            routes.get("/healthz", Need.NOTHING, request -> healthz(site, wholeness));
        }
    }

    private static Response healthz(Site site, Wholeness wholeness) {
        site.database().read(tx -> tx.count("select 1 as n"));
        return Response.json(Map.of("status", wholeness.refuses() ? "ledger-refuses" : "ok"));
    }
}
