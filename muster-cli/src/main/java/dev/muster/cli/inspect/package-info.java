/**
 * {@code muster inspect FILE}: any message of the field as a readable tree, with the verdict of its signature.
 *
 * <p>The formats are known to {@code dev.muster.format.inspect}; here are the files, the keys and what is JSON: MUD files
 * (RFC 8520), attestation results and EAT claims in JSON, keys (RFC 7517), tokens in compact form (RFC 7515).
 *
 * <p>Not done: signatures of JSON tokens are shown and not checked.
 */
@NullMarked
package dev.muster.cli.inspect;

import org.jspecify.annotations.NullMarked;
