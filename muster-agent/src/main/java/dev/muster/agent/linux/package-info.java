/**
 * The sets of the packet filter that hold the addresses of names, over netlink. The packet filter itself is the guard's
 * ({@code dev.muster.guard.firewall}).
 *
 * <p>Not done: sets while a guard holds the packet filter: an agent without rights cannot change them.
 */
@NullMarked
package dev.muster.agent.linux;

import org.jspecify.annotations.NullMarked;
