package dev.muster.core.governance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;

/** What was approved of some records is as it was approved, told by hand and not by the rule that is tested. */
final class Approved {
    private Approved() {}

    static void kept(Instance before, Instance after, String what) {
        Map<String, List<String>> approved = switch (before.machine()) {
            case "work-order" -> Map.of("approve", List.of("device", "kind", "task", "vendor-endpoints"));
            case "authorisation" -> Map.of("activate", List.of("person", "class", "scope", "key"));
            case "plan" -> Map.of("approve", List.of("device", "task"));
            case "document" -> Map.of("approve", List.of("digest", "class", "audience"));
            default -> Map.of();
        };
        approved.forEach((approval, fields) -> {
            if (before.last(approval).isPresent()) {
                fields.stream()
                        .filter(before.fields()::containsKey)
                        .forEach(field -> assertThat(after.fields().get(field))
                                .as(what + " keeps " + field)
                                .isEqualTo(before.fields().get(field)));
            }
        });
    }
}
