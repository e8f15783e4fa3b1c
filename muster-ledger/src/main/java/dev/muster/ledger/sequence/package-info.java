/**
 * The order of entries: the {@link dev.muster.ledger.sequence.Shell} around every desk (load, decide, append, answer, one
 * transaction), the projections that fold entries into registers, who may write, and those who read behind the commit.
 */
@NullMarked
package dev.muster.ledger.sequence;

import org.jspecify.annotations.NullMarked;
