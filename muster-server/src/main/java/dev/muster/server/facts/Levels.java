package dev.muster.server.facts;

import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sql.Row;
import dev.muster.ledger.sql.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How much there was of something over time: what pictures of the past are drawn from. One row for a minute in which it
 * changed, written in the transaction that changes it; a picture reads one row for each of its steps, however long ago.
 */
public final class Levels {
    private static final long MINUTE_SECONDS = 60;

    static final String NEWEST =
            "select minute, level from fact_level where org = ? and series = ? order by minute desc limit 1";

    static final String BEFORE = "select minute, level from fact_level where org = ? and series = ? and minute < ?"
            + " order by minute desc limit 1";

    /** The last row of each step. */
    static final String STEPS = "select minute, level from fact_level where org = ? and series = ? and minute in"
            + " (select max(minute) from fact_level where org = ? and series = ? and minute >= ? and minute < ?"
            + " group by (minute - ?) / ?) order by minute";

    static final String FIRST =
            "select minute, level from fact_level where org = ? and series = ? order by minute limit 1";

    private static final String KEEP = "insert into fact_level (org, series, minute, level) values (?, ?, ?, ?)"
            + " on conflict (org, series, minute) do update set level = excluded.level";

    private final Tx tx;
    private final String org;

    public Levels(Tx tx, OrgId org) {
        this.tx = tx;
        this.org = org.value();
    }

    private record Level(long minute, long level) {
        static Level of(Row row) {
            return new Level(row.number("minute"), row.number("level"));
        }
    }

    /** Whether anything was ever kept under this name. */
    public boolean kept(String series) {
        return tx.one(NEWEST, Level::of, org, series).isPresent();
    }

    /**
     * From now on there is so much more, or less.
     *
     * @param at when that was learned; earlier than what is kept already counts as then, for a clock may be set back
     */
    public void add(String series, Instant at, long change) {
        Optional<Level> newest = tx.one(NEWEST, Level::of, org, series);
        if (change == 0 && newest.isPresent()) {
            return;
        }
        long minute = Math.max(minute(at), newest.map(Level::minute).orElse(0L));
        tx.update(KEEP, org, series, minute, newest.map(Level::level).orElse(0L) + change);
    }

    /** The minute from which on anything is kept under one of these names. */
    public Optional<Instant> first(List<String> series) {
        return series.stream()
                .flatMap(one -> tx.one(FIRST, Level::of, org, one).stream())
                .map(level -> Instant.ofEpochSecond(level.minute() * MINUTE_SECONDS))
                .min(Instant::compareTo);
    }

    /**
     * How much there was at each of these times; 0 before anything was kept.
     *
     * @param ends two at least, rising, by equal steps of whole minutes
     * @param live whether the last of them is now, so that the minute that is not over counts as well
     */
    public List<Long> at(String series, List<Instant> ends, boolean live) {
        long first = minute(ends.getFirst());
        long step = Duration.between(ends.getFirst(), ends.get(1)).toMinutes();
        long until = live ? Long.MAX_VALUE : first + (ends.size() - 1) * step;
        Map<Long, Long> steps = new HashMap<>();
        @Nullable Object[] asked = {org, series, org, series, first, until, first, step};
        for (Level level : tx.query(STEPS, Level::of, asked)) {
            steps.put(Math.min((level.minute() - first) / step + 1, ends.size() - 1L), level.level());
        }
        long running =
                tx.one(BEFORE, Level::of, org, series, first).map(Level::level).orElse(0L);
        List<Long> levels = new ArrayList<>();
        for (long i = 0; i < ends.size(); i++) {
            running = steps.getOrDefault(i, running);
            levels.add(running);
        }
        return levels;
    }

    private static long minute(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), MINUTE_SECONDS);
    }
}
