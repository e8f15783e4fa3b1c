package dev.muster.core.governance;

import dev.muster.core.ledger.Subject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What follows by itself from a step: finished work is verified; what does not hold keeps the device out of service and
 * opens an order that corrects it; when that one closes, so does the first. Ids come from the entry that is the cause, so
 * that asking twice is asking once.
 */
public final class FollowUps {
    private static final String WORK_ORDER = "work-order";
    private static final String VERIFICATION = "verification";

    private FollowUps() {}

    /** What the device had proved of itself when a verification began. */
    private static final String VERSION = "attestation.version";

    /**
     * Wishes in order; each is made or refused by itself.
     *
     * @param entry index of the step's entry
     * @param after the record as it stands
     */
    public static List<Workflows.Request> after(
            Instance after, GovernanceEvent.Moved step, long entry, WorkflowStore store) {
        return switch (after.machine()) {
            case WORK_ORDER -> afterWork(after, step, entry, store);
            case PlannedWork.PLAN -> PlannedWork.after(after, step, entry, store);
            case VERIFICATION -> afterVerification(after, step, entry, store);
            case FirstUnit.ACQUISITION -> FirstUnit.after(after, step, entry);
            case Budgets.COST -> Budgets.after(after, step, store);
            default -> List.of();
        };
    }

    /** Id of the verification that an entry causes. */
    public static String verification(long entry) {
        return "verify-" + entry;
    }

    private static List<Workflows.Request> afterWork(
            Instance order, GovernanceEvent.Moved step, long entry, WorkflowStore store) {
        String device = order.fields().getOrDefault("device", "");
        return switch (step.transition()) {
            case "done" -> List.of(wish(WORK_ORDER, order.id(), "verify", "the work is done", Map.of()));
            case "verify" -> {
                Map<String, String> fields = new HashMap<>(Map.of("work-order", order.id(), "device", device));
                carry(order.fields(), "function-check", fields);
                store.fact(Subject.device(device), VERSION)
                        .ifPresent(version -> fields.put("software-before", version.getKey()));
                String id = verification(entry);
                yield List.of(
                        wish(VERIFICATION, id, Transition.OPENING, "work-order " + order.id(), fields),
                        wish(
                                WORK_ORDER,
                                order.id(),
                                "begin-verification",
                                "the device must show that it is well",
                                Map.of("verification", id)));
            }
            case "close" ->
                Optional.ofNullable(order.fields().get("corrects"))
                        .map(first -> List.of(wish(
                                WORK_ORDER,
                                first,
                                "corrected",
                                "work-order " + order.id() + " mended it",
                                Map.of("corrected-by", order.id()))))
                        .orElse(List.of());
            default -> List.of();
        };
    }

    private static List<Workflows.Request> afterVerification(
            Instance verification, GovernanceEvent.Moved step, long entry, WorkflowStore store) {
        String order = verification.fields().getOrDefault("work-order", "");
        if (!verification.state().equals("failed") || step.from().equals("failed")) {
            return step.transition().equals("test")
                    ? judged(verification, store).map(List::of).orElse(List.of())
                    : List.of();
        }
        String why = verification.fields().getOrDefault("detail", step.reason());
        if (verification.fields().containsKey(FirstUnit.ACQUISITION)) {
            return FirstUnit.failed(verification, shortened(why));
        }
        String next = "corrective-" + entry;
        Map<String, String> fields = new TreeMap<>(Map.of(
                "device",
                verification.fields().getOrDefault("device", ""),
                "kind",
                "repair",
                "task",
                shortened("correct what " + order + " left: " + why),
                "trigger",
                "verification " + verification.id() + " failed",
                "corrects",
                order));
        carry(verification.fields(), "function-check", fields);
        List<Workflows.Request> wishes = new ArrayList<>();
        wishes.add(wish(
                WORK_ORDER, order, "verification-failed", shortened(why), Map.of("verification", verification.id())));
        wishes.add(wish(WORK_ORDER, next, Transition.OPENING, "verification " + verification.id() + " failed", fields));
        wishes.add(wish(WORK_ORDER, next, "request", "work-order " + order + " did not hold", Map.of()));
        return wishes;
    }

