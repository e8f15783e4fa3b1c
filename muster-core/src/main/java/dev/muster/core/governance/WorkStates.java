package dev.muster.core.governance;

import dev.muster.core.devices.DeviceDesk;
import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.DeviceRegister;
import dev.muster.core.devices.DeviceState;
import dev.muster.core.ledger.Decision;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a work order does to the state of its device: while work is under way the device is in maintenance, and it goes
 * back to service when the order closes, which asks for evidence that the device is well again. And custody: who took a
 * device over has it off site, and it is back in service when it was admitted again.
 */
public final class WorkStates {
    private static final String WORK_ORDER = "work-order";
    private static final Set<String> BEGINS = Set.of("start", "emergency", "resume", "correct");

    /** Where a device is when it has left, is back for good, or goes to waste. */
    private static final Map<String, DeviceState> CUSTODY = Map.of(
            "release", DeviceState.OFF_SITE, "re-admit", DeviceState.OPERATIONAL, "dispose", DeviceState.RETIRED);

    private WorkStates() {}

    /**
     * The change of state that follows a step; nothing when none does. Asked again it changes nothing more.
     *
     * @param machine kind of the entry's subject
     * @param record id of the record
     */
    public static Decision<Optional<DeviceDesk.Answer>> follow(
            String machine, String record, GovernanceEvent.Moved step, DeviceRegister register, Instant now) {
        String device = step.kind().get("device");
        if (device == null || !(machine.equals(WORK_ORDER) || machine.equals(WipeOrders.CUSTODY))) {
            return Decision.of(Optional.empty(), List.of());
        }
        DeviceDesk.Cause cause =
                new DeviceDesk.Cause(Workflows.SYSTEM, machine, step.transition() + " of " + machine + " " + record);
        if (machine.equals(WipeOrders.CUSTODY)) {
            DeviceState to = CUSTODY.get(step.transition());
            return to == null
                    ? Decision.of(Optional.empty(), List.of())
                    : wrapped(DeviceDesk.change(new DeviceId(device), to, register, cause, now));
        }
        if (BEGINS.contains(step.transition())) {
            return wrapped(DeviceDesk.change(new DeviceId(device), DeviceState.MAINTENANCE, register, cause, now));
        }
        boolean inMaintenance = register.device(new DeviceId(device))
                .filter(found -> found.state() == DeviceState.MAINTENANCE)
                .isPresent();
        // A device that was quarantined meanwhile is not released by a piece of paper.
        return step.transition().equals("close") && inMaintenance
                ? wrapped(DeviceDesk.release(new DeviceId(device), register, cause, now))
                : Decision.of(Optional.empty(), List.of());
    }

    private static Decision<Optional<DeviceDesk.Answer>> wrapped(Decision<DeviceDesk.Answer> decision) {
        return Decision.of(Optional.of(decision.answer()), decision.drafts());
    }
}
