package dev.muster.core.assurance;

import dev.muster.core.facts.Check;
import dev.muster.core.facts.FactKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The checks of one installation, by id and by the facts they look at. */
public final class Checks {
    private final Map<String, Check> byId = new TreeMap<>();
    private final Map<FactKey, List<Check>> byInput = new HashMap<>();

    /** @throws IllegalArgumentException when two have the same id */
    public Checks(Collection<? extends Check> checks) {
        for (Check check : checks) {
            if (byId.put(check.id(), check) != null) {
                throw new IllegalArgumentException("two checks are called " + check.id());
            }
            inputs(check)
                    .forEach(key ->
                            byInput.computeIfAbsent(key, _ -> new ArrayList<>()).add(check));
        }
    }

    /** All ids. */
    public Set<String> ids() {
        return Set.copyOf(byId.keySet());
    }

    /** All checks in order of id. */
    public Collection<Check> all() {
        return Collections.unmodifiableCollection(byId.values());
    }

    /** The check with this id; links are only read for checks that exist. */
    public Check get(String id) {
        Check check = byId.get(id);
        if (check == null) {
            throw new IllegalArgumentException("no check is called " + id);
        }
        return check;
    }

    /** The checks that look at this fact. */
    public List<Check> lookingAt(FactKey key) {
        return Collections.unmodifiableList(byInput.getOrDefault(key, List.of()));
    }

    private static List<FactKey> inputs(Check check) {
        List<FactKey> inputs = new ArrayList<>(check.needs());
        inputs.addAll(check.considers());
        return inputs.stream().distinct().toList();
    }
}
