/**
 * The clients of the device doors: HTTP/1.1 over TLS 1.3 with the device's certificate, trusting only the configured
 * server certificate authority. EST (RFC 7030, RFC 8951), attestation (challenge and evidence), orders by long poll,
 * artifacts with ranges, update reports.
 *
 * <p>Not done: CoAP doors, more than one server, proxies.
 */
@NullMarked
package dev.muster.agent.server;

import org.jspecify.annotations.NullMarked;
