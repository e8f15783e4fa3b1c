/**
 * The kernel's mechanisms that the agent uses: for now the packet filter, by way of the program {@code nft}, one transaction
 * at a time.
 *
 * <p>Not done: speaking to nf_tables without a program, and every other mechanism.
 */
@NullMarked
package dev.muster.agent.linux;

import org.jspecify.annotations.NullMarked;
