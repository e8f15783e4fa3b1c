/**
 * The door for signed statements: SCITT Reference APIs, draft-ietf-scitt-scrapi-11, under {@code /scitt/{org}}; the same
 * with the polling of drafts -09 and -10 (303 and 302 instead of 202 and 204) under {@code /scitt-10/{org}}.
 *
 * <p>Keys are under {@code /.well-known/scitt-keys} for all logs and under {@code /scitt/{org}/.well-known/scitt-keys} for
 * one. Problems are concise problem details in CBOR (RFC 9290). Beyond the draft: the statement itself and the
 * transparent statement below the locator.
 *
 * <p>Not done: Authorisation of callers, which the draft leaves open; strangers are limited by rate only.
 */
@NullMarked
package dev.muster.server.scrapi;

import org.jspecify.annotations.NullMarked;