    /**
     * What a verification concludes from what the device has shown since it began; nothing while that is open.
     *
     * @param verification a running one
     */
    public static Optional<Workflows.Request> judged(Instance verification, WorkflowStore store) {
        Subject device = Subject.device(verification.fields().getOrDefault("device", ""));
        Optional<String> status = store.fact(device, "attestation.status")
                .filter(shown -> !shown.getValue().isBefore(verification.since()))
                .map(Map.Entry::getKey);
        if (!verification.state().equals("running") || status.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> fields = new TreeMap<>();
        fields.put("status", status.get());
        String software = value(store, device, "attestation.software");
        String differs = value(store, device, "attestation.differs");
        fields.put("drift", software.equals("match") ? "none" : differs.isEmpty() ? software : differs);
        String version = value(store, device, VERSION);
        fields.put("software", version.isEmpty() ? "unknown" : version);
        String before = verification.fields().getOrDefault("software-before", version);
        fields.put("software-change", before.equals(version) ? "none" : before + " -> " + version);
        fields.put("components", shortened(components(device.id(), before, version, store)));
        fields.values().removeIf(String::isEmpty);
        String function = verification.fields().getOrDefault("function-result", "");
        boolean asked = verification.fields().containsKey("function-check");
        if (!status.get().equals("affirming")) {
            fields.put("detail", "attestation is " + status.get() + ", drift: " + fields.get("drift"));
            return Optional.of(verdict(verification, "fail", fields));
        }
        if (function.equals("failed")) {
            fields.put(
                    "detail", "function check failed: " + verification.fields().get("function-check"));
            return Optional.of(verdict(verification, "fail", fields));
        }
        Optional<FirstUnit.Shown> tests = FirstUnit.shown(verification, store);
        tests.ifPresent(shown -> fields.put("shown", shortened(shown.text())));
        List<String> refuted = tests.map(FirstUnit.Shown::refuted).orElse(List.of());
        if (!refuted.isEmpty()) {
            fields.put("detail", shortened("not supported: " + String.join(", ", refuted)));
            return Optional.of(verdict(verification, "fail", fields));
        }
        boolean waits = tests.filter(shown -> !shown.missing().isEmpty()).isPresent();
        if (waits || (asked && function.isEmpty())) {
            boolean known = fields.entrySet().stream()
                    .allMatch(field ->
                            field.getValue().equals(verification.fields().get(field.getKey())));
            return known ? Optional.empty() : Optional.of(verdict(verification, "observe", fields));
        }
        return Optional.of(verdict(verification, "pass", fields));
    }

    /**
     * Which components are other than before the work. What agrees with a release is told by the lists of the two releases,
     * and what agrees with none by what was measured.
     */
    private static String components(String device, String before, String version, WorkflowStore store) {
        Optional<ComponentDifference> measured = store.measured(device);
        if (measured.isPresent()) {
            return "as measured, beside the nearest release: " + measured.get().text();
        }
        if (version.isEmpty()) {
            return "unknown: no version is proved";
        }
        if (before.equals(version)) {
            return "none";
        }
        Optional<Map<String, String>> old = store.released(device, before);
        Optional<Map<String, String>> now = store.released(device, version);
        return old.isEmpty() || now.isEmpty()
                ? "unknown: no manifest lists those of " + (old.isEmpty() ? before : version)
                : ComponentDifference.between(old.get(), now.get()).text();
    }

    private static Workflows.Request verdict(Instance verification, String transition, Map<String, String> fields) {
        return wish(VERIFICATION, verification.id(), transition, "what the device has shown", fields);
    }

    private static String value(WorkflowStore store, Subject device, String key) {
        return store.fact(device, key).map(Map.Entry::getKey).orElse("");
    }

    static void carry(Map<String, String> from, String name, Map<String, String> to) {
        if (from.containsKey(name)) {
            to.put(name, from.getOrDefault(name, ""));
        }
    }

    private static String shortened(String text) {
        return text.substring(0, Math.min(text.length(), Field.MAX_CHARS));
    }

    static Workflows.Request wish(
            String machine, String id, String transition, String reason, Map<String, String> fields) {
        return new Workflows.Request(machine, id, transition, Workflows.SYSTEM, true, reason, fields);
    }
}
