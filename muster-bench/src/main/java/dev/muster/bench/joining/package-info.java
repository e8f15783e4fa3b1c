/**
 * {@code muster bench joining}: certificates beside raw signatures, revocation lists, answers about certificates beside
 * {@code openssl ocsp}, and enrolment over kept-alive and fresh connections against a server in a process of its own. The
 * cryptography that nobody can do without is measured in the same run.
 */
@NullMarked
package dev.muster.bench.joining;

import org.jspecify.annotations.NullMarked;
