package dev.muster.agent.block;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A million cuts and a hundred thousand double ones: {@code ./muster test --tier power-cut}. Some minutes. */
class BlockPowerCuts {
    /** All subsets of twelve sectors, and each of them with each of its sectors torn. */
    private static final long MOST = 4096 + 12 * 2048;

    private static final long DOUBLES = 17_000;

    private static final long SEED = Long.getLong("muster.power-cut.seed", 1);

    @Test
    void aMillionCutsAndAHundredThousandDoubleOnes() throws IOException {
        long cuts = 0;
        long doubles = 0;
        for (UpdateStory story : UpdateStories.all()) {
            PowerCuts done =
                    new PowerCuts(story, new CutStates(MOST, SEED), UnaryOperator.identity()).cutEverywhere(DOUBLES);
            System.out.printf("%s: %,d cuts, %,d double cuts%n", story.name(), done.cuts(), done.doubles());
            cuts += done.cuts();
            doubles += done.doubles();
        }
        System.out.printf("in all: %,d cuts, %,d double cuts, none broke anything%n", cuts, doubles);
        assertThat(cuts).isGreaterThanOrEqualTo(1_000_000);
        assertThat(doubles).isGreaterThanOrEqualTo(100_000);
    }
}
