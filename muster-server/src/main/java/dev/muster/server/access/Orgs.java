package dev.muster.server.access;

import dev.muster.core.access.AccessAnswer;
import dev.muster.core.access.AccessAnswer.Denied;
import dev.muster.core.access.AccessDesk;
import dev.muster.core.access.AccessStore;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sql.Database;
import dev.muster.server.http.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;

/** The organisations of this installation, and the desk of each. */
public final class Orgs {
    /** An organisation as the register has it. */
    public record Org(String id, String name, Instant createdAt) {}

    private final Ledger ledger;
    private final Database database;
    private final Duration sessionValid;

    public Orgs(Ledger ledger, Database database, Duration sessionValid) {
        this.ledger = ledger;
        this.database = database;
        this.sessionValid = sessionValid;
    }

    /** All of them, by id. */
    public List<Org> all() {
        return database.read(tx -> tx.query(
                "select org, name, created_at from access_orgs order by org",
                row -> new Org(row.text("org"), row.text("name"), row.instant("created_at"))));
    }

    /** Whether any browser was ever signed in here. */
    public boolean someoneHasSignedIn() {
        return database.read(tx -> tx.count("select count(*) as n from access_sessions")) > 0;
    }

    /** Begins the organisation's record, so that its creation can be an entry of it. */
    void begin(OrgId org) {
        ledger.create(org);
    }

    /** Asks the desk of one organisation. */
    AccessAnswer ask(OrgId org, BiFunction<AccessDesk, AccessStore, Decision<AccessAnswer>> question) {
        AccessDesk desk = new AccessDesk(org, sessionValid);
        return ledger.shell().run(org, tx -> new SqlAccessStore(tx, org), store -> question.apply(desk, store));
    }

    /** Goes on when it was done. @throws dev.muster.server.http.Refused with the desk's reason when it was not */
    static void settle(AccessAnswer answer) {
        if (answer instanceof Denied denied) {
            throw Problem.of(denied.kind(), denied.reason(), denied.detail(), "")
                    .refuse();
        }
    }
}
