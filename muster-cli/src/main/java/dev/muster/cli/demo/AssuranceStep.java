package dev.muster.cli.demo;

import dev.muster.cli.api.ApiClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Step 7: which requirement is supported by which evidence, per source, and why. */
final class AssuranceStep implements Step {

    @Override
    public String name() {
        return "assure";
    }

    @Override
    public void run(DemoWorld world, Story story) {
        ApiClient api = world.api();
        doors(world, story, api);
        JsonNode fleet = api.get(DemoWorld.path("posture"));
        NotShown.unless(fleet.path("sources").size() >= 4, "the catalogue does not have its four sources");
        for (JsonNode source : fleet.path("sources")) {
            story.line(
                    name(),
                    String.format(
                            "%-24s %3d rows: %s",
                            source.path("id").asString(), source.path("rows").asInt(), counts(source)),
                    Map.of("source", source.path("id").asString(), "counts", source.path("counts")));
        }
        why(world, story, api);
    }

    /** What the clock does daily, at once: the server knocks at its own doors as a stranger, and one device is a canary. */
    private void doors(DemoWorld world, Story story, ApiClient api) {
        api.put(
                DemoWorld.path("drills"),
                Map.of("everyHours", 168, "devices", List.of(world.plan().device(4))));
        JsonNode drills = api.post(DemoWorld.path("drills/run"));
        int held = 0;
        for (JsonNode trial : drills.path("doors")) {
            NotShown.unless(
                    !trial.path("came").asString().equals("gave"),
                    "a door: " + trial.path("detail").asString());
            held += trial.path("came").asString().equals("held") ? 1 : 0;
        }
        story.line(
                name(),
                "as a stranger at its own doors: " + held + " of "
                        + drills.path("doors").size() + " trials held; "
                        + world.plan().device(4) + " is asked to take two bad updates, weekly from now on",
                Map.of("held", held));
    }

    private static String counts(JsonNode source) {
        List<String> words = new ArrayList<>();
        source.path("counts").properties().forEach(count -> {
            if (count.getValue().asInt() > 0) {
                words.add(count.getValue().asInt() + " "
                        + count.getKey().toLowerCase(java.util.Locale.ROOT).replace('_', ' '));
            }
        });
        List<String> grades = new ArrayList<>();
        source.path("grades").properties().forEach(grade -> {
            if (grade.getValue().asInt() > 0) {
                grades.add(grade.getValue().asInt() + " " + grade.getKey().toLowerCase(java.util.Locale.ROOT));
            }
        });
        return String.join(", ", words) + (grades.isEmpty() ? "" : "; weakest grade: " + String.join(", ", grades));
    }

    /** The derivation of one requirement that rests on attested facts, down to the ledger's entries. */
    private void why(DemoWorld world, Story story, ApiClient api) {
        String device = world.plan().device(1);
        String requirement = "";
        for (JsonNode line :
                api.get(DemoWorld.path("devices/" + device + "/posture")).path("requirements")) {
            if (line.path("verdict").asString("").startsWith("SUPPORTED")
                    && line.path("grade").asString("").equals("ATTESTED")) {
                requirement = line.path("requirement").asString();
                break;
            }
        }
        NotShown.unless(!requirement.isEmpty(), "no requirement of " + device + " rests on attested facts");
        JsonNode why = api.get(DemoWorld.path("devices/" + device + "/why/" + requirement));
        story.line(
                name(),
                "muster why " + device + " " + requirement + ": "
                        + why.path("verdict").path("paraphrase").asString());
        int entries = 0;
        for (JsonNode check : why.path("checks")) {
            for (JsonNode fact : check.path("facts")) {
                JsonNode entry = fact.path("entry");
                entries += entry.isObject() ? 1 : 0;
                if (entry.isObject() && entries <= 3) {
                    story.line(
                            name(),
                            "  " + check.path("check").asString() + " "
                                    + check.path("outcome").asString() + " <- "
                                    + fact.path("key").asString() + "="
                                    + shortened(fact.path("value").asString()) + " ("
                                    + fact.path("grade").asString()
                                    + ") <- entry " + entry.path("index").asLong() + " "
                                    + entry.path("type").asString());
                }
            }
        }
        NotShown.unless(entries > 0, "the derivation does not lead to an entry of the ledger");
    }

    private static String shortened(String value) {
        return value.length() <= 24 ? value : value.substring(0, 21) + "...";
    }
}
