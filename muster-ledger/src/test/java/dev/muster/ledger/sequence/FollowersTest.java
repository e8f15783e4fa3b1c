package dev.muster.ledger.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.testing.BothDatabases;
import dev.muster.ledger.testing.TestLedger;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** A follower hears whether it is this server that runs it, with and without anything new. */
class FollowersTest {
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    private final class Hearing implements Follower {
        @Override
        public String name() {
            return "hearing";
        }

        @Override
        public void accept(OrgId org, List<Entry> entries) {
            heard.add("entries");
        }

        @Override
        public void begins() {
            heard.add("begins");
        }

        @Override
        public void ends() {
            heard.add("ends");
        }
    }

    private String next() throws InterruptedException {
        return String.valueOf(heard.poll(20, TimeUnit.SECONDS));
    }

    @BothDatabases
    void itIsToldWhenItBeginsAndWhenAnotherServerGoesOn(Database database) throws Exception {
        try (TestLedger fixture = TestLedger.over(database)) {
            fixture.open().create(new OrgId("acme"));
            AtomicBoolean writesHere = new AtomicBoolean(true);
            try (Followers followers = new Followers(database, writesHere::get)) {
                followers.add(new Hearing());
                assertThat(next()).isEqualTo("begins");
                assertThat(next()).isEqualTo("entries");
                writesHere.set(false);
                assertThat(next()).isEqualTo("ends");
                writesHere.set(true);
                assertThat(next()).as("although nothing is new").isEqualTo("begins");
            }
        }
    }
}
