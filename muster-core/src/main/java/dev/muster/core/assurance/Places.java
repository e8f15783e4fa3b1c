package dev.muster.core.assurance;

import dev.muster.core.facts.Check;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Where a requirement and a check stand in the arrays that are kept for each device. */
final class Places {
    private final List<RequirementId> requirements = new ArrayList<>();
    private final List<Requirement> inOrder;
    private final List<Check> checks;
    private final Map<RequirementId, Integer> ofRequirement = new HashMap<>();
    private final Map<String, Integer> ofCheck = new HashMap<>();

    Places(Catalogue catalogue, Checks checks) {
        catalogue.requirements().forEach(requirement -> {
            ofRequirement.put(requirement.id(), requirements.size());
            requirements.add(requirement.id());
        });
        this.inOrder = catalogue.requirements().stream()
                .sorted(Comparator.comparing(Requirement::id))
                .toList();
        this.checks = List.copyOf(checks.all());
        this.checks.forEach(check -> ofCheck.put(check.id(), ofCheck.size()));
    }

    List<RequirementId> requirements() {
        return requirements;
    }

    /** Every row in the order of its id. */
    List<Requirement> inOrder() {
        return inOrder;
    }

    List<Check> checks() {
        return checks;
    }

    /** Empty for a row that this version of the catalogue does not have. */
    OptionalInt of(RequirementId id) {
        return place(ofRequirement.get(id));
    }

    /** Empty for a check that this installation does not have. */
    OptionalInt ofCheck(String id) {
        return place(ofCheck.get(id));
    }

    private static OptionalInt place(@org.jspecify.annotations.Nullable Integer place) {
        return place == null ? OptionalInt.empty() : OptionalInt.of(place);
    }
}
