/**
 * {@code muster bench river}: evidence end to end over kept-alive mutual TLS, enrolment and pages, against a server in a
 * process of its own; on request the same against a server of an older checkout. Beside it, in the same run, what the
 * signatures alone cost.
 */
@NullMarked
package dev.muster.bench.river;

import org.jspecify.annotations.NullMarked;
