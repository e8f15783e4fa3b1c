package dev.muster.core.assurance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.core.facts.Check;
import dev.muster.core.facts.DeclaredFact;
import dev.muster.core.facts.FactKey;
import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Known;
import dev.muster.core.ledger.Fact;
import dev.muster.core.ledger.Grade;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A link asks for no grade that the facts of its check never have, and an old refusal takes none from newer evidence. */
class ReachTest {
    private static final Checks CHECKS = EveryCheck.all();
    private static final FactKey STATUS = FactKey.device("attestation.status");
    private static final FactKey REFUSED = FactKey.device("attestation.refused");
    private static final FactKey STATE = FactKey.device("devices.state");

    /** The shipped catalogue with one link otherwise. */
    private static Catalogue with(String link, String otherwise) {
        Map<String, String> files = new LinkedHashMap<>(ShippedCatalogue.files());
        String links = files.get("links.tsv");
        assertThat(links).contains(link.replace(' ', '\t'));
        files.put("links.tsv", links.replace(link.replace(' ', '\t'), otherwise.replace(' ', '\t')));
        return CatalogueReader.read(files, CHECKS.ids());
    }

    @Test
    void everyShippedLinkCanCount() {
        Catalogue shipped = ShippedCatalogue.read(CHECKS.ids());
        assertThat(new Reach(CHECKS, EveryVocabulary.all()).require(shipped)).isSameAs(shipped);
    }

    @Test
    void aLinkThatAsksForMoreThanItsCheckCanReachNamesRowAndRule() {
        Catalogue flattering = with(
                "NIST-CAT SEC-EXE-01b HO-domains PARTIAL REPORTED", "NIST-CAT SEC-EXE-01b HO-domains PARTIAL ATTESTED");
        Reach reach = new Reach(CHECKS, EveryVocabulary.all());
        assertThatThrownBy(() -> reach.require(flattering))
                .isInstanceOf(CatalogueException.class)
                .hasMessageContaining("NIST-CAT/SEC-EXE-01b by HO-domains: rule reach: host.domains")
                .hasMessageContaining("never more than REPORTED")
                .hasMessageContaining("nothing under ATTESTED");
    }

    @Test
    void whatOnlySpeaksAgainstARowNeedsToReachNothing() {
        Catalogue against = with(
                "NIST-CAT SEC-EXE-01b HO-domains PARTIAL REPORTED", "NIST-CAT SEC-EXE-01b HO-domains AGAINST ATTESTED");
        assertThat(new Reach(CHECKS, EveryVocabulary.all()).require(against)).isSameAs(against);
    }

    @Test
    void aFactThatNobodyDeclaresReachesNothing() {
        List<DeclaredFact> without = new ArrayList<>(EveryVocabulary.all());
        without.removeIf(fact -> fact.covers("device", "host.domains"));
        Reach reach = new Reach(CHECKS, without);
        Catalogue shipped = ShippedCatalogue.read(CHECKS.ids());
        assertThatThrownBy(() -> reach.require(shipped))
                .isInstanceOf(CatalogueException.class)
                .hasMessageContaining("by HO-domains: rule reach: no topic declares host.domains");
    }

    /** A considered fact that carries a pass bounds it as a needed one does. */
    @Test
    void whatIsConsideredBoundsAPassUnlessItOnlySpeaksAgainst() {
        List<DeclaredFact> weaker = EveryVocabulary.all().stream()
                .map(fact -> fact.key().equals("assurance.split-view")
                                || fact.key().equals("ledger.split-view")
                        ? new DeclaredFact(fact.subject(), fact.key(), fact.type(), Grade.DOCUMENTED, fact.meaning())
                        : fact)
                .toList();
        Catalogue shipped = ShippedCatalogue.read(CHECKS.ids());
        Reach reach = new Reach(CHECKS, weaker);
        assertThatThrownBy(() -> reach.require(shipped)).hasMessageContaining("split-view");
    }

    @Test
    void evidenceIsNoWeakerForARefusalBeforeIt() {
        Finding finding = find("AT-fresh", known(STATUS, "affirming", Grade.ATTESTED, 10), old(REFUSED, "signature"));
        assertThat(finding.outcome()).isEqualTo(Finding.Outcome.PASS);
        assertThat(finding.weakest()).contains(Grade.ATTESTED);
    }

    @Test
    void aRefusalAfterItIsABreachThatTheFindingRestsOn() {
        Finding finding = find(
                "AT-fresh",
                known(STATUS, "affirming", Grade.ATTESTED, 10),
                known(REFUSED, "signature", Grade.OBSERVED, 20));
        assertThat(finding.outcome()).isEqualTo(Finding.Outcome.FAIL);
        assertThat(finding.facts()).extracting(known -> known.fact().key()).contains(REFUSED.key());
    }

    @Test
    void anAppraisalOfADeviceInTheRegisterIsAsStrongAsTheAppraisal() {
        Finding finding = find("AT-tier", known(STATUS, "affirming", Grade.ATTESTED, 10), old(STATE, "trusted"));
        assertThat(finding.outcome()).isEqualTo(Finding.Outcome.PASS);
        assertThat(finding.weakest()).contains(Grade.ATTESTED);
        assertThat(find(
                                "AT-tier",
                                known(STATUS, "affirming", Grade.ATTESTED, 10),
                                known(STATE, "joining", Grade.RECORDED, 20))
                        .outcome())
                .isEqualTo(Finding.Outcome.UNKNOWN);
    }

    /** What is needed always carries: only what is looked at besides may be left out. */
    @ParameterizedTest
    @ValueSource(strings = {"AT-fresh", "AT-tier"})
    void whatCarriesNoPassIsConsideredAndNotNeeded(String id) {
        Check check = CHECKS.get(id);
        assertThat(check.considers().stream().filter(key -> !check.carries(key)))
                .isNotEmpty()
                .doesNotContainAnyElementsOf(check.needs());
    }

    private static Known old(FactKey key, String value) {
        return known(key, value, key.equals(STATE) ? Grade.RECORDED : Grade.OBSERVED, 0);
    }

    private static Known known(FactKey key, String value, Grade grade, long second) {
        Instant at = Given.T0.plusSeconds(second);
        return new Known(new Fact(Given.CAM, key.key(), value, at, grade, second), at);
    }

    private static Finding find(String check, Known... known) {
        Facts facts = key -> List.of(known).stream()
                .filter(one -> one.fact().key().equals(key.key()))
                .findFirst()
                .or(Optional::empty);
        return Finding.of(CHECKS.get(check), facts, Given.T0.plus(Duration.ofMinutes(1)));
    }
}
