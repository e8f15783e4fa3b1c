package dev.muster.server;

import dev.muster.core.assurance.Catalogue;
import dev.muster.core.assurance.Checks;
import dev.muster.core.assurance.Reach;
import dev.muster.core.assurance.ShippedCatalogue;
import dev.muster.core.facts.DeclaredFact;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.EventCodec;
import dev.muster.core.ledger.FactRule;
import dev.muster.ledger.sequence.Projection;
import dev.muster.ledger.sql.Migrations;
import dev.muster.server.access.AccessTopic;
import dev.muster.server.assurance.AssuranceTopic;
import dev.muster.server.attestation.AttestationTopic;
import dev.muster.server.console.ConsoleTopic;
import dev.muster.server.devices.DevicesTopic;
import dev.muster.server.drills.DrillsTopic;
import dev.muster.server.facts.FactsTopic;
import dev.muster.server.failures.FailuresTopic;
import dev.muster.server.governance.GovernanceTopic;
import dev.muster.server.host.HostTopic;
import dev.muster.server.joining.JoiningTopic;
import dev.muster.server.ledger.LedgerTopic;
import dev.muster.server.metrics.MetricsTopic;
import dev.muster.server.network.NetworkTopic;
import dev.muster.server.notice.NoticeTopic;
import dev.muster.server.response.ResponseTopic;
import dev.muster.server.scrapi.ScrapiTopic;
import dev.muster.server.topic.NoticeRules;
import dev.muster.server.topic.Topic;
import dev.muster.server.update.UpdateTopic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every topic, in the order in which their scripts and projections run, their facts are numbered and their doors open. To
 * add one, add it here; an order that exists never changes.
 */
final class Topics {
    static final List<Topic> ALL = List.of(
            new LedgerTopic(),
            new ScrapiTopic(),
            new FactsTopic(),
            new AccessTopic(),
            new AttestationTopic(AppraisedRollouts::new),
            new AssuranceTopic(),
            new DevicesTopic(),
            new JoiningTopic(),
            new NetworkTopic(),
            new UpdateTopic(new AppraisedSoftware()),
            new ResponseTopic(),
            new ConsoleTopic(),
            new GovernanceTopic(),
            new HostTopic(),
            new MetricsTopic(),
            new NoticeTopic(),
            new FailuresTopic(),
            new DrillsTopic());

    private Topics() {}

    static Migrations migrations() {
        Migrations migrations = Migrations.create();
        ALL.forEach(topic -> migrations.topic(topic.name(), topic.scripts().toArray(String[]::new)));
        return migrations;
    }

    static EventCodec codec() {
        List<Class<? extends Event>> events = new ArrayList<>();
        ALL.forEach(topic -> events.addAll(topic.events()));
        return EventCodec.of(events);
    }

    /** Registers of the topics, then those that are made of facts. */
    static List<Projection> projections(Projection... ofFacts) {
        return Stream.concat(ALL.stream().flatMap(topic -> topic.projections().stream()), Stream.of(ofFacts))
                .toList();
    }

    /** What makes each topic's registers, by its name. */
    static Map<String, List<Projection>> registers() {
        return ALL.stream().collect(Collectors.toMap(Topic::name, Topic::projections));
    }

    static NoticeRules notices() {
        return new NoticeRules(
                ALL.stream().flatMap(topic -> topic.notices().stream()).toList());
    }

    static List<FactRule> facts() {
        return ALL.stream().flatMap(topic -> topic.facts().stream()).toList();
    }

    static List<DeclaredFact> vocabulary() {
        return ALL.stream().flatMap(topic -> topic.vocabulary().stream()).toList();
    }

    static Checks checks() {
        return new Checks(ALL.stream().flatMap(topic -> topic.checks().stream()).toList());
    }

    /**
     * The catalogue, in which each link can count.
     *
     * @throws dev.muster.core.assurance.CatalogueException at the first fault
     */
    static Catalogue catalogue(Checks checks) {
        return new Reach(checks, vocabulary()).require(ShippedCatalogue.read(checks.ids()));
    }
}
