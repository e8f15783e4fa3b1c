package dev.muster.ledger.tree;

import java.util.List;

/** Reads leaf hashes back from the rows, which are the truth. */
@FunctionalInterface
interface LeafRows {
    /** The hashes of leaves begin to end, exclusive, all of which exist. */
    List<byte[]> leaves(long begin, long end);
}
