/**
 * A part of the Common Expression Language (cel-spec), for rules over appraisals that a table of words cannot say. It has no
 * loops but over lists that are there, no access to anything but what it is given, and a bound on its steps: the same text and
 * the same values give the same answer, for ever, which is why no library that may change does it.
 */
@NullMarked
package dev.muster.core.attestation.cel;

import org.jspecify.annotations.NullMarked;
