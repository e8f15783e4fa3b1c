package dev.muster.cli.comply;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** A derivation as an indented tree: requirement, checks, facts, entries. */
public final class WhyTree {
    /** Enough of a digest to find the entry; {@code --json} has all of it. */
    private static final int DIGEST_DIGITS = 16;

    private final int width;
    private final List<String> lines = new ArrayList<>();

    private WhyTree(int width) {
        this.width = width;
    }

    /** The lines for an answer of {@code /devices/{id}/why/{requirement}}. */
    public static List<String> of(JsonNode why, int width) {
        WhyTree tree = new WhyTree(width);
        tree.draw(why);
        return List.copyOf(tree.lines);
    }

    private void draw(JsonNode why) {
        JsonNode verdict = why.path("verdict");
        String grade = verdict.path("grade").asString("");
        text(
                verdict.path("requirement").asString() + "  "
                        + verdict.path("paraphrase").asString(),
                "",
                "  ");
        text(
                why.path("device").asString() + " at " + why.path("asOf").asString() + ": "
                        + words(verdict.path("verdict").asString())
                        + (grade.isEmpty() ? "" : ", weakest grade " + words(grade)),
                "",
                "  ");
        List<JsonNode> checks = list(why.path("checks"));
        boolean decided = why.path("decision").isObject();
        if (decided) {
            text(decided(verdict), checks.isEmpty() ? "└─ " : "├─ ", checks.isEmpty() ? "   " : "│  ");
            fact(why.path("decision"), checks.isEmpty() ? "   " : "│  ", true);
        }
        if (checks.isEmpty() && !decided) {
            list(verdict.path("reasons")).forEach(reason -> text(reason.asString(), "└─ ", "   "));
        }
        for (int i = 0; i < checks.size(); i++) {
            check(checks.get(i), i == checks.size() - 1);
        }
        List<JsonNode> raise = list(verdict.path("wouldRaise"));
        if (!raise.isEmpty()) {
            lines.add("would raise it:");
            raise.forEach(sentence -> text(sentence.asString(), "  - ", "    "));
        }
    }

    /** A waiver leaves the evidence as it is, so that is said beside it. */
    private static String decided(JsonNode verdict) {
        boolean waived = verdict.path("verdict").asString().equals("WAIVED");
        String evidence = verdict.path("reasons").path(1).asString("");
        return waived && !evidence.isEmpty() ? "a person decided; " + evidence : "a person decided";
    }

    private void check(JsonNode check, boolean last) {
        String below = last ? "   " : "│  ";
        text(
                check.path("check").asString() + " " + check.path("outcome").asString() + ", answers "
                        + (check.path("sufficiency").asString().equals("FULL") ? "all" : "a part") + " of it: "
                        + check.path("reason").asString(),
                last ? "└─ " : "├─ ",
                below + "  ");
        if (!check.path("note").asString("").isEmpty()) {
            text("not covered: " + check.path("note").asString(), below + "  ", below + "    ");
        }
        List<JsonNode> facts = list(check.path("facts"));
        for (int i = 0; i < facts.size(); i++) {
            fact(facts.get(i), below, i == facts.size() - 1);
        }
    }

    private void fact(JsonNode fact, String indent, boolean last) {
        String below = indent + (last ? "   " : "│  ");
        text(
                fact.path("subject").asString() + " " + fact.path("key").asString() + " = "
                        + fact.path("value").asString() + " ("
                        + words(fact.path("grade").asString()) + ", true since "
                        + fact.path("effectiveAt").asString() + ")",
                indent + (last ? "└─ " : "├─ "),
                below + "  ");
        JsonNode entry = fact.path("entry");
        if (entry.isObject()) {
            text(
                    "entry " + entry.path("index").asString() + " "
                            + entry.path("type").asString() + " by "
                            + entry.path("issuer").asString() + ", received "
                            + entry.path("receivedAt").asString()
                            + ", digest " + shortened(entry.path("digest").asString())
                            + (entry.path("erased").asBoolean() ? ", body erased" : ""),
                    below + "└─ ",
                    below + "   ");
        }
    }

    private void text(String text, String first, String rest) {
        lines.addAll(Paragraph.wrap(text, first, rest, width));
    }

    static String words(String constant) {
        return constant.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String shortened(String digest) {
        return digest.substring(0, Math.min(DIGEST_DIGITS, digest.length()));
    }

    private static List<JsonNode> list(JsonNode array) {
        List<JsonNode> list = new ArrayList<>();
        array.forEach(list::add);
        return list;
    }
}
