package dev.muster.cli.comply;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The posture of a fleet as tables. */
public final class ComplyTable {
    private static final List<String> KINDS =
            List.of("SUPPORTED", "PARTLY", "NOT_SUPPORTED", "STALE", "UNKNOWN", "NOT_APPLICABLE", "WAIVED");
    private static final List<String> LIVE = List.of("SUPPORTED", "PARTLY", "NOT_SUPPORTED");
    private static final List<String> GRADES =
            List.of("ATTESTED", "OBSERVED", "REPORTED", "CLAIMED", "RECORDED", "DOCUMENTED");

    /** Of those, how many are live: nobody's word but a device's. */
    private static final int LIVE_GRADES = 3;

    /** Rows, reachable, live, wholly live, by people. */
    private static final int COUNTS = 5;

    private ComplyTable() {}

    /** A row for each source, and one for all of them: from an answer of {@code /posture}. */
    public static List<List<String>> sources(JsonNode posture) {
        List<List<String>> table = new ArrayList<>();
        table.add(List.of(
                "source",
                "rows",
                "supported",
                "partly",
                "not",
                "stale",
                "unknown",
                "n/a",
                "waived",
                "weakest grade of those"));
        int[] totals = new int[KINDS.size() + 1];
        int[] grades = new int[GRADES.size()];
        for (JsonNode source : posture.path("sources")) {
            List<String> row = new ArrayList<>(List.of(source.path("id").asString()));
            row.add(add(totals, 0, source.path("rows").asInt(0)));
            for (int i = 0; i < KINDS.size(); i++) {
                row.add(add(
                        totals, i + 1, source.path("counts").path(KINDS.get(i)).asInt(0)));
            }
            int[] own = new int[GRADES.size()];
            for (int i = 0; i < GRADES.size(); i++) {
                own[i] = source.path("grades").path(GRADES.get(i)).asInt(0);
                grades[i] += own[i];
            }
            row.add(mix(own));
            table.add(row);
        }
        List<String> all = new ArrayList<>(List.of("all"));
        for (int total : totals) {
            all.add(String.valueOf(total));
        }
        all.add(mix(grades));
        table.add(all);
        return table;
    }

    /**
     * How far evidence reaches: rows for or against which something speaks that a device proved or said, or that was seen
     * ({@code live}), beside those on which such facts could bear at all; how many of these rest on nothing weaker ({@code
     * wholly}); and rows that rest on what people claimed, recorded or wrote alone ({@code by people}).
     */
    public static List<List<String>> summary(JsonNode posture) {
        List<List<String>> table = new ArrayList<>();
        table.add(List.of(
                "source",
                "rows",
                "reachable",
                "live",
                "of reachable",
                "wholly",
                "by people",
                "weakest grade of those supported"));
        int[] totals = new int[COUNTS];
        int[] grades = new int[GRADES.size()];
        for (JsonNode source : posture.path("sources")) {
            Reach reach = Reach.of(posture, source.path("id").asString());
            int[] own = new int[GRADES.size()];
            for (int i = 0; i < GRADES.size(); i++) {
                own[i] = source.path("grades").path(GRADES.get(i)).asInt(0);
                grades[i] += own[i];
            }
            int reachable = source.path("reachable").asInt(0);
            table.add(List.of(
                    source.path("id").asString(),
                    add(totals, 0, source.path("rows").asInt(0)),
                    add(totals, 1, reachable),
                    add(totals, 2, reach.live()),
                    share(reach.live(), reachable),
                    add(totals, 3, reach.wholly()),
                    add(totals, 4, reach.people()),
                    mix(own)));
        }
        table.add(List.of(
                "all",
                String.valueOf(totals[0]),
                String.valueOf(totals[1]),
                String.valueOf(totals[2]),
                share(totals[2], totals[1]),
                String.valueOf(totals[3]),
                String.valueOf(totals[4]),
                mix(grades)));
        return table;
    }

    /** How many rows of a source a live fact decides, nothing weaker decides, or people alone. */
    private record Reach(int live, int wholly, int people) {
        static Reach of(JsonNode posture, String source) {
            int live = 0;
            int wholly = 0;
            int people = 0;
            for (JsonNode row : posture.path("requirements")) {
                if (row.path("requirement").asString().startsWith(source + "/")
                        && LIVE.contains(row.path("verdict").asString())) {
                    int grade = GRADES.indexOf(row.path("grade").asString(""));
                    boolean alive = row.path("live").asInt(0) > 0;
                    live += alive ? 1 : 0;
                    wholly += alive && grade >= 0 && grade < LIVE_GRADES ? 1 : 0;
                    people += alive ? 0 : 1;
                }
            }
            return new Reach(live, wholly, people);
        }
    }

    private static String share(int part, int whole) {
        return whole == 0 ? "-" : Math.round(100.0 * part / whole) + " %";
    }

    /** A row for each requirement on which some evidence bears, the worst first within a source as the server orders. */
    public static List<List<String>> rows(JsonNode posture) {
        List<List<String>> table = new ArrayList<>();
        table.add(List.of("requirement", "verdict", "grade", "devices", "example", "asks"));
        for (JsonNode row : posture.path("requirements")) {
            String verdict = row.path("verdict").asString();
            if (!verdict.equals("UNKNOWN")) {
                table.add(List.of(
                        row.path("requirement").asString(),
                        WhyTree.words(verdict),
                        WhyTree.words(row.path("grade").asString("-")),
                        row.path("devices").path(verdict).asInt(0) + "/"
                                + posture.path("devices").asInt(0),
                        row.path("example").asString("-").replaceFirst("^device/", ""),
                        row.path("paraphrase").asString()));
            }
        }
        return table;
    }

    private static String add(int[] totals, int column, int value) {
        totals[column] += value;
        return String.valueOf(value);
    }

    private static String mix(int[] counts) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                text.append(text.isEmpty() ? "" : ", ")
                        .append(counts[i])
                        .append(' ')
                        .append(WhyTree.words(GRADES.get(i)));
            }
        }
        return text.isEmpty() ? "-" : text.toString();
    }
}
