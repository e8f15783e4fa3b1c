/**
 * What callers who mean harm take away from those who do not: {@code muster bench hostile}. A server in a process of its own,
 * honest devices that attest over kept-alive TLS, and at the same time slow readers, slow writers, statements of nobody, a
 * device that sends all it may, and replays. Strangers come from many loopback addresses.
 */
@NullMarked
package dev.muster.bench.hostile;

import org.jspecify.annotations.NullMarked;
