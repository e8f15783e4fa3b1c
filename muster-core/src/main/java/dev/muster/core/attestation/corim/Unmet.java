package dev.muster.core.attestation.corim;

import dev.muster.format.attest.corim.Measurement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Why conditions are not met, for people.
 *
 * @param differs whether something was seen to differ
 * @param text the first things, in words
 */
record Unmet(boolean differs, String text) {
    /** More are not read by anybody. */
    private static final int MAX_SHOWN = 4;

    static Unmet of(List<Condition> conditions, List<Ect.Elements> claims) {
        List<String> differing = new ArrayList<>();
        List<String> open = new ArrayList<>();
        for (Condition condition : conditions) {
            List<Ect.Elements> about = claims.stream()
                    .filter(claim -> condition.environment().covers(claim.environment()))
                    .toList();
            if (about.isEmpty()) {
                open.add("nothing is claimed of " + condition.environment());
            } else if (about.stream().noneMatch(claim -> claim.authority().containsAll(condition.authority()))) {
                open.add("nobody with the authority that is asked for says so of " + condition.environment());
            }
            for (Measurement wanted : condition.elements()) {
                element(wanted, about, differing, open);
            }
        }
        List<String> shown = differing.isEmpty() ? open : differing;
        return new Unmet(
                !differing.isEmpty(),
                String.join("; ", shown.subList(0, Math.min(MAX_SHOWN, shown.size())))
                        + (shown.size() > MAX_SHOWN ? "; and " + (shown.size() - MAX_SHOWN) + " more" : ""));
    }

    private static void element(
            Measurement wanted, List<Ect.Elements> about, List<String> differing, List<String> open) {
        String name = wanted.key().map(Object::toString).orElse("unnamed element");
        about.stream()
                .flatMap(claim -> claim.elements().stream())
                .filter(stated -> stated.key().equals(wanted.key()))
                .map(stated -> Comparison.of(wanted.values(), stated.values()))
                .min(Comparator.comparingInt(
                                (Comparison compared) -> compared.differing().size())
                        .thenComparingInt(compared -> compared.open().size()))
                .ifPresentOrElse(
                        nearest -> {
                            nearest.differing().forEach(text -> differing.add(name + " " + text));
                            nearest.open().forEach(text -> open.add(name + " " + text));
                        },
                        () -> open.add(name + ": not stated"));
    }
}
