package dev.muster.core.assurance;

import static dev.muster.core.assurance.Given.CAM;
import static dev.muster.core.assurance.Given.T0;
import static dev.muster.core.assurance.PostureFoldTest.ASSESSOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.core.attestation.AttestationFacts;
import dev.muster.core.facts.FactKey;
import dev.muster.core.facts.Known;
import dev.muster.core.ledger.Fact;
import dev.muster.core.ledger.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A fold that keeps few facts says, at every step, what one says that keeps all. */
class ForgetfulFoldTest {
    private final PostureFold all = new PostureFold(Given.ORG, ASSESSOR);
    /** What a database would keep. */
    private final FactRegister stored = new FactRegister(Given.ORG);

    private int recalled;

    private List<PostureFold.Change> settle(PostureFold few, Instant now, int most) {
        List<PostureFold.Change> changes = new ArrayList<>();
        boolean more = true;
        while (more) {
            for (Subject device : few.wants(now, most)) {
                few.recall(device, stored.of(device).values());
                recalled++;
            }
            PostureFold.Step step = few.settle(now, most);
            assertThat(step.changes()).hasSizeLessThanOrEqualTo(most);
            changes.addAll(step.changes());
            more = step.more();
        }
        return changes;
    }

    @ParameterizedTest
    @CsvSource({"1,0,1", "2,0,2", "3,5,1", "4,5,3", "5,12,2", "6,25,1", "7,25,9", "8,40,2"})
    void whatIsForgottenChangesNoVerdictAndNothingThatIsTold(long seed, int keptFacts, int most) {
        PostureFold few = new PostureFold(Given.ORG, ASSESSOR, keptFacts);
        Random random = new Random(seed);
        List<FactKey> keys = PostureFoldTest.keys();
        Instant now = T0;
        for (int entry = 0; entry < 300; entry++) {
            now = now.plusSeconds(random.nextInt(random.nextInt(20) == 0 ? 200_000 : 4_000));
            for (Fact fact : PostureFoldTest.randomFacts(random, keys, now, entry)) {
                Known known = new Known(fact, now);
                all.accept(known);
                few.accept(known);
                stored.accept(known);
            }
            if (random.nextInt(3) == 0) {
                List<PostureFold.Change> told = settle(few, now, most);
                assertThat(told).isEqualTo(all.settle(now));
                assertThat(few.fleet(now)).isEqualTo(all.fleet(now));
                assertThat(Waiver.inForce(few.register(), now)).isEqualTo(Waiver.inForce(all.register(), now));
            }
        }
        assertThat(recalled).isGreaterThan(20);
    }

    @Test
    void factsAreLetGoDownToTheBoundThoseJudgedLongestAgoFirst() {
        PostureFold few = new PostureFold(Given.ORG, ASSESSOR, 2);
        for (int device = 0; device < 4; device++) {
            known(few, Subject.device("d" + device), device);
            settle(few, T0, 10);
        }
        assertThat(few.register().devices()).containsExactly(Subject.device("d2"), Subject.device("d3"));
        assertThat(few.devices()).hasSize(4);
        known(few, Subject.device("d0"), 9);
        settle(few, T0, 10);
        assertThat(few.register().devices()).containsExactly(Subject.device("d0"), Subject.device("d3"));
    }

    @Test
    void aDeviceIsNotJudgedByAPartOfItsFacts() {
        PostureFold few = new PostureFold(Given.ORG, ASSESSOR, 0);
        known(few, CAM, 1);
        settle(few, T0, 10);
        known(few, CAM, 2);
        assertThatThrownBy(() -> few.settle(T0)).isInstanceOf(IllegalStateException.class);
    }

    private void known(PostureFold fold, Subject device, long entry) {
        Known known = Given.known(device, AttestationFacts.UNKNOWN_PARTS.key(), "0", T0, T0, entry);
        fold.accept(known);
        stored.accept(known);
    }
}
