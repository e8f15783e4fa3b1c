package dev.muster.server.failures;

import dev.muster.core.facts.Check;
import dev.muster.core.facts.DeclaredFact;
import dev.muster.core.failures.FailuresEvent;
import dev.muster.core.failures.FailuresFacts;
import dev.muster.core.failures.FailuresNotices;
import dev.muster.core.failures.FailuresReported;
import dev.muster.core.failures.checks.FailuresChecks;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.FactRule;
import dev.muster.core.ledger.NoticeRule;
import dev.muster.ledger.sequence.Projection;
import dev.muster.server.devices.DeviceAuthentication;
import dev.muster.server.devices.SignedReports;
import dev.muster.server.topic.Hindsight;
import dev.muster.server.topic.Site;
import dev.muster.server.topic.Topic;
import dev.muster.server.web.Contributions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What devices say went wrong on them. */
public final class FailuresTopic implements Topic {
    @Override
    public String name() {
        return "failures";
    }

    @Override
    public List<String> scripts() {
        return List.of("001-failures");
    }

    @Override
    public List<Class<? extends Event>> events() {
        return List.of(FailuresEvent.class);
    }

    @Override
    public List<Projection> projections() {
        return List.of(new FailuresProjection());
    }

    @Override
    public List<FactRule> facts() {
        return List.of(new FailuresFacts());
    }

    @Override
    public List<DeclaredFact> vocabulary() {
        return FailuresFacts.vocabulary();
    }

    @Override
    public List<Check> checks() {
        return FailuresChecks.all();
    }

    @Override
    public List<NoticeRule> notices() {
        return List.of(new FailuresNotices());
    }

    @Override
    public void open(Site site) {
        Contributions contributions = site.need(Contributions.class).sentence(FailuresTopic::sentence);
        new ReportDoor(SignedReports.of(site.need(DeviceAuthentication.class)), site.shell(), site.clock())
                .addTo(site.devices());
        new FailuresApi(site.database()).addTo(site.console());
        new FailuresPage(site.need(Hindsight.class), contributions, site.clock()).addTo(site.console());
    }

    private static Optional<String> sentence(Event event) {
        return event instanceof FailuresReported reported
                ? Optional.of("the device says that something went wrong on it: "
                        + reported.failures().stream()
                                .map(one -> one.kind() + " " + one.what()
                                        + (one.count() == 1 ? "" : ", " + one.count() + " times"))
                                .collect(Collectors.joining("; ")))
                : Optional.empty();
    }
}
