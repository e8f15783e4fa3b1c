/**
 * The checks that Muster ships, one small class each, and the words of the facts that they ask for. A check is added by
 * writing its class, listing it in {@link dev.muster.core.assurance.checks.StandardChecks} and linking it to
 * requirements in the data file {@code links.tsv}.
 *
 * <p>Specification: none. The ids' prefixes say what a check is about: ID identity, EN enrolment, AT attestation, UP
 * update, TL transport, NW network, DV device register, RS response, LG ledger, VU vulnerability handling.
 *
 * <p>Not done: configuration, host hardening, stored data, the service's own accounts, governance.
 */
@NullMarked
package dev.muster.core.assurance.checks;

import org.jspecify.annotations.NullMarked;
