package dev.muster.server.devices;

import dev.muster.core.devices.DeviceEvent;
import dev.muster.core.devices.DevicesFacts;
import dev.muster.core.devices.checks.DevicesChecks;
import dev.muster.core.facts.Check;
import dev.muster.core.facts.DeclaredFact;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.FactRule;
import dev.muster.ledger.sequence.Follower;
import dev.muster.ledger.sequence.Projection;
import dev.muster.server.topic.Hindsight;
import dev.muster.server.topic.Site;
import dev.muster.server.topic.Topic;
import dev.muster.server.web.Contributions;
import java.util.List;

/** The register, and what is asked of a device. */
public final class DevicesTopic implements Topic {
    @Override
    public String name() {
        return "devices";
    }

    @Override
    public List<String> scripts() {
        return List.of("001-devices", "002-endpoints", "003-endpoints-out", "004-evidence-first");
    }

    @Override
    public List<Class<? extends Event>> events() {
        return List.of(DeviceEvent.class);
    }

    @Override
    public List<Projection> projections() {
        return List.of(new DevicesProjection());
    }

    @Override
    public List<FactRule> facts() {
        return List.of(new DevicesFacts());
    }

    @Override
    public List<DeclaredFact> vocabulary() {
        return DevicesFacts.vocabulary();
    }

    @Override
    public List<Check> checks() {
        return DevicesChecks.all();
    }

    @Override
    public void open(Site site) {
        Contributions contributions = site.need(Contributions.class).sentence(DevicesSentence::of);
        new ProductsPage(site.need(Hindsight.class), contributions, site.clock()).addTo(site.console());
        new DevicesDoor(site.database(), site.shell(), site.clock()).addTo(site.console());
        new OrdersApi(site.database(), site.shell(), site.clock(), site.random()).addTo(site.console());
        OrderWaiters waiters = new OrderWaiters();
        new OrdersDoor(site.need(DeviceAuthentication.class), site.database(), site.shell(), waiters, site.clock())
                .addTo(site.devices());
        site.wakeAtStop(waiters::stop);
        site.follow(Follower.onEveryServer(waiters));
        site.everyMinute(new OrderSweep(site.database(), site.shell(), site.clock()));
    }
}
