package dev.muster.cli.governance;

import dev.muster.cli.ListVerb.Column;
import dev.muster.cli.VerbGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;

/** A kind of record as a verb of its own: all of them have these verbs, and those take the kind from here. */
@Command(
        subcommands = {
            KindVerbs.ListAll.class,
            KindVerbs.Show.class,
            KindVerbs.Begin.class,
            KindVerbs.Act.class,
            KindVerbs.Rules.class,
            KindVerbs.Import.class,
            KindVerbs.Export.class,
            KindVerbs.Calendar.class
        })
abstract class Kind extends VerbGroup {
    private final String machine;
    private final List<String> shown;

    /**
     * For subclasses.
     *
     * @param machine as the server calls it
     * @param shown fields that tell records apart in a list
     */
    Kind(String machine, String... shown) {
        this.machine = machine;
        this.shown = List.of(shown);
    }

    final String machine() {
        return machine;
    }

    final List<Column> columns() {
        List<Column> columns = new ArrayList<>(List.of(Column.of("ID", "id"), Column.of("STATE", "state")));
        shown.forEach(field -> columns.add(new Column(
                field.toUpperCase(Locale.ROOT),
                row -> row.path("fields").path(field).asString(""))));
        columns.add(Column.of("SINCE", "since"));
        return columns;
    }
}
