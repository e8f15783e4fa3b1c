/**
 * What Muster does by itself when a verdict changes: a device whose evidence contradicts the reference values is
 * quarantined and told to return to its previous software; once its evidence is affirming again it is released. Pure rules: {@link dev.muster.core.response.Responses} says what to ask for, the shell asks the desk of
 * the devices topic, which may refuse. Isolation follows from the state, by the network topic.
 *
 * <p>Loops end: a device gets a bounded number of roll backs in one episode and a bounded number of releases in a day;
 * after that it stays quarantined, a case is opened, and a person decides.
 *
 * <p>Specification: none. ETSI EN 303 645 5.7-2 asks for the isolation.
 *
 * <p>Not done: responses an operator configures, responses for products or whole fleets, safe-stop.
 */
@NullMarked
package dev.muster.core.response;

import org.jspecify.annotations.NullMarked;
