package dev.muster.server.response;

import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.response.Measure;
import dev.muster.core.response.Responses;
import dev.muster.core.response.Standing;
import dev.muster.ledger.sequence.Follower;
import dev.muster.ledger.sequence.Shell;
import dev.muster.ledger.sql.Tx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Answers verdicts. What was answered before is known by the register, so entries may come twice. */
public final class ResponseFollower implements Follower {
    private final Shell shell;
    private final Standings standings;
    private final DeviceStates states;
    private final Measures measures;
    private final InstantSource clock;
    private final Responses responses = new Responses();

    public ResponseFollower(
            Shell shell, Standings standings, DeviceStates states, Measures measures, InstantSource clock) {
        this.shell = shell;
        this.standings = standings;
        this.states = states;
        this.measures = measures;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "response";
    }

    @Override
    public void accept(OrgId org, List<Entry> entries) {
        for (Entry entry : entries) {
            standings.of(entry).ifPresent(standing -> answer(org, standing));
        }
    }

    private void answer(OrgId org, Standing standing) {
        Instant now = clock.instant();
        shell.run(org, tx -> tx, tx -> decide(tx, org, standing, now));
    }

    /** The desk's entry first, then those of the measures, so that a reader meets the cause before the effect. */
    private Decision<Integer> decide(Tx tx, OrgId org, Standing standing, Instant now) {
        Decision<List<Measure>> decision = responses.decide(standing, new SqlResponseStore(tx, org, states), now);
        List<Draft> drafts = new ArrayList<>(decision.drafts());
        for (Measure measure : decision.answer()) {
            drafts.addAll(measures.ask(tx, org, measure, standing, now));
        }
        return Decision.of(drafts.size(), drafts);
    }
}
