package dev.muster.core.attestation.corim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.attest.corim.Comid;
import dev.muster.format.attest.coswid.TagId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The processor agrees with a second, naive transcription of the draft; one broken rule in either would be noticed. */
class OracleTest {
    private static final long SEEDS = 2_000;
    private static final int PAIRS = 40_000;
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

    private static Source source(Oracle.Said said, int number) {
        return new Source(
                "maker", said.signer(), "corim", "tag " + number, "", Optional.empty(), List.of(), Optional.empty());
    }

    private static List<Relation> relations(List<Oracle.Said> said) {
        List<Relation> relations = new ArrayList<>();
        for (int i = 0; i < said.size(); i++) {
            Comid comid = new Comid(
                    TagId.of("tag"),
                    0,
                    List.of(),
                    List.of(),
                    List.of(said.get(i).triple()));
            relations.addAll(Transformation.of(comid, source(said.get(i), i)));
        }
        return relations;
    }

    private static Set<String> processed(List<Ect.Elements> evidence, List<Relation> relations, boolean compiled) {
        Processor.Result result;
        if (compiled) {
            Endorsements endorsements = new Endorsements();
            relations.forEach(endorsements::add);
            result = Processor.process(evidence, endorsements, NOW, List.of(), (key, kind) -> true);
        } else {
            result = Processor.process(evidence, relations, List.of(), (key, kind) -> true);
        }
        Set<String> texts = new TreeSet<>();
        result.claims().all().forEach(claim -> texts.add(text(claim)));
        return texts;
    }

    private static String text(Ect claim) {
        return switch (claim) {
            case Ect.Elements some ->
                Oracle.text(
                        switch (some.origin()) {
                            case EVIDENCE -> "evidence";
                            case REFERENCE_VALUES -> "reference";
                            case ENDORSEMENTS -> "endorsement";
                        },
                        some.environment(),
                        some.elements(),
                        List.of(),
                        some.authority());
            case Ect.Members some ->
                Oracle.text("members", some.environment(), List.of(), some.members(), some.authority());
            case Ect.Trustees some ->
                Oracle.text("trustees", some.environment(), List.of(), some.trustees(), some.authority());
            case Ect.Keys some ->
                Oracle.text(
                        "keys " + some.kind() + some.element() + some.keys(),
                        some.environment(),
                        List.of(),
                        List.of(),
                        List.of());
        };
    }

    private static boolean agree(long seed, OracleComparison comparing, Set<Oracle.Phase> broken) {
        Inputs inputs = new Inputs(seed);
        List<Ect.Elements> evidence = inputs.evidence();
        List<Oracle.Said> said = inputs.said();
        return processed(evidence, relations(said), false).equals(Oracle.run(evidence, said, comparing, broken));
    }

    @Test
    void bothComeToTheSameClaims() {
        OracleComparison comparing = new OracleComparison(Set.of());
        for (long seed = 0; seed < SEEDS; seed++) {
            Inputs inputs = new Inputs(seed);
            List<Ect.Elements> evidence = inputs.evidence();
            List<Oracle.Said> said = inputs.said();
            assertThat(processed(evidence, relations(said), false))
                    .describedAs("seed %d: %s and %s", seed, evidence, said)
                    .isEqualTo(Oracle.run(evidence, said, comparing, Set.of()));
        }
    }

    /** The index leaves out what cannot have a part; an order that it changes is one that means nothing. */
    @Test
    void theIndexFindsEverythingThatMatters() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Inputs inputs = new Inputs(seed);
            List<Ect.Elements> evidence = inputs.evidence();
            List<Relation> relations = relations(inputs.said());
            assertThat(kinds(processed(evidence, relations, true)))
                    .describedAs("seed %d", seed)
                    .isEqualTo(kinds(processed(evidence, relations, false)));
        }
    }

    /** Claims without their merging, which goes by the order. */
    private static Set<String> kinds(Set<String> claims) {
        Set<String> heads = new TreeSet<>();
        claims.forEach(claim -> heads.add(claim.substring(0, claim.indexOf(": "))));
        return heads;
    }

    /** A condition and a claim that are mostly about the same, compared both ways. */
    private static boolean compareAlike(Inputs inputs, OracleComparison comparing) {
        Ect.Elements claim = inputs.claim();
        Condition any = inputs.condition();
        int kind = inputs.kind();
        Ect.Elements few = inputs.with(claim, kind);
        Condition close = inputs.about(few, kind);
        return any.meets(claim) == meets(comparing, any, claim) && close.meets(few) == meets(comparing, close, few);
    }

    private static boolean meets(OracleComparison comparing, Condition condition, Ect.Elements claim) {
        return comparing.environment(condition.environment(), claim.environment())
                && comparing.authority(condition.authority(), claim.authority())
                && comparing.elements(condition.elements(), claim.elements());
    }

    @Test
    void conditionsAreMetAlike() {
        Inputs inputs = new Inputs(11);
        OracleComparison comparing = new OracleComparison(Set.of());
        for (int i = 0; i < PAIRS; i++) {
            assertThat(compareAlike(inputs, comparing))
                    .describedAs("pair %d", i)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(OracleComparison.Rule.class)
    void aBrokenRuleOfComparisonIsNoticed(OracleComparison.Rule rule) {
        Inputs inputs = new Inputs(11);
        OracleComparison comparing = new OracleComparison(Set.of(rule));
        assertThat(IntStream.range(0, PAIRS).anyMatch(pair -> !compareAlike(inputs, comparing)))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(Oracle.Phase.class)
    void aBrokenStepIsNoticed(Oracle.Phase phase) {
        OracleComparison comparing = new OracleComparison(Set.of());
        assertThat(LongStream.range(0, SEEDS).anyMatch(seed -> !agree(seed, comparing, Set.of(phase))))
                .isTrue();
    }
}
