/**
 * Local maintenance: a socket on the device at which a person with a grant of the organisation works, with the one tool
 * that the grant names, until its window ends; the device keeps and signs the record of what was done. Without a grant, or
 * with somebody else's, nothing is done. Who has a role's token instead has those of the device's functions that are for the role.
 *
 * <p>The socket is {@code state/maintenance/socket}, for the agent's own user; calls and replies are those of {@code
 * format.devices.maintenance}. A tool runs with the rights of the agent.
 *
 * <p>Not done: a confinement of the tool of its own.
 */
@NullMarked
package dev.muster.agent.maintenance;

import org.jspecify.annotations.NullMarked;
