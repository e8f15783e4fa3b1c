package dev.muster.format.network.netlink;

import dev.muster.format.MalformedException;

/** What the kernel has, or what it is to have, is not understood whole. */
public final class NetlinkException extends MalformedException {
    private static final long serialVersionUID = 1L;

    NetlinkException(String reason, String where) {
        super(reason, where, -1);
    }
}
