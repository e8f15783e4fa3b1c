/**
 * {@code muster log}: proves, verifies, checks, replays and exports the ledger. Proof files are C2SP tlog-proof v1; they are
 * verified here without a server.
 */
@NullMarked
package dev.muster.cli.log;

import org.jspecify.annotations.NullMarked;
