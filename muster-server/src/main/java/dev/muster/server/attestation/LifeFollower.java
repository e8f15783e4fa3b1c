package dev.muster.server.attestation;

import dev.muster.core.attestation.AttestationStore;
import dev.muster.core.attestation.Lives;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sequence.Follower;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Lets reference values live with the rollouts: what one brings counts, what it replaces goes. */
final class LifeFollower implements Follower {
    private final Ledger ledger;
    private final ReferenceSets sets;
    private final RolloutNews news;
    private final InstantSource clock;

    LifeFollower(Ledger ledger, ReferenceSets sets, RolloutNews news, InstantSource clock) {
        this.ledger = ledger;
        this.sets = sets;
        this.news = news;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "reference-life";
    }

    @Override
    public void accept(OrgId org, List<Entry> entries) {
        for (Entry entry : entries) {
            if (news.types().contains(entry.type())) {
                Optional<Lives.News> told = ledger.event(entry).flatMap(event -> news.of(org, entry, event));
                told.ifPresent(one -> follow(org, one));
            }
        }
    }

    private void follow(OrgId org, Lives.News told) {
        ledger.shell()
                .<AttestationStore, Lives.Answer>run(
                        org,
                        tx -> new SqlAttestationStore(tx, org, sets),
                        known -> Lives.follow(told, known, clock.instant()));
    }
}
