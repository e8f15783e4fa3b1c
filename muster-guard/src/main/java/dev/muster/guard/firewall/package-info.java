/**
 * The kernel's packet filter, by way of the program {@code nft}, one transaction at a time. Whatever asks for it gets only
 * the one table that can be read back and proved; everything else is refused before {@code nft} sees it.
 *
 * <p>Not done: speaking to nf_tables without a program.
 */
@NullMarked
package dev.muster.guard.firewall;

import org.jspecify.annotations.NullMarked;
