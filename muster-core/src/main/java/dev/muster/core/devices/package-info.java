/**
 * Devices: the register of products and devices, the state of each device, and the orders to it. No outside
 * specification; the states are those of the design (manufactured, joining, operational, ...).
 *
 * <p>The nouns here ({@link dev.muster.core.devices.DeviceId}, {@link dev.muster.core.devices.ProductId},
 * {@link dev.muster.core.devices.DeviceState} and the events) may be used by every topic. An event is about the device
 * that its entry's subject names ({@code device/cam-07}) and does not repeat the id.
 *
 * <p>Any desk may issue an order: put {@link dev.muster.core.devices.OrderIssued} among its drafts. The devices door
 * hands it to the device, and {@link dev.muster.core.devices.OrderClosed} tells how it ended.
 *
 * <p>Not done: groups of devices, owners other than the organisation, transfer of a device between organisations of
 * one server in one step (release in one, join in the other).
 */
@NullMarked
package dev.muster.core.devices;

import org.jspecify.annotations.NullMarked;
