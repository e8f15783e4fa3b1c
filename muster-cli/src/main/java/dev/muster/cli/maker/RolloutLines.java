package dev.muster.cli.maker;

import dev.muster.cli.Status;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A rollout in words: every device is in exactly one number, and whatever went wrong says why. */
final class RolloutLines {
    /** Devices that are named one by one; the API names all. */
    private static final int MOST_NAMED = 20;

    private RolloutLines() {}

    /** One line: where it is and how many devices are where. */
    static String line(JsonNode rollout) {
        JsonNode count = rollout.path("count");
        List<String> parts = new ArrayList<>();
        parts.add(n(count, "updated") + " updated");
        parts.add(n(count, "failed") + " failed");
        some(parts, n(count, "offered"), "offered");
        some(parts, n(count, "reported"), "installed by their own word");
        some(parts, n(count, "claimed"), "claimed, not shown");
        some(parts, n(count, "fellBack"), "fell back");
        some(parts, n(count, "overdue"), "overdue");
        some(parts, n(count, "left"), "left");
        some(parts, n(rollout, "already"), "had it already");
        some(parts, n(rollout, "unseen"), "never seen");
        String why = why(rollout);
        return rollout.path("state").asString() + where(rollout) + ": " + String.join(", ", parts) + " of "
                + n(rollout, "devices") + " in service" + (why.isEmpty() ? "" : "; " + why);
    }

    private static String where(JsonNode rollout) {
        int wave = n(rollout, "wave");
        int last = n(rollout, "lastWave");
        if (wave < 0) {
            return "";
        }
        return wave > last ? ", after its last wave" : ", wave " + wave + " of " + last;
    }

    private static String why(JsonNode rollout) {
        String reason = rollout.path("reason").asString("");
        String detail = rollout.path("detail").asString("");
        if (reason.isEmpty() || detail.isEmpty()) {
            return reason + detail;
        }
        return reason + ": " + detail;
    }

    /** The line, and below it each device that did not arrive with its reason. */
    static String whole(JsonNode answer) {
        StringBuilder text = new StringBuilder(line(answer.path("rollout")));
        int named = 0;
        int more = 0;
        for (JsonNode target : answer.path("targets")) {
            String state = target.path("state").asString();
            if (state.equals("updated") || state.equals("offered")) {
                continue;
            }
            if (named++ < MOST_NAMED) {
                text.append("\n  ").append(device(target, state));
            } else {
                more++;
            }
        }
        return more == 0 ? text.toString() : text + "\n  and " + more + " more";
    }

    private static String device(JsonNode target, String state) {
        String reason = target.path("reason").asString("");
        String detail = target.path("detail").asString("");
        String seen = target.path("attestedAt").asString("");
        return target.path("device").asString() + "  " + state
                + (reason.isEmpty() ? "" : "  " + reason)
                + (detail.isEmpty() ? "" : "  " + detail)
                + (seen.isEmpty() ? "  never showed evidence" : "  last evidence " + seen);
    }

    /** Yes only when every device in service is known to have it. */
    static Status status(JsonNode rollout) {
        JsonNode count = rollout.path("count");
        if (!rollout.path("state").asString().equals("finished") || n(count, "failed") + n(count, "fellBack") > 0) {
            return Status.NO;
        }
        boolean unknown = n(count, "overdue") + n(count, "claimed") + n(rollout, "unseen") > 0;
        return unknown ? Status.UNKNOWN : Status.YES;
    }

    private static void some(List<String> parts, int n, String what) {
        if (n > 0) {
            parts.add(n + " " + what);
        }
    }

    private static int n(JsonNode node, String member) {
        return node.path(member).asInt();
    }
}
