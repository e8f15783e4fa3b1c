package dev.muster.server.assurance;

import dev.muster.core.assurance.Assessor;
import dev.muster.core.assurance.FleetPicture;
import dev.muster.core.assurance.Standings;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.format.cbor.RecordCodec;
import dev.muster.format.crypto.Sha256;
import dev.muster.ledger.sql.Tx;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the devices of one organisation stood at any past moment: who stood otherwise from when on, and now and then a picture
 * of all of them, so that an answer reads the nearest picture before that moment and the moves after it.
 */
final class SqlHistoryStore {
    static final String PICTURE = "select moment, devices from assurance_picture where org = ? and moment <= ?"
            + " order by moment desc limit 1";

    static final String MOVED = "select device, number from assurance_moved where org = ? and moment > ?"
            + " and moment <= ? order by moment";

    static final String STANDINGS = "select standings from assurance_standings where org = ? and number = ?";

    static final String UNKNOWN = "select m.number from assurance_moved m where m.org = ? and not exists (select 1"
            + " from assurance_standings s where s.org = m.org and s.number = m.number) limit 1";

    private static final List<String> TABLES =
            List.of("assurance_moved", "assurance_picture", "assurance_standings", "assurance_history");

    private static final RecordCodec<Kept> CODEC = RecordCodec.of(Kept.class);

    private final Tx tx;
    private final String org;

    /** As a picture is kept: devices, and the numbers of their standings in the same order. */
    record Kept(List<String> devices, List<Long> numbers) {
        Kept {
            devices = List.copyOf(devices);
            numbers = List.copyOf(numbers);
        }
    }

    /**
     * How far it is told.
     *
     * @param rules by which it was judged
     * @param entry index of the first entry that it does not take into account
     * @param moment every moment up to and with this one is told
     */
    record Told(String rules, long entry, Instant moment) {}

    /** From this moment on a device stands so. */
    record Move(Instant moment, Subject device, Standings standings) {}

    /** What is kept names rows that are not there: it says nothing, and has to be made again. */
    static final class Missing extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Missing(String what) {
            super(what);
        }
    }

    SqlHistoryStore(Tx tx, OrgId org) {
        this.tx = tx;
        this.org = org.value();
    }

    Optional<Told> told() {
        return tx.one(
                "select rules, entry, moment from assurance_history where org = ?",
                row -> new Told(row.text("rules"), row.number("entry"), row.instant("moment")),
                org);
    }

    void tell(Told told) {
        tx.update(
                "insert into assurance_history (org, rules, entry, moment) values (?, ?, ?, ?)"
                        + " on conflict (org) do update set rules = excluded.rules, entry = excluded.entry,"
                        + " moment = excluded.moment",
                org,
                told.rules(),
                told.entry(),
                told.moment());
    }

    /** Whether every standings that a move names are there; a picture names none that no move named. */
    boolean isWhole() {
        return tx.query(UNKNOWN, row -> row.number("number"), org).isEmpty();
    }

    /** Forgets all of it. */
    void clear() {
        TABLES.forEach(table -> tx.update("delete from " + table + " where org = ?", org));
    }

    /** Forgets what it says of this moment and later ones. */
    void clearFrom(Instant moment) {
        tx.update("delete from assurance_moved where org = ? and moment >= ?", org, moment);
        tx.update("delete from assurance_picture where org = ? and moment >= ?", org, moment);
    }

    void moved(List<Move> moves) {
        keep(moves.stream().map(Move::standings).toList());
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Move move : moves) {
            rows.add(new Object[] {org, move.moment(), move.device().text(), number(move.standings())});
        }
        tx.batch(
                "insert into assurance_moved (org, moment, device, number) values (?, ?, ?, ?)"
                        + " on conflict do nothing",
                rows);
    }

    /** All devices as they stand at this moment. */
    void picture(Instant moment, Map<Subject, Standings> stands) {
        keep(stands.values());
        List<String> devices = new ArrayList<>();
        List<Long> numbers = new ArrayList<>();
        stands.forEach((device, standings) -> {
            devices.add(device.text());
            numbers.add(number(standings));
        });
        tx.update(
                "insert into assurance_picture (org, moment, devices) values (?, ?, ?) on conflict do nothing",
                org,
                moment,
                CODEC.encode(new Kept(devices, numbers)));
    }

    private void keep(Iterable<Standings> all) {
        Map<Long, byte[]> different = new HashMap<>();
        all.forEach(standings -> different.put(number(standings), standings.bytes()));
        List<@Nullable Object[]> rows = new ArrayList<>();
        different.forEach((number, bytes) -> rows.add(new Object[] {org, number, bytes}));
        tx.batch(
                "insert into assurance_standings (org, number, standings) values (?, ?, ?) on conflict do nothing",
                rows);
    }

    /** Everybody at this moment, which has to be told already. */
    FleetPicture at(Assessor assessor, Instant moment) {
        Map<Long, Standings> known = new HashMap<>();
        FleetPicture picture = new FleetPicture(assessor);
        Instant from = tx.one(PICTURE, row -> Map.entry(row.instant("moment"), row.bytes("devices")), org, moment)
                .map(found -> {
                    Kept kept = CODEC.decode(found.getValue());
                    for (int i = 0; i < kept.devices().size(); i++) {
                        put(picture, kept.devices().get(i), kept.numbers().get(i), known);
                    }
                    return found.getKey();
                })
                .orElse(Instant.EPOCH);
        Map<String, Long> moved = new HashMap<>();
        tx.query(MOVED, row -> moved.put(row.text("device"), row.number("number")), org, from, moment);
        moved.forEach((device, number) -> put(picture, device, number, known));
        return picture;
    }

    private void put(FleetPicture picture, String device, long number, Map<Long, Standings> known) {
        picture.put(Subject.parse(device), known.computeIfAbsent(number, this::standings));
    }

    private Standings standings(long number) {
        return tx.one(STANDINGS, row -> Standings.ofBytes(row.bytes("standings")), org, number)
                .orElseThrow(() -> new Missing("standings " + number + " of " + org + " are missing"));
    }

    /** Made from them: who writes them again, on whatever server, writes the same. */
    private static long number(Standings standings) {
        return ByteBuffer.wrap(Sha256.of(standings.bytes())).getLong();
    }
}
