package dev.muster.server.assurance;

import dev.muster.core.assurance.Assessor;
import dev.muster.core.assurance.AssuranceEvent;
import dev.muster.core.assurance.AssuranceFacts;
import dev.muster.core.assurance.LedgerFacts;
import dev.muster.core.assurance.checks.LedgerChecks;
import dev.muster.core.facts.Check;
import dev.muster.core.facts.DeclaredFact;
import dev.muster.core.facts.EntryFacts;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.FactRule;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sequence.Projection;
import dev.muster.server.topic.Site;
import dev.muster.server.topic.Topic;
import dev.muster.server.web.Contributions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Facts are judged by checks, checks answer requirements; packs carry both away. */
public final class AssuranceTopic implements Topic {
    /** Evidence ages by hours; a second is what people notice on a page. */
    private static final Duration AGEING = Duration.ofSeconds(1);

    /** The past is kept behind everything else. */
    private static final Duration TELLING = Duration.ofSeconds(5);

    @Override
    public String name() {
        return "assurance";
    }

    @Override
    public List<String> scripts() {
        return List.of("001-assurance", "002-strength", "003-one-register", "004-history");
    }

    @Override
    public List<Class<? extends Event>> events() {
        return List.of(AssuranceEvent.class);
    }

    @Override
    public List<Projection> projections() {
        return List.of(new SaidProjection());
    }

    @Override
    public List<FactRule> facts() {
        return List.of(new AssuranceFacts(), new LedgerFacts());
    }

    @Override
    public List<DeclaredFact> vocabulary() {
        return Stream.of(AssuranceFacts.vocabulary(), LedgerFacts.vocabulary())
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public List<Check> checks() {
        return LedgerChecks.all();
    }

    @Override
    public void open(Site site) {
        Assessor assessor = site.need(Assessor.class);
        Contributions contributions = site.need(Contributions.class).sentence(new AssuranceSentence(assessor.checks()));
        EntryFacts facts = site.need(EntryFacts.class);
        contributions.product(new RecordedPart(site.database(), facts));
        AssuranceFollower judge = new AssuranceFollower(site.database(), site.shell(), facts, assessor, site.clock());
        FleetHistory history = new FleetHistory(site.database(), facts, assessor, site.clock());
        Postures postures =
                new Postures(site.database(), facts, assessor, Optional.of(judge), Optional.of(history), site.clock());
        site.follow(judge);
        site.wakeAtStop(judge::stop);
        site.closeAtEnd(Repeated.start("staleness", AGEING, _ -> judge.tick()));
        site.closeAtEnd(Repeated.start("fleet-history", TELLING, goesOn -> tell(site.ledger(), history, goesOn)));
        new PostureDoor(postures, site.ledger()).addTo(site.console());
        new CompliancePages(site.database(), postures, contributions, site.clock()).addTo(site.console());
        new WaiverDoor(site.database(), site.shell(), facts, assessor.catalogue(), site.clock()).addTo(site.console());
        new ExportDoor(postures, site.heavy()).addTo(site.console());
        new ProductRecordDoor(site.database(), site.shell(), facts, site.clock()).addTo(site.console());
        EvidenceKeys keys = new EvidenceKeys(site.data().path().resolve("evidence"), site.random());
        PackMaker packs = new PackMaker(site.database(), site.ledger(), facts, assessor, keys, site.clock());
        new PackDoor(packs, site.heavy(), site.data().path().resolve("spool")).addTo(site.console());
    }

    private static void tell(Ledger ledger, FleetHistory history, BooleanSupplier goesOn) {
        if (ledger.writesHere()) {
            history.advance(() -> goesOn.getAsBoolean() && ledger.writesHere());
        } else {
            history.leave();
        }
    }
}
