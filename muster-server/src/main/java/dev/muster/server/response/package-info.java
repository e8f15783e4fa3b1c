/**
 * Carries out what {@code core.response} decides: follows the verdicts, asks the desks, and keeps the register of open
 * episodes. The measures of one decision and the entry that explains them are appended together.
 *
 * <p>Specification: none.
 *
 * <p>Not done: switching responses off per organisation, notifying people outside the console.
 */
@NullMarked
package dev.muster.server.response;

import org.jspecify.annotations.NullMarked;
