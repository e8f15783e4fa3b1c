package dev.muster.agent.install;

import dev.muster.agent.state.BootState;
import dev.muster.agent.state.Slot;
import java.io.IOException;
import java.util.Optional;

/** What the boot loader does, in the agent's words: it starts only a slot that holds what its record says. */
public final class Boot {
    private final BootControl control;
    private final Slots slots;

    public Boot(BootControl control, Slots slots) {
        this.control = control;
        this.slots = slots;
    }

    /**
     * Starts the device: decides the slot and keeps the decision.
     *
     * @throws IOException when neither slot holds what its record says: then nothing is started
     */
    public BootState start() throws IOException {
        BootState booted = control.read().boot();
        if (!slots.bootable(booted.active())) {
            Slot other = booted.active().other();
            if (!slots.bootable(other)) {
                throw new IOException("neither slot holds what its record says");
            }
            booted = new BootState(other, Optional.empty(), false, booted.sequence(), booted.boots());
        }
        control.write(booted);
        return booted;
    }

    /**
     * The running slot has proved itself (its evidence was accepted): it stays, and no older manifest is obeyed from now
     * on.
     */
    public BootState confirm() throws IOException {
        BootState state = control.read();
        Optional<SlotRecord> record = slots.record(state.active());
        if (record.isEmpty()) {
            return state;
        }
        BootState confirmed = state.confirm(record.get().sequence());
        if (!confirmed.equals(state)) {
            control.write(confirmed);
        }
        return confirmed;
    }

    /**
     * Asks that the next start is from the other slot, if what lies in it is good. The sequence floor stays: it governs
     * what may be installed, not what an operator may fall back to.
     *
     * @return whether the other slot can be started
     */
    public boolean rollBack() throws IOException {
        BootState state = control.read();
        Slot other = state.active().other();
        if (!slots.bootable(other)) {
            return false;
        }
        control.write(state.startNext(other));
        return true;
    }
}
