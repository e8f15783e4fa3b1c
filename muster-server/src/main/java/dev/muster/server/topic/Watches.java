package dev.muster.server.topic;

import dev.muster.core.ledger.Notice;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sql.Tx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What no entry says because nothing happened: topics look at their registers now and then. */
public final class Watches {
    private static final int MINUTES = 60;

    private final List<Watch> minutely = new CopyOnWriteArrayList<>();
    private final List<Watch> hourly = new CopyOnWriteArrayList<>();

    /** Looks at one organisation; gives a bounded number, and the same again while it is so. */
    @FunctionalInterface
    public interface Watch {
        List<Notice> look(Tx tx, OrgId org, Instant now);
    }

    /** Looks every minute. */
    public void add(Watch watch) {
        minutely.add(watch);
    }

    /** Looks once an hour: for what costs more than a glance. */
    public void hourly(Watch watch) {
        hourly.add(watch);
    }

    /** Who looks in this minute, counted from the start of the server. */
    public List<Watch> at(long minute) {
        List<Watch> all = new ArrayList<>(minutely);
        if (minute % MINUTES == 0) {
            all.addAll(hourly);
        }
        return all;
    }
}
