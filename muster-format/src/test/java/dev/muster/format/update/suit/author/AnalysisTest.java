package dev.muster.format.update.suit.author;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.update.suit.CodePoints;
import dev.muster.format.update.suit.Command;
import dev.muster.format.update.suit.Command.Act;
import dev.muster.format.update.suit.Command.Action;
import dev.muster.format.update.suit.Command.Check;
import dev.muster.format.update.suit.Command.ComponentIndex;
import dev.muster.format.update.suit.Command.Condition;
import dev.muster.format.update.suit.Command.OverrideParameters;
import dev.muster.format.update.suit.Command.SetComponentIndex;
import dev.muster.format.update.suit.Command.SetParameters;
import dev.muster.format.update.suit.Command.TryEach;
import dev.muster.format.update.suit.CommandSequence;
import dev.muster.format.update.suit.ComponentId;
import dev.muster.format.update.suit.Manifest;
import dev.muster.format.update.suit.Parameter;
import dev.muster.format.update.suit.SuitDigest;
import dev.muster.testing.Vectors;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule, kept and broken. */
class AnalysisTest {
    private static final Command VENDOR = new Check(Condition.VENDOR_ID, 15);
    private static final Command CLASS = new Check(Condition.CLASS_ID, 15);
    private static final Command MATCH = new Check(Condition.IMAGE_MATCH, 15);
    private static final Command FETCH = new Act(Action.FETCH, 2);
    private static final Command COPY = new Act(Action.COPY, 2);
    private static final Command INVOKE = new Act(Action.INVOKE, 2);
    private static final Parameter IMAGE = new Parameter.ImageDigest(SuitDigest.sha256(new byte[1]));
    private static final Command DIGEST = new OverrideParameters(List.of(IMAGE));

    private static Command at(int component) {
        return new SetComponentIndex(new ComponentIndex.One(component));
    }

    private static Command from(int component) {
        return new OverrideParameters(List.of(new Parameter.SourceComponent(component)));
    }

    private static Manifest manifest(int components, List<Command> shared, Map<Integer, List<Command>> sections) {
        List<ComponentId> ids = List.of(ComponentId.of("a"), ComponentId.of("b"), ComponentId.of("c"));
        TreeMap<Integer, CommandSequence> all = new TreeMap<>();
        sections.forEach((key, commands) -> all.put(key, CommandSequence.of(commands.toArray(Command[]::new))));
        return new Manifest(
                1,
                Optional.empty(),
                ids.subList(0, components),
                Optional.of(CommandSequence.of(shared.toArray(Command[]::new))),
                all,
                new TreeMap<>(),
                new TreeSet<>());
    }

    private static List<Finding.Kind> kinds(Manifest manifest) {
        return Analysis.of(manifest).findings().stream()
                .map(Finding::kind)
                .distinct()
                .toList();
    }

