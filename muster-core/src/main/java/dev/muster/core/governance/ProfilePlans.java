package dev.muster.core.governance;

import dev.muster.format.crypto.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Plans out of a maker's published profile: each of its tasks is a plan of each device in service. Whoever approves the
 * document approves them; with the document they end. Ids come from the document, the task and the device, so that asking
 * twice is asking once.
 */
public final class ProfilePlans {
    private static final HexFormat HEX = HexFormat.of();
    private static final int LONGEST_PART = 24;

    private ProfilePlans() {}

    /** Whether a document can be a profile that counts now. */
    public static boolean counts(Instance document) {
        return document.machine().equals("document")
                && MaintenanceProfile.TOPIC.equals(document.fields().get("topic"))
                && !document.fields().getOrDefault("product", "").isEmpty()
                && (document.state().equals("approved") || document.state().equals("distributed"));
    }

    /** What puts the plans of one device in force; the first time of an interval is one interval from now. */
    public static List<Workflows.Request> adopted(
            Instance document, MaintenanceProfile profile, String device, Instant now) {
        List<Workflows.Request> wishes = new ArrayList<>();
        for (int n = 0; n < profile.tasks().size(); n++) {
            MaintenanceProfile.Task task = profile.tasks().get(n);
            Map<String, String> fields = new HashMap<>(Map.of(
                    "device",
                    device,
                    "kind",
                    task.kind(),
                    "task",
                    task.task(),
                    "source",
                    "maker's profile " + document.fields().getOrDefault("title", "") + " "
                            + document.fields().getOrDefault("version", ""),
                    "profile",
                    document.id()));
            if (!task.every().isEmpty()) {
                fields.put("every", task.every());
                fields.put("next", PlannedWork.first(task.every(), now).toString());
            }
            if (!task.event().isEmpty()) {
                fields.put("event", task.event());
            }
            String id = id(document, n, device);
            String why = "document " + document.id();
            wishes.add(FollowUps.wish(PlannedWork.PLAN, id, Transition.OPENING, why, fields));
            wishes.add(FollowUps.wish(PlannedWork.PLAN, id, "adopt", why, Map.of()));
        }
        return wishes;
    }

    /** What ends the plans of one device. */
    public static List<Workflows.Request> over(
            Instance document, MaintenanceProfile profile, String device, String why) {
        List<Workflows.Request> wishes = new ArrayList<>();
        for (int n = 0; n < profile.tasks().size(); n++) {
            wishes.add(FollowUps.wish(PlannedWork.PLAN, id(document, n, device), "over", why, Map.of()));
        }
        return wishes;
    }

    /** Readable where there is room for it. */
    private static String id(Instance document, int task, String device) {
        return part(document.id()) + "." + (task + 1) + "." + part(device);
    }

    private static String part(String id) {
        return id.length() <= LONGEST_PART
                ? id
                : id.substring(0, LONGEST_PART - 9) + "-"
                        + HEX.formatHex(Sha256.of(id.getBytes(StandardCharsets.UTF_8)), 0, 4);
    }
}
