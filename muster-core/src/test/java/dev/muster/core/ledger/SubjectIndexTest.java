package dev.muster.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.core.ledger.SubjectIndex.Head;
import dev.muster.core.ledger.SubjectIndex.Leaf;
import dev.muster.core.ledger.SubjectIndex.Proof;
import dev.muster.format.audit.merkle.MerkleException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubjectIndexTest {
    private static final String MAKER = "https://maker.example";

    private static SubjectIndex index(int pairs) {
        List<Leaf> leaves = new ArrayList<>();
        for (int i = 0; i < pairs; i++) {
            leaves.add(new Leaf(SubjectIndex.key(MAKER, "item-" + i), 10L + i));
        }
        return SubjectIndex.of(1000, leaves);
    }

    @Test
    void theLatestOfEveryPairIsShownAndNoOtherIndexIs() {
        for (int pairs : new int[] {1, 2, 255, 256, 257, 600}) {
            SubjectIndex index = index(pairs);
            Head head = Head.parse(index.head().encode());
            for (int i = 0; i < pairs; i += 1 + pairs / 50) {
                Proof proof = index.prove(MAKER, "item-" + i);
                assertThat(proof.shows(head, MAKER, "item-" + i, 10L + i)).isTrue();
                assertThat(proof.shows(head, MAKER, "item-" + i, 11L + i)).isFalse();
                assertThat(proof.shows(head, MAKER, "item-" + i, -1)).isFalse();
                assertThat(proof.shows(head, MAKER, "other", 10L + i)).isFalse();
            }
        }
    }

    @Test
    void aPairWithoutStatementIsShownByItsNeighbours() {
        for (int pairs : new int[] {0, 1, 2, 300}) {
            SubjectIndex index = index(pairs);
            Head head = index.head();
            for (int i = 0; i < 40; i++) {
                Proof proof = index.prove(MAKER, "absent-" + i);
                assertThat(proof.shows(head, MAKER, "absent-" + i, -1)).isTrue();
                assertThat(proof.shows(head, MAKER, "absent-" + i, 10)).isFalse();
            }
        }
    }

    @Test
    void aNeighbourWithAKeyOfAnotherLengthIsNone() {
        for (int length : new int[] {0, 31, 33}) {
            assertThatThrownBy(() -> new Leaf(new byte[length], 1)).isInstanceOf(MerkleException.class);
        }
    }

    @Test
    void aPairThatIsThereCannotBeShownAbsent() {
        SubjectIndex index = index(300);
        Head head = index.head();
        Proof around = index.prove(MAKER, "absent");
        for (int i = 0; i < 300; i++) {
            assertThat(around.shows(head, MAKER, "item-" + i, -1)).isFalse();
        }
        Head other = index(301).head();
        assertThat(around.shows(other, MAKER, "absent", -1))
                .as("of another index")
                .isFalse();
    }
}
