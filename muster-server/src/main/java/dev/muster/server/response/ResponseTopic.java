package dev.muster.server.response;

import dev.muster.core.facts.Check;
import dev.muster.core.facts.DeclaredFact;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.FactRule;
import dev.muster.core.ledger.NoticeRule;
import dev.muster.core.response.ResponseEvent;
import dev.muster.core.response.ResponseFacts;
import dev.muster.core.response.ResponseNotices;
import dev.muster.core.response.checks.ResponseChecks;
import dev.muster.ledger.sequence.Projection;
import dev.muster.server.topic.Site;
import dev.muster.server.topic.Topic;
import dev.muster.server.web.Contributions;
import java.util.List;

/** What we do by ourselves when evidence contradicts the reference values. */
public final class ResponseTopic implements Topic {
    @Override
    public String name() {
        return "response";
    }

    @Override
    public List<String> scripts() {
        return List.of("001-response");
    }

    @Override
    public List<Class<? extends Event>> events() {
        return List.of(ResponseEvent.class);
    }

    @Override
    public List<Projection> projections() {
        return List.of(new ResponseProjection());
    }

    @Override
    public List<FactRule> facts() {
        return List.of(new ResponseFacts());
    }

    @Override
    public List<DeclaredFact> vocabulary() {
        return ResponseFacts.vocabulary();
    }

    @Override
    public List<Check> checks() {
        return ResponseChecks.all();
    }

    @Override
    public List<NoticeRule> notices() {
        return List.of(new ResponseNotices());
    }

    @Override
    public void open(Site site) {
        site.need(Contributions.class).sentence(ResponseSentence::of);
        site.follow(new ResponseFollower(
                site.shell(),
                site.need(Standings.class),
                site.need(DeviceStates.class),
                site.need(Measures.class),
                site.clock()));
    }
}
