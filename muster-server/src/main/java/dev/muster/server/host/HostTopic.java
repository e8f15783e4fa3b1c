package dev.muster.server.host;

import dev.muster.core.facts.Check;
import dev.muster.core.facts.DeclaredFact;
import dev.muster.core.host.HostEvent;
import dev.muster.core.host.HostFacts;
import dev.muster.core.host.HostReported;
import dev.muster.core.host.checks.HostChecks;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.FactRule;
import dev.muster.server.devices.DeviceAuthentication;
import dev.muster.server.devices.SignedReports;
import dev.muster.server.topic.Site;
import dev.muster.server.topic.Topic;
import dev.muster.server.web.Contributions;
import java.util.List;
import java.util.Optional;

/** What devices say about their hosts. */
public final class HostTopic implements Topic {
    @Override
    public String name() {
        return "host";
    }

    @Override
    public List<Class<? extends Event>> events() {
        return List.of(HostEvent.class);
    }

    @Override
    public List<FactRule> facts() {
        return List.of(new HostFacts());
    }

    @Override
    public List<DeclaredFact> vocabulary() {
        return HostFacts.vocabulary();
    }

    @Override
    public List<Check> checks() {
        return HostChecks.all();
    }

    @Override
    public void open(Site site) {
        site.need(Contributions.class).sentence(HostTopic::sentence);
        new HostDoor(SignedReports.of(site.need(DeviceAuthentication.class)), site.shell(), site.clock())
                .addTo(site.devices());
    }

    private static Optional<String> sentence(Event event) {
        if (!(event instanceof HostReported reported)) {
            return Optional.empty();
        }
        long enforced = reported.properties().stream()
                .filter(p -> p.standing().equals("enforced"))
                .count();
        long missing = reported.properties().stream()
                .filter(p -> p.standing().equals("missing"))
                .count();
        return Optional.of("the device says of its host that " + enforced + " of "
                + reported.properties().size() + " properties are enforced and " + missing + " missing");
    }
}
