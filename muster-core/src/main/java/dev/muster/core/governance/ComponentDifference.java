package dev.muster.core.governance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What of some software is other than it was, or than it should be: component by component, by name. A component is what
 * the maker's list of a release names with its digest, and what a device measures.
 *
 * @param added there and not before
 * @param removed no longer there
 * @param changed there with other contents
 * @param more others that were not named
 */
public record ComponentDifference(List<String> added, List<String> removed, List<String> changed, long more) {
    /** More names than these say less than their number. */
    private static final int NAMED = 10;

    public ComponentDifference {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
        changed = List.copyOf(changed);
    }

    /** Of two lists: names with digests. */
    public static ComponentDifference between(Map<String, String> before, Map<String, String> after) {
        List<String> added = new ArrayList<>();
        List<String> removed = new ArrayList<>();
        List<String> changed = new ArrayList<>();
        new TreeMap<>(before).forEach((name, digest) -> {
            if (!after.containsKey(name)) {
                removed.add(name);
            } else if (!digest.equals(after.get(name))) {
                changed.add(name);
            }
        });
        new TreeMap<>(after)
                .keySet().stream().filter(name -> !before.containsKey(name)).forEach(added::add);
        return new ComponentDifference(added, removed, changed, 0);
    }

    /** Whether everything is as it was. */
    public boolean none() {
        return added.isEmpty() && removed.isEmpty() && changed.isEmpty() && more == 0;
    }

    /** {@code added a, b; changed c; removed d}, or {@code none}. */
    public String text() {
        if (none()) {
            return "none";
        }
        List<String> parts = new ArrayList<>();
        part(parts, "added", added);
        part(parts, "changed", changed);
        part(parts, "removed", removed);
        if (more > 0) {
            parts.add("and " + more + " more");
        }
        return String.join("; ", parts);
    }

    private static void part(List<String> parts, String word, List<String> names) {
        if (names.isEmpty()) {
            return;
        }
        int more = names.size() - NAMED;
        parts.add(word + " " + String.join(", ", names.subList(0, Math.min(NAMED, names.size())))
                + (more > 0 ? " and " + more + " more" : ""));
    }
}
