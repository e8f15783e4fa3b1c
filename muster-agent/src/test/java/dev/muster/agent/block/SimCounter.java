package dev.muster.agent.block;

/** A counter that nothing takes back. */
final class SimCounter implements RollbackCounter {
    private long value;

    SimCounter(long value) {
        this.value = value;
    }

    @Override
    public long read() {
        return value;
    }

    @Override
    public void advance() {
        value++;
    }
}
