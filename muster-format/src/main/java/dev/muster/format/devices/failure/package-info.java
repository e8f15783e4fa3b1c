/**
 * What went wrong on a device, told to its server: small reports without contents of memory, signed by the device as a
 * {@link dev.muster.format.devices.host.SignedStatement}. Our own format, version 1: an array of version, time in seconds and
 * failures.
 *
 * <p>Not done: traces of calls, attachments.
 */
@NullMarked
package dev.muster.format.devices.failure;

import org.jspecify.annotations.NullMarked;
