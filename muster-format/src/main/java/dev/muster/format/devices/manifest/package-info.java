/**
 * What a maker lets a device hold, run and do: its baseline. Our own format, version 1: one map of deterministic CBOR
 * (RFC 8949 §4.2.1) in a COSE_Sign1 (RFC 9052) by a maker's key, with a protected content type.
 *
 * <pre>
 * application/vnd.muster.manifest+cose
 *   sequence   never goes back on a device
 *   files      path below the device's root, SHA-256: what may not change while it runs
 *   programs   SHA-256 of each file that may be executed; nothing else may
 *   parts      bus vendor product of each part that may be attached; of USB also its serial number, behind them
 *   workloads  what runs, in which root, with which limits
 *   reflexes   from a sensor to an actuator, without any server
 *   responses  what is done about each kind of violation
 * </pre>
 *
 * <p>Not done: delta manifests, several makers' manifests on one device.
 */
@NullMarked
package dev.muster.format.devices.manifest;

import org.jspecify.annotations.NullMarked;
