package dev.muster.cli.log;

import dev.muster.core.ledger.LatestStatement;
import dev.muster.format.audit.merkle.Checkpoint;

/** An answer in words. */
final class LatestText {
    private LatestText() {}

    static String of(LatestStatement answer) {
        Checkpoint head = Checkpoint.parse(answer.checkpoint().text());
        String about = " by " + answer.issuer() + " about " + answer.subject();
        String where = " among the first " + head.size() + " of " + head.origin();
        return answer.latest() < 0
                ? "there is no statement" + about + where
                : "statement " + answer.latest() + " is the latest" + about + where;
    }
}
