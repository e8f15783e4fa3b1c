package dev.muster.server.governance;

import dev.muster.core.devices.DeviceDesk;
import dev.muster.core.devices.DeviceRegister;
import dev.muster.core.governance.GovernanceEvent;
import dev.muster.core.governance.WorkStates;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sequence.Follower;
import dev.muster.ledger.sequence.Shell;
import dev.muster.server.devices.SqlDeviceRegister;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Lets work orders put their devices into maintenance and back. */
final class WorkFollower implements Follower {
    private final Shell shell;
    private final Function<Entry, Optional<Event>> events;
    private final InstantSource clock;

    WorkFollower(Shell shell, Function<Entry, Optional<Event>> events, InstantSource clock) {
        this.shell = shell;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "governance-work";
    }

    @Override
    public void accept(OrgId org, List<Entry> entries) {
        for (Entry entry : entries) {
            if (entry.subject().kind().equals("work-order")
                    && events.apply(entry).orElse(null) instanceof GovernanceEvent.Moved moved) {
                shell.<DeviceRegister, Optional<DeviceDesk.Answer>>run(
                        org,
                        tx -> new SqlDeviceRegister(tx, org),
                        register -> WorkStates.follow(
                                entry.subject().kind(), entry.subject().id(), moved, register, clock.instant()));
            }
        }
    }
}
