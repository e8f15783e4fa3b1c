package dev.muster.bench.river;

import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Tx;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * A register of many devices, made from one that really joined and attested: its rows again under other names, in the
 * tables that the pages read. The ledger has no entries of them: appending those is {@code bench river}.
 */
final class ManyDevices {
    /** Rows of one statement, so that the writer's log stays small. */
    private static final int STEP = 5_000;

    /** Of so many devices one contradicts its maker and is held, and one runs another version. */
    private static final int HELD = 50;

    private static final int OTHER_VERSION = 3;

    /** Tables, and the column that names the device. */
    private static final Map<String, String> TABLES = tables();

    private final Path data;
    private final String model;

    /** @param model the device that was real */
    ManyDevices(Path data, String model) {
        this.data = data;
        this.model = model;
    }

    private static Map<String, String> tables() {
        Map<String, String> tables = new LinkedHashMap<>();
        tables.put("devices_device", "id");
        tables.put("console_device", "device");
        tables.put("fact", "subject");
        tables.put("fact_source", "subject");
        tables.put("fact_entry", "subject");
        return tables;
    }

    /** The name of one of them. */
    static String name(int number) {
        return "dev-%06d".formatted(number);
    }

    /** Writes them; how many rows that made. */
    long fill(int devices) {
        long rows = 0;
        try (Database database = Database.open("jdbc:sqlite:" + data.resolve("muster.db"))) {
            for (Map.Entry<String, String> table : TABLES.entrySet()) {
                for (int from = 0; from < devices; from += STEP) {
                    int first = from;
                    int last = Math.min(devices, from + STEP) - 1;
                    rows += database.write(tx -> copy(tx, table.getKey(), table.getValue(), first, last));
                }
            }
            database.change(tx -> {
                tx.update("update console_device set words = lower(device || ' ' || product || ' ' || software)");
                tx.update("delete from fact_level where series like 'devices.%'");
                tx.update("update console_device set state = 'quarantined', verdict = 'contraindicated', urgency = 0"
                        + " where device like 'dev-%' and cast(substr(device, 5) as integer) % " + HELD + " = 0");
                tx.update("update console_device set software = '0.9.0' where device like 'dev-%' and"
                        + " cast(substr(device, 5) as integer) % " + OTHER_VERSION + " = 1");
            });
        }
        return rows;
    }

    private long copy(Tx tx, String table, String key, int first, int last) {
        List<Map.Entry<String, String>> columns = tx.query(
                "select name, type from pragma_table_info('" + table + "')",
                row -> Map.entry(row.text("name"), row.text("type")));
        StringJoiner names = new StringJoiner(", ");
        StringJoiner values = new StringJoiner(", ");
        for (Map.Entry<String, String> column : columns) {
            names.add(column.getKey());
            values.add(
                    column.getValue().equals("TEXT")
                            ? "replace(t." + column.getKey() + ", '" + model + "', printf('dev-%06d', c.n))"
                            : "t." + column.getKey());
        }
        String of = key.equals("subject") ? "device/" + model : model;
        return tx.update(
                "with recursive c(n) as (select " + first + " union all select n + 1 from c where n < " + last + ")"
                        + " insert into " + table + " (" + names + ") select " + values + " from c, " + table
                        + " t where t." + key + " = ?",
                of);
    }
}
