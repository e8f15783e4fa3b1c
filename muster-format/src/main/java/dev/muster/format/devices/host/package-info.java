/**
 * What a device says about itself beside its evidence: what holds on its host. Our own format, version 1:
 * deterministic CBOR arrays (RFC 8949 §4.2.1) in a COSE_Sign1 (RFC 9052) by the device's enrolled key, with a protected
 * content type.
 *
 * <pre>
 * POST /devices/{org}/host        application/vnd.muster.host+cose      [1, time, [+ [key, value, standing, detail]]]
 *      204 taken; 400 malformed-statement, 403 the signature's reason, 415 media-type
 * </pre>
 *
 * <p>Times are whole seconds. It is the device's word and never more. Not done: what failed on the host.
 */
@NullMarked
package dev.muster.format.devices.host;

import org.jspecify.annotations.NullMarked;
