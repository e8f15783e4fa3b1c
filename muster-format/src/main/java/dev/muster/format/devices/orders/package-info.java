/**
 * Orders: the one way the server asks a device for something, and the device's answer. Our own format, version 1
 * ({@code application/vnd.muster.orders+cbor}, deterministic CBOR of RFC 8949 §4.2.1, maps with small integer keys).
 *
 * <h2>The two doors (device listener, mutual TLS with the device's LDevID certificate)</h2>
 *
 * <pre>
 * GET  /devices/{org}/orders?wait=SECONDS&amp;after=SEQUENCE
 *      200 application/vnd.muster.orders+cbor   {@link dev.muster.format.devices.orders.OrderList}: array of orders with a
 *          sequence above {@code after}, oldest first, at most {@link dev.muster.format.devices.orders.OrderList#MAX_ORDERS}.
 *          An empty array after {@code wait} seconds (0..{@link dev.muster.format.devices.orders.OrderList#MAX_WAIT_SECONDS},
 *          default 0) without an order. {@code after} defaults to 0: everything still open.
 * POST /devices/{org}/orders/{id}             body: one {@link dev.muster.format.devices.orders.OrderReport}
 *      204 taken, also when the same order was closed before (idempotent by order id)
 *      404 order-unknown, 409 order-conflict     (RFC 9457 problem details; the reason code is the member "code")
 * GET  /devices/{org}/orders/{id}/pages/{n}
 *      200 application/octet-stream   page {@code n} from 0 of {@link dev.muster.format.devices.orders.PagedRules}, while the
 *          order is open; 404 otherwise, and for orders without pages
 * </pre>
 *
 * <h2>What a device can rely on</h2>
 *
 * <ul>
 *   <li>At least once: an open order is delivered again on every poll whose {@code after} is below its sequence, until
 *       it is closed or has expired. A device keeps the ids it has acted on and reports the same outcome again.
 *   <li>The sequence only grows. A device that lost its state polls with {@code after=0} and gets what is still open.
 *   <li>An order past {@code expires-at} must not be acted on; report {@code EXPIRED}.
 *   <li>An unknown kind is kept as {@link dev.muster.format.devices.orders.OrderAction.Unknown}; the device reports {@code REFUSED}
 *       with the reason {@code order-kind-unknown}. An order never makes a device trust bytes: an update is checked
 *       against its signed manifest, whoever ordered it.
 * </ul>
 *
 * Not done: orders to groups, and orders signed end to end (they are protected by TLS only).
 */
@NullMarked
package dev.muster.format.devices.orders;

import org.jspecify.annotations.NullMarked;
