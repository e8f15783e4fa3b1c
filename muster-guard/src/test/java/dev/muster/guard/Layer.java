package dev.muster.guard;

/** What holds a workload, each of which must also hold its class of attacks alone. */
enum Layer {
    NONE("nothing: what fails even so is impossible on this machine anyway, and no layer is praised for it"),
    USER("an ordinary user without capabilities"),
    LANDLOCK("Landlock: only its own folder"),
    CALLS("a filter of system calls"),
    WORLD("namespaces and a root that cannot be written"),
    LIMITS("a control group"),
    PROGRAMS("programs by their content"),
    NETWORK("the packet filter"),
    ALL("all of them, as a workload has them");

    final String meaning;

    Layer(String meaning) {
        this.meaning = meaning;
    }
}
