/**
 * Local maintenance: what a person brings to a device to be let in, what they ask it to do, and the record that the device
 * signs of it. Our own format, version 1, deterministic CBOR (RFC 8949 §4.2.1) inside COSE_Sign1 (RFC 9052).
 *
 * <p>{@link dev.muster.format.devices.maintenance.Grant} is a CWT (RFC 8392) that the organisation signs for one person,
 * one tool, one device and one window; the person proves their key ({@code cnf}, RFC 8747). Purposes are kept apart by the
 * content type in the protected header and by external data, so that no other signature of the same key is a grant.
 *
 * <p>A session is had at the device's own socket, or through the server, which carries calls and replies as they are.
 *
 * <p>Not done: a recording of sessions over an endpoint of a vendor, and a recording of what a tool shows on a screen (its output is kept as a digest).
 */
@NullMarked
package dev.muster.format.devices.maintenance;

import org.jspecify.annotations.NullMarked;
