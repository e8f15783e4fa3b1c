package dev.muster.core.attestation.corim;

import dev.muster.format.attest.corim.Comid;
import dev.muster.format.attest.corim.Environment;
import dev.muster.format.attest.corim.Measurement;
import dev.muster.format.attest.corim.Triple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Triples to relations (§9.3.4.7). */
public final class Transformation {
    private Transformation() {}

    /**
     * The relations of a tag, in the order of its triples.
     *
     * @param source of the tag; its place is filled in here
     */
    public static List<Relation> of(Comid comid, Source source) {
        List<Relation> relations = new ArrayList<>();
        int number = 0;
        for (Triple triple : comid.triples()) {
            number++;
            relation(triple, source.at(name(triple) + " (triple " + number + ")"))
                    .ifPresent(relations::add);
        }
        return relations;
    }

    /** The same without the reference values, which are looked up and not staged. */
    public static List<Relation> beside(Comid comid, Source source) {
        List<Relation> relations = new ArrayList<>();
        int number = 0;
        for (Triple triple : comid.triples()) {
            number++;
            if (!(triple instanceof Triple.Reference)) {
                relation(triple, source.at(name(triple) + " (triple " + number + ")"))
                        .ifPresent(relations::add);
            }
        }
        return relations;
    }

    private static String name(Triple triple) {
        return switch (triple) {
            case Triple.Reference reference -> "reference value";
            case Triple.Endorsed endorsed -> "endorsed value";
            case Triple.Conditional conditional -> "conditional endorsement";
            case Triple.Series series -> "endorsement series";
            case Triple.Keys keys -> keys.kind() == Triple.KeyKind.ATTEST ? "attest key" : "identity key";
            case Triple.Domain domain -> domain.depends() ? "trust dependency" : "domain membership";
            case Triple.Software software -> "software tag";
            case Triple.Other other -> "unknown triple";
        };
    }

    private static Optional<Relation> relation(Triple triple, Source source) {
        return switch (triple) {
            case Triple.Reference reference ->
                Optional.of(Relation.Reference.of(source, reference.environment(), reference.measurements()));
            case Triple.Endorsed endorsed ->
                Optional.of(new Relation.Endorsed(
                        source,
                        List.of(new Condition(endorsed.environment(), List.of(), List.of())),
                        List.of(addition(endorsed.environment(), endorsed.measurements(), source))));
            case Triple.Conditional conditional -> Optional.of(conditional(conditional, source));
            case Triple.Series series -> Optional.of(series(series, source));
            case Triple.Keys keys -> Optional.of(new Relation.Keys(source, keys));
            case Triple.Domain domain ->
                Optional.of(new Relation.Domain(source, domain.depends(), domain.domain(), domain.others()));
            case Triple.Software software -> Optional.empty();
            case Triple.Other other -> Optional.empty();
        };
    }

    private static Relation conditional(Triple.Conditional triple, Source source) {
        return new Relation.Endorsed(
                source,
                triple.conditions().stream()
                        .map(state ->
                                new Condition(state.environment(), elements(state.claims()), state.authorizedBy()))
                        .toList(),
                triple.endorsements().stream()
                        .map(one -> addition(one.environment(), one.measurements(), source))
                        .toList());
    }

    /** The common condition stands before that of each member. */
    private static Relation series(Triple.Series triple, Source source) {
        Triple.State common = triple.common();
        return new Relation.Series(
                source,
                triple.choices().stream()
                        .map(choice -> new Relation.Series.Item(
                                new Condition(
                                        common.environment(),
                                        Stream.concat(
                                                        elements(common.claims()).stream(),
                                                        elements(choice.condition()).stream())
                                                .toList(),
                                        common.authorizedBy()),
                                addition(common.environment(), choice.addition(), source)))
                        .toList());
    }

    private static Ect.Elements addition(Environment environment, List<Measurement> measurements, Source source) {
        return new Ect.Elements(
                environment, elements(measurements), Ect.Origin.ENDORSEMENTS, source.authority(), source.profile());
    }

    static List<Measurement> elements(List<Measurement> measurements) {
        return measurements.stream()
                .map(one -> new Measurement(one.key(), one.values(), List.of()))
                .toList();
    }
}
