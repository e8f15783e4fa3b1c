package dev.muster.core.assurance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Subject;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is recorded about a product decides which rows apply to its devices, and answers rows that no machine can see. */
class ProductRecordsTest {
    private static final Assessor ASSESSOR =
            new Assessor(ShippedCatalogue.read(EveryCheck.all().ids()), EveryCheck.all());
    private static final RequirementId PASSWORDS = new RequirementId("ETSI", "5.1-1");
    private static final RequirementId POLICY = new RequirementId("ETSI", "5.2-1");
    private static final WaiverStore STORE = new WaiverStore() {
        @Override
        public boolean knows(Subject subject) {
            return subject.equals(Given.PRODUCT);
        }

        @Override
        public Optional<Waiver> waiver(Subject subject, RequirementId requirement) {
            return Optional.empty();
        }
    };

    private static Decision<ProductRecords.Answer> record(String fact, String value) {
        return ProductRecords.record(
                new ProductRecords.Request(Given.PRODUCT, fact, value, "operator/ada", "data sheet"), STORE, Given.T0);
    }

    private static Verdict verdict(Given given, RequirementId id) {
        Verdict verdict = ASSESSOR.posture(given.register(), Given.CAM, Given.T0)
                .verdicts()
                .get(id);
        assertThat(verdict).isNotNull();
        return verdict;
    }

    @Test
    void aRowWhoseConditionIsNotMetDoesNotApplyAndSaysWhy() {
        Given given = Given.cam().fact(Given.PRODUCT, "product.passwords", "no", Given.T0);
        Verdict verdict = verdict(given, PASSWORDS);
        assertThat(verdict.kind()).isEqualTo(Verdict.Kind.NOT_APPLICABLE);
        assertThat(verdict.reasons().getFirst()).contains("passwords are used", "product.passwords is no");
        Derivation why = ASSESSOR.why(
                given.register(),
                Given.CAM,
                ASSESSOR.catalogue().find(PASSWORDS).orElseThrow(),
                Given.T0);
        assertThat(why.decision()).isPresent();
        assertThat(verdict(Given.cam().fact(Given.PRODUCT, "product.passwords", "yes", Given.T0), PASSWORDS)
                        .kind())
                .isNotEqualTo(Verdict.Kind.NOT_APPLICABLE);
        assertThat(verdict(Given.cam(), PASSWORDS).kind()).isEqualTo(Verdict.Kind.UNKNOWN);
    }

    @Test
    void theFoldFollowsARecordAtOnce() {
        PostureFold fold = new PostureFold(Given.ORG, ASSESSOR);
        Given.cam().register().all().forEach(fold::accept);
        fold.settle(Given.T0);
        fold.accept(Given.known(Given.PRODUCT, "product.passwords", "no", Given.T0, Given.T0, 9));
        fold.settle(Given.T0);
        assertThat(fold.standings(Given.CAM).get(PASSWORDS))
                .extracting(Standing::kind)
                .isEqualTo(Verdict.Kind.NOT_APPLICABLE);
    }

    @Test
    void aPaperThatIsOnRecordAnswersItsRowInPartUntilItEnds() {
        String paper = "https://maker.example/security until 2026-11-22T00:00:00Z";
        Given given = Given.cam().fact(Given.PRODUCT, "product.vulnerability-policy", paper, Given.T0);
        assertThat(verdict(given, POLICY).kind()).isEqualTo(Verdict.Kind.PARTLY);
        assertThat(ASSESSOR.posture(given.register(), Given.CAM, Given.T0.plusSeconds(86_400))
                        .verdicts()
                        .get(POLICY)
                        .kind())
                .isEqualTo(Verdict.Kind.NOT_SUPPORTED);
    }

    @ParameterizedTest
    @CsvSource({
        "passwords,no",
        "product.passwords,yes",
        "product.ports,tcp/443 udp/5683",
        "product.ports,none",
        "product.hardware,'3 parts, 0a1b'",
        "product.setup-guide,document/D-7",
        "product.setup-guide,https://maker.example/setup until 2030-01-01T00:00:00Z"
    })
    void whatAFactAdmitsIsRecorded(String fact, String value) {
        Decision<ProductRecords.Answer> decision = record(fact, value);
        assertThat(decision.answer()).isInstanceOf(ProductRecords.Answer.Recorded.class);
        assertThat(decision.drafts()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "product.passwords,maybe,value-invalid",
        "product.ports,'tcp/1  tcp/2',value-invalid",
        "product.setup-guide,http://maker.example,value-invalid",
        "product.setup-guide,https://maker.example until soon,value-invalid",
        "product.colour,red,fact-unknown"
    })
    void whatItDoesNotAdmitIsRefused(String fact, String value, String reason) {
        Decision<ProductRecords.Answer> decision = record(fact, value);
        assertThat(decision.drafts()).isEmpty();
        assertThat(((ProductRecords.Answer.Refused) decision.answer()).reason()).isEqualTo(reason);
    }

    @Test
    void everyConditionOfTheCatalogueCanBeRecorded() {
        Set<String> conditions = ASSESSOR.catalogue().requirements().stream()
                .flatMap(row -> row.condition().stream())
                .map(Requirement.Condition::fact)
                .filter(fact -> !fact.equals("-"))
                .collect(Collectors.toSet());
        Set<String> recorded = ProductFacts.all().stream()
                .filter(fact -> fact.kind() == ProductFact.Kind.YES_NO)
                .map(ProductFact::key)
                .collect(Collectors.toCollection(HashSet::new));
        assertThat(recorded).isEqualTo(conditions);
    }
}
