/**
 * Network policies: puts the ruleset that the server ordered in force below the device's network root.
 *
 * <p>Not done: loading rulesets into nf_tables. What is done here is reported with the strength of the root, which for a
 * virtual device is {@code simulated}.
 */
@NullMarked
package dev.muster.agent.network;

import org.jspecify.annotations.NullMarked;
