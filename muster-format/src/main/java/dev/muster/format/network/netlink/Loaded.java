package dev.muster.format.network.netlink;

/**
 * What the register holds while a rule is read.
 *
 * @param what {@code payload}, or what it is called in words; empty when nothing that can be compared
 * @param base of a payload: which header
 * @param offset of a payload, in bytes
 * @param bytes how many
 */
record Loaded(String what, int base, int offset, int bytes) {
    static final Loaded NONE = new Loaded("", 0, 0, 0);

    static Loaded of(String what, int bytes) {
        return new Loaded(what, 0, 0, bytes);
    }
}
