package dev.muster.guard.socket;

/** All that may be asked of the guard. The asker is not trusted: it reads bytes from the network. */
public sealed interface Ask {
    /** How the device stands: who runs, what is enforced. Answered with {@link Say.Standing}. */
    record Status() implements Ask {}

    /** What holds on this host. Answered with {@link Say.Looked}. */
    record Look() implements Ask {}

    /** Puts a network policy in force; it must be the one table that can be proved. */
    record Rules(String ruleset) implements Ask {}

    /** The kernel's table. Answered with {@link Say.Table}. */
    record Table() implements Ask {}

    /** What happened after the happening with this number. Answered with {@link Say.News}. */
    record News(long after) implements Ask {}

    /** A newer manifest, signed by a maker whom the factory named. */
    record Manifest(byte[] signed) implements Ask {}

    /** Starts a workload of the manifest. */
    record Start(String workload) implements Ask {}

    /** Stops a workload and releases all that it held. */
    record Stop(String workload) implements Ask {}

    /** What a rule of the manifest makes of its sensors now; a reflex may go by it. */
    record Judged(String rule, long value) implements Ask {}

    /** Puts frozen workloads back into service. */
    record Thaw() implements Ask {}
}
