/**
 * Devices: the register of products, devices and orders, the door through which devices fetch orders, and the API of the
 * register. Orders are our own protocol, see {@code dev.muster.format.devices.orders}.
 *
 * <p>{@link dev.muster.server.devices.DeviceAuthentication} settles who a device is at any door of the device listener.
 * Doors of other topics import it: identity at a door is the same question everywhere,
 * and asking it twice would give two answers. {@link dev.muster.server.devices.SignedReports} goes with it: it takes what
 * devices tell of themselves, for every topic that listens to them.
 *
 * <p>Orders are delivered at least once: an order stays open until it is reported on, withdrawn or expired, and every
 * poll from before its place in the ledger gets it again. It is one order by its id, however often it is issued,
 * delivered or reported.
 *
 * <p>Not done: several servers on one database wake each other's waiting polls only by the follower's idle look (one
 * second).
 */
@NullMarked
package dev.muster.server.devices;

import org.jspecify.annotations.NullMarked;