    private static Manifest install(Command... commands) {
        return manifest(2, List.of(VENDOR, CLASS), Map.of(CodePoints.INSTALL, List.of(commands)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void theDraftsExamplesAreClean(int example) {
        Manifest manifest =
                AuthorCompiler.compile(AuthorReader.read(Vectors.bytes("suit/manifest/example" + example + ".json")));
        assertThat(Analysis.of(manifest).lines()).isEmpty();
    }

    @Test
    void whatIsFetchedAndMatchedIsClean() {
        assertThat(kinds(install(DIGEST, FETCH, MATCH))).isEmpty();
    }

    @Test
    void vendorAndClassComeFirst() {
        Manifest neither = manifest(1, List.of(), Map.of(CodePoints.INSTALL, List.of(DIGEST, FETCH, MATCH)));
        assertThat(kinds(neither)).containsExactly(Finding.Kind.ACTS_BEFORE_VENDOR, Finding.Kind.ACTS_BEFORE_CLASS);
        assertThat(kinds(
                        manifest(1, List.of(VENDOR), Map.of(CodePoints.INSTALL, List.of(DIGEST, FETCH, MATCH, CLASS)))))
                .containsExactly(Finding.Kind.ACTS_BEFORE_CLASS);
    }

    /** One way around the check is enough. */
    @Test
    void aCheckThatOneBranchLeavesOutIsNone() {
        TryEach optional = new TryEach(List.of(CommandSequence.of(VENDOR)), true);
        assertThat(kinds(manifest(
                        1, List.of(optional, CLASS), Map.of(CodePoints.INSTALL, List.of(DIGEST, FETCH, MATCH)))))
                .containsExactly(Finding.Kind.ACTS_BEFORE_VENDOR);
        TryEach both = new TryEach(List.of(CommandSequence.of(VENDOR), CommandSequence.of(VENDOR)), false);
        assertThat(kinds(manifest(1, List.of(both, CLASS), Map.of(CodePoints.INSTALL, List.of(DIGEST, FETCH, MATCH)))))
                .isEmpty();
    }

    @Test
    void aDigestIsOverriddenAndThereBeforeItIsUsed() {
        assertThat(kinds(install(new SetParameters(List.of(IMAGE)), FETCH, MATCH)))
                .containsExactly(Finding.Kind.DIGEST_NOT_OVERRIDDEN);
        assertThat(kinds(install(FETCH, MATCH))).containsExactly(Finding.Kind.DIGEST_MISSING);
        assertThat(kinds(install(at(1), DIGEST, at(0), FETCH, MATCH))).containsExactly(Finding.Kind.DIGEST_MISSING);
    }

    @Test
    void whatIsWrittenIsVerifiedAfterwards() {
        assertThat(kinds(install(DIGEST, FETCH))).containsExactly(Finding.Kind.WRITTEN_NOT_VERIFIED);
        assertThat(kinds(install(DIGEST, MATCH, FETCH))).containsExactly(Finding.Kind.WRITTEN_NOT_VERIFIED);
        assertThat(kinds(install(DIGEST, FETCH, new TryEach(List.of(CommandSequence.of(MATCH)), true))))
                .containsExactly(Finding.Kind.WRITTEN_NOT_VERIFIED);
    }

    @Test
    void whatIsStartedWasVerifiedInTheSameProcedure() {
        assertThat(kinds(manifest(1, List.of(VENDOR, CLASS, DIGEST), Map.of(CodePoints.INVOKE, List.of(INVOKE)))))
                .containsExactly(Finding.Kind.INVOKED_NOT_VERIFIED);
        assertThat(kinds(manifest(
                        1,
                        List.of(VENDOR, CLASS, DIGEST),
                        Map.of(CodePoints.VALIDATE, List.of(MATCH), CodePoints.INVOKE, List.of(INVOKE)))))
                .isEmpty();
    }

    @Test
    void aRestartFindsWhatItNeeds() {
        // 1 is copied to 0, then overwritten: run again, 0 would get the new 1.
        assertThat(kinds(install(at(0), DIGEST, from(1), COPY, MATCH, at(1), DIGEST, FETCH, MATCH)))
                .containsExactly(Finding.Kind.RESTART_DIVERGES);
        // Fetched first, it is fetched again.
        assertThat(kinds(install(at(1), DIGEST, FETCH, MATCH, at(0), DIGEST, from(1), COPY, MATCH)))
                .isEmpty();
        assertThat(kinds(install(DIGEST, from(1), new Act(Action.SWAP, 2), MATCH, at(1), DIGEST, MATCH)))
                .contains(Finding.Kind.RESTART_DIVERGES);
    }

    @Test
    void aSignerStaysWithinItsRights() {
        Manifest manifest = install(DIGEST, FETCH, MATCH);
        Rights all = new Rights(Set.of(new ComponentId(List.of())), Set.of(1L, 2L, 3L, 20L, 21L), Set.of((long)
                CodePoints.PARAMETER_IMAGE_DIGEST));
        assertThat(Analysis.of(manifest, Optional.of(all), Optional.empty()).clean())
                .isTrue();
        Rights less = new Rights(Set.of(ComponentId.of("a")), Set.of(1L, 2L, 3L, 20L), Set.of());
        assertThat(Analysis.of(manifest, Optional.of(less), Optional.empty()).findings())
                .extracting(Finding::kind)
                .containsExactlyInAnyOrder(
                        Finding.Kind.COMPONENT_NOT_PERMITTED,
                        Finding.Kind.COMMAND_NOT_PERMITTED,
                        Finding.Kind.PARAMETER_NOT_PERMITTED);
    }
}
