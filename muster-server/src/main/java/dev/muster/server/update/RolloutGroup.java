package dev.muster.server.update;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Which of a product's devices a rollout goes to, as they are whenever it looks: {@code id==cam-hall-*;version==1.*}. Fields
 * are id, version (what the device has shown) and state; the language is {@link HawkbitFilter}'s.
 */
final class RolloutGroup {
    private static final Map<String, String> FIELDS = Map.of("id", "d.id", "version", "d.version", "state", "d.state");

    private RolloutGroup() {}

    /** A condition on {@code update_device d}. @throws IllegalArgumentException for what is no filter */
    static HawkbitFilter of(String group) {
        return group.isEmpty() ? HawkbitFilter.ALL : HawkbitFilter.parse(group, FIELDS);
    }

    /** The values before the filter's, then the filter's own. */
    static Object[] with(HawkbitFilter filter, Object... before) {
        List<Object> all = new ArrayList<>(List.of(before));
        all.addAll(filter.values());
        return all.toArray();
    }
}
