package dev.muster.server.joining;

import dev.muster.core.joining.JoiningDesk;
import dev.muster.core.joining.JoiningDesk.Answer;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sequence.Shell;
import dev.muster.ledger.sql.Tx;
import dev.muster.server.devices.SqlDeviceRegister;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Decides about devices that ask for certificates at the same time, each as if those before it had their answer already:
 * one look at what all need, and one write for all of them.
 */
final class EnrolmentsTogether implements Shell.JointDesk<EnrolmentsTogether.Asked, Answer> {

    /** What one device asks of the desk; its signatures were checked, and its certificate is signed. */
    @FunctionalInterface
    interface Asked extends Function<JoiningDesk, Decision<Answer>> {}

    private final InstantSource clock;

    EnrolmentsTogether(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public List<Decision<Answer>> decide(Tx tx, OrgId org, List<Asked> items) {
        TogetherRegisters known = new TogetherRegisters(new SqlJoiningStore(tx, org), new SqlDeviceRegister(tx, org));
        List<Decision<Answer>> decisions = new ArrayList<>(items.size());
        for (Asked item : items) {
            Decision<Answer> decided = item.apply(new JoiningDesk(known, known, clock.instant()));
            known.settled(decided);
            decisions.add(decided);
        }
        return decisions;
    }
}
