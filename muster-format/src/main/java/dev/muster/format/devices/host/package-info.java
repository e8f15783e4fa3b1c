/**
 * What a device says about itself beside its evidence: what holds on its host, and what failed there. Our own format,
 * version 1: deterministic CBOR arrays (RFC 8949 §4.2.1) in a COSE_Sign1 (RFC 9052) by the device's enrolled key, whose
 * protected content type tells the two apart.
 *
 * <pre>
 * POST /devices/{org}/host        application/vnd.muster.host+cose      [1, time, [+ [key, value, standing, detail]]]
 * POST /devices/{org}/failures    application/vnd.muster.failure+cose   [1, time, kind, component, signature, detail]
 *      204 taken; 400 malformed-statement, 403 the signature's reason, 415 media-type
 * </pre>
 *
 * <p>Times are whole seconds. It is the device's word and never more. Not done: several failures in one message.
 */
@NullMarked
package dev.muster.format.devices.host;

import org.jspecify.annotations.NullMarked;
