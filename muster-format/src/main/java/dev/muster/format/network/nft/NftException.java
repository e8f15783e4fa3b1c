package dev.muster.format.network.nft;

import dev.muster.format.MalformedException;

/** A table that is not understood whole. */
public final class NftException extends MalformedException {
    private static final long serialVersionUID = 1L;

    NftException(String reason, int line) {
        super(reason, "/line " + line, -1);
    }
}
