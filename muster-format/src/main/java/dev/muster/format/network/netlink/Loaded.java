package dev.muster.format.network.netlink;

import java.util.Optional;

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

    /** What {@code meta} loads; empty when that is none that is known. */
    static Optional<Loaded> meta(int key) {
        return Optional.ofNullable(
                switch (key) {
                    case Codes.META_NFPROTO -> of("nfproto", 1);
                    case Codes.META_L4PROTO -> of("l4proto", 1);
                    case Codes.META_IIFTYPE -> of("iiftype", 2);
                    case Codes.META_IIFNAME -> of("iifname", Codes.NAME_BYTES);
                    case Codes.META_OIFNAME -> of("oifname", Codes.NAME_BYTES);
                    default -> null;
                });
    }

    /** What {@code ct} loads; empty when that is none that is known. */
    static Optional<Loaded> connection(int key) {
        return Optional.ofNullable(
                switch (key) {
                    case Codes.CT_DIRECTION -> of("ct direction", 1);
                    case Codes.CT_MARK -> of("ct mark", 4);
                    default -> null;
                });
    }

    static Loaded of(String what, int bytes) {
        return new Loaded(what, 0, 0, bytes);
    }
}
