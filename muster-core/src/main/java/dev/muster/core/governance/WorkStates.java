package dev.muster.core.governance;

import dev.muster.core.devices.DeviceDesk;
import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.DeviceRegister;
import dev.muster.core.devices.DeviceState;
import dev.muster.core.ledger.Decision;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a work order does to the state of its device: while work is under way the device is in maintenance, and it goes
 * back to service when the order closes, which asks for evidence that the device is well again.
 */
public final class WorkStates {
    private static final String WORK_ORDER = "work-order";
    private static final Set<String> BEGINS = Set.of("start", "emergency", "resume", "correct");

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
        if (!machine.equals(WORK_ORDER) || device == null) {
            return Decision.of(Optional.empty(), List.of());
        }
        DeviceDesk.Cause cause = new DeviceDesk.Cause(
                Workflows.SYSTEM, WORK_ORDER, step.transition() + " of " + WORK_ORDER + " " + record);
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
