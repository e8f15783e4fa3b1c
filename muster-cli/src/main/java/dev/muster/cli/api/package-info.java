/**
 * The client of the console listener: {@code /api/v1/{org}/…} as JSON over TLS 1.3, trusting only the certificate in the
 * server's data directory and signing in with the operator's token from there (RFC 6750 bearer token, RFC 9457 problems).
 *
 * <p>Not done: sign-in with another person's token, other machines' servers ({@code --data} names a local folder).
 */
@NullMarked
package dev.muster.cli.api;

import org.jspecify.annotations.NullMarked;
