package dev.muster.core.assurance.export;

import dev.muster.core.assurance.Overlay;
import dev.muster.format.json.Json;
import dev.muster.format.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * One thing that leaves the house.
 *
 * @param name what it is asked by, such as {@code etsi-ics.html}; also its file name
 * @param mediaType of the bytes
 * @param make makes them; the same input gives the same bytes
 */
public record Export(String name, String mediaType, Function<Exported, byte[]> make) {
    private static final String WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private static final String JSON = "application/json";

    /** All of them; frameworks that are data files have their sheets without a line here. */
    public static List<Export> all(List<Overlay> overlays) {
        List<Export> all = new ArrayList<>();
        all.add(json("catalog.json", OscalCatalogue::catalog));
        all.add(json("profile.json", OscalCatalogue::profile));
        all.add(json("component-definition.json", OscalCatalogue::components));
        all.add(json("assessment-plan.json", OscalAssessment::plan));
        all.add(json("assessment-results.json", OscalAssessment::results));
        all.add(json("poam.json", OscalAssessment::milestones));
        sheet(all, "etsi-ics", Sheets::ics);
        sheet(all, "etsi-ixit", Sheets::ixit);
        sheet(all, "cra-technical-file", Sheets::technicalFile);
        overlays.forEach(
                overlay -> sheet(all, overlay.id().toLowerCase(Locale.ROOT), from -> Sheets.overlay(from, overlay)));
        return List.copyOf(all);
    }

    /** The one of this name. */
    public static Optional<Export> named(String name, List<Overlay> overlays) {
        return all(overlays).stream()
                .filter(export -> export.name().equals(name))
                .findFirst();
    }

    private static Export json(String name, Function<Exported, Json> tree) {
        return new Export(name, JSON, from -> JsonWriter.indented(tree.apply(from)));
    }

    private static void sheet(List<Export> all, String name, Function<Exported, Sheet> sheet) {
        all.add(new Export(
                name + ".html",
                "text/html; charset=utf-8",
                from -> sheet.apply(from).html().getBytes(StandardCharsets.UTF_8)));
        all.add(new Export(
                name + ".csv",
                "text/csv; charset=utf-8",
                from -> sheet.apply(from).csv().getBytes(StandardCharsets.UTF_8)));
        all.add(new Export(name + ".pdf", "application/pdf", from -> Print.of(sheet.apply(from))));
        all.add(new Export(name + ".xlsx", WORKBOOK, from -> Workbook.of(sheet.apply(from))));
    }
}
