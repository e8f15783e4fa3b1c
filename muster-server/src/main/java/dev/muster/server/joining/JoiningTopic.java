package dev.muster.server.joining;

import dev.muster.core.facts.Check;
import dev.muster.core.facts.DeclaredFact;
import dev.muster.core.joining.JoiningEvent;
import dev.muster.core.joining.JoiningFacts;
import dev.muster.core.joining.JoiningNotices;
import dev.muster.core.joining.authorities.AuthorityEvent;
import dev.muster.core.joining.checks.JoiningChecks;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.FactRule;
import dev.muster.core.ledger.NoticeRule;
import dev.muster.ledger.sequence.Projection;
import dev.muster.server.devices.DeviceAuthentication;
import dev.muster.server.joining.authorities.AuthorityProjection;
import dev.muster.server.joining.authorities.Hierarchy;
import dev.muster.server.topic.Site;
import dev.muster.server.topic.Topic;
import dev.muster.server.topic.Watches;
import dev.muster.server.web.Contributions;
import java.util.List;

/** Who may become a device. */
public final class JoiningTopic implements Topic {
    @Override
    public String name() {
        return "joining";
    }

    @Override
    public List<String> scripts() {
        return List.of(
                "001-joining",
                "002-admission",
                "003-issued",
                "004-authorities",
                "005-ends",
                "006-shared-keys",
                "007-identities",
                "008-vouchers",
                "009-paused");
    }

    @Override
    public List<Class<? extends Event>> events() {
        return List.of(JoiningEvent.class, AuthorityEvent.class);
    }

    @Override
    public List<Projection> projections() {
        return List.of(new JoiningProjection(), new AuthorityProjection());
    }

    @Override
    public List<FactRule> facts() {
        return List.of(new JoiningFacts());
    }

    @Override
    public List<DeclaredFact> vocabulary() {
        return JoiningFacts.vocabulary();
    }

    @Override
    public List<Check> checks() {
        return JoiningChecks.all();
    }

    @Override
    public List<NoticeRule> notices() {
        return List.of(new JoiningNotices());
    }

    @Override
    public void open(Site site) {
        site.need(Contributions.class).sentence(JoiningSentence::of);
        DeviceAuthority authority = site.need(DeviceAuthority.class);
        site.whenPrepared(site.need(Hierarchy.class));
        Refusals refusals = new Refusals(site.shell(), site.clock());
        new JoiningDoors(site, authority, site.need(DeviceAuthentication.class), refusals).open();
        site.everyMinute(refusals);
        site.need(Watches.class).hourly(EndingCertificates::look);
        site.need(Watches.class).hourly(EndingCertificates::anchors);
    }
}
