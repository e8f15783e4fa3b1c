package dev.muster.server;

import dev.muster.core.access.AccessEvent;
import dev.muster.core.access.AccessFacts;
import dev.muster.core.assurance.AssuranceEvent;
import dev.muster.core.assurance.AssuranceFacts;
import dev.muster.core.assurance.LedgerFacts;
import dev.muster.core.attestation.AttestationEvent;
import dev.muster.core.attestation.AttestationFacts;
import dev.muster.core.devices.DeviceEvent;
import dev.muster.core.devices.DevicesFacts;
import dev.muster.core.joining.JoiningEvent;
import dev.muster.core.joining.JoiningFacts;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.EventCodec;
import dev.muster.core.ledger.FactRule;
import dev.muster.core.ledger.LedgerEvent;
import dev.muster.core.network.NetworkEvent;
import dev.muster.core.network.NetworkFacts;
import dev.muster.core.response.ResponseEvent;
import dev.muster.core.response.ResponseFacts;
import dev.muster.core.update.UpdateEvent;
import dev.muster.core.update.UpdateFacts;
import dev.muster.server.access.AccessProjection;
import dev.muster.server.assurance.SaidProjection;
import dev.muster.server.attestation.AttestationProjection;
import dev.muster.server.devices.DevicesProjection;
import dev.muster.server.joining.JoiningProjection;
import dev.muster.server.ledger.Ledger;
import dev.muster.server.ledger.Projection;
import dev.muster.server.ledger.Statements;
import dev.muster.server.network.NetworkProjection;
import dev.muster.server.response.ResponseProjection;
import dev.muster.server.sql.Migrations;
import dev.muster.server.update.UpdateProjection;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Every topic, in the order in which their scripts and projections run. To add one, add its entry here. */
final class Topics {
    private static final List<Topic> ALL = List.of(
            new Topic(
                    "ledger", Ledger.SCRIPTS, List.of(LedgerEvent.class), List.of(Statements.projection()), List.of()),
            new Topic(
                    "access",
                    List.of("001-access", "002-ended"),
                    List.of(AccessEvent.class),
                    List.of(new AccessProjection()),
                    List.of(new AccessFacts())),
            new Topic(
                    "attestation",
                    List.of("001-registers"),
                    List.of(AttestationEvent.class),
                    List.of(new AttestationProjection()),
                    List.of(new AttestationFacts())),
            new Topic(
                    "assurance",
                    List.of("001-assurance"),
                    List.of(AssuranceEvent.class),
                    List.of(new SaidProjection()),
                    List.of(new AssuranceFacts(), new LedgerFacts())),
            new Topic(
                    "devices",
                    List.of("001-devices"),
                    List.of(DeviceEvent.class),
                    List.of(new DevicesProjection()),
                    List.of(new DevicesFacts())),
            new Topic(
                    "joining",
                    List.of("001-joining"),
                    List.of(JoiningEvent.class),
                    List.of(new JoiningProjection()),
                    List.of(new JoiningFacts())),
            new Topic(
                    "network",
                    List.of("001-network"),
                    List.of(NetworkEvent.class),
                    List.of(new NetworkProjection()),
                    List.of(new NetworkFacts())),
            new Topic(
                    "update",
                    List.of("001-registers"),
                    List.of(UpdateEvent.class),
                    List.of(new UpdateProjection(new AppraisedSoftware())),
                    List.of(new UpdateFacts())),
            new Topic(
                    "response",
                    List.of("001-response"),
                    List.of(ResponseEvent.class),
                    List.of(new ResponseProjection()),
                    List.of(new ResponseFacts())),
            new Topic("console", List.of("001-console"), List.of(), List.of(), List.of()));

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

    static List<FactRule> facts() {
        return ALL.stream().flatMap(topic -> topic.facts().stream()).toList();
    }
}
