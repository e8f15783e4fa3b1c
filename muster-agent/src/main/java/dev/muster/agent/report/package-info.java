/**
 * Reports: what the device has to tell its server is kept on disk until the server has taken it, so that neither a
 * server that is away nor a restart of the agent loses one.
 *
 * <p>Not done: compression, merging of reports.
 */
@NullMarked
package dev.muster.agent.report;

import org.jspecify.annotations.NullMarked;
