package dev.muster.server.assurance;

import dev.muster.core.assurance.Assessor;
import dev.muster.core.assurance.AssuranceEvent;
import dev.muster.core.assurance.AssuranceFacts;
import dev.muster.core.assurance.Checks;
import dev.muster.core.assurance.LedgerFacts;
import dev.muster.core.assurance.ShippedCatalogue;
import dev.muster.core.facts.EntryFacts;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.EventCodec;
import dev.muster.core.ledger.FactRule;
import dev.muster.core.ledger.LedgerEvent;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sequence.EntryQuery;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Migrations;
import dev.muster.ledger.testing.TestLedger;
import dev.muster.server.ShippedChecks;
import dev.muster.server.facts.FactProjection;
import dev.muster.testing.TestFolders;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** A real ledger with the registers of assurance, a clock that is set by hand, and no followers of its own. */
public final class AssuranceWorld implements AutoCloseable {
    public static final OrgId ACME = new OrgId("acme");
    public static final Subject CAM = Subject.device("cam-07");
    public static final List<FactRule> RULES = List.of(new AssuranceFacts(), new LedgerFacts(), Said.RULE);
    public static final Instant T0 = Instant.parse("2026-11-21T12:00:00Z");

    final Database database;
    final Ledger ledger;
    final EventCodec codec = EventCodec.of(List.of(LedgerEvent.class, AssuranceEvent.class, Said.class, Said.At.class));
    final EntryFacts facts = new EntryFacts(codec, RULES);
    final Checks checks = ShippedChecks.all();
    final Assessor assessor = new Assessor(ShippedCatalogue.read(checks.ids()), checks);
    private final TestLedger fixture;
    private volatile Instant now = T0;

    AssuranceWorld(Database database) {
        this(database, TestFolders.create("muster-ledger-"));
    }

    /** @param directory of a ledger whose rows are in this database */
    AssuranceWorld(Database database, Path directory) {
        this.database = database;
        this.fixture = TestLedger.in(directory, database);
        Migrations.create()
                .topic("assurance", "001-assurance", "002-strength", "003-one-register", "004-history")
                .topic("facts", "001-facts", "003-levels")
                .apply(database);
        this.ledger = fixture.events(AssuranceEvent.class, Said.class, Said.At.class)
                .projection(new FactProjection(facts))
                .projection(new SaidProjection())
                .clock(clock())
                .open();
        if (!ledger.exists(ACME)) {
            ledger.create(ACME);
        }
    }

    Path directory() {
        return fixture.directory();
    }

    InstantSource clock() {
        return () -> now;
    }

    void later(long seconds) {
        now = now.plusSeconds(seconds);
    }

    Instant now() {
        return now;
    }

    void say(Draft... drafts) {
        ledger.shell().run(ACME, tx -> tx, tx -> Decision.of(drafts.length, drafts));
    }

    void say(String key, String value) {
        say(Said.draft(CAM, key, value, now));
    }

    AssuranceFollower follower() {
        return new AssuranceFollower(database, ledger.shell(), facts, assessor, clock());
    }

    /** One that remembers as good as nothing, and tells of one device at a time. */
    AssuranceFollower forgetfulFollower() {
        return new AssuranceFollower(database, ledger.shell(), facts, assessor, clock(), 1, 1);
    }

    List<Entry> entries(long from) {
        return ledger.entries(ACME, EntryQuery.all().from(from).limit(EntryQuery.MAX_LIMIT));
    }

    /** What the ledger says about verdicts, oldest first. */
    List<AssuranceEvent.VerdictChanged> told() {
        return ledger.entries(ACME, EntryQuery.all().type("assurance.verdict-changed")).stream()
                .map(entry ->
                        (AssuranceEvent.VerdictChanged) ledger.event(entry).orElseThrow())
                .toList();
    }

    @Override
    public void close() {
        fixture.close();
    }
}
