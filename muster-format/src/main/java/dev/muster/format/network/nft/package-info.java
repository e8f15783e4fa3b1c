/**
 * Rules of nftables (nftables 1.0): the small part of its language that says which packets of a device pass, written and
 * read back. {@link dev.muster.format.network.nft.NftText} writes a table, {@link dev.muster.format.network.nft.NftReader}
 * reads our own text and what {@code nft -n -s list table} prints of a running kernel as the set of packets that pass; what
 * it does not know it refuses, because a rule that is not understood proves nothing.
 *
 * <p>How the rules work: a packet that opens a flow is judged by what it is, and one that passes marks its flow with the number
 * of the policy; what follows passes while its flow has the present mark. So a new policy ends the flows that it does not permit
 * with the transaction that brings it, nothing has to be flushed, and a long connection to a name outlives the answer that let
 * it begin.
 *
 * <p>{@link dev.muster.format.network.nft.NftGateway} does the same for a router or bridge that guards several devices.
 *
 * <p>What it has no words for, or proves apart, stands behind a table in lines of its own: TLS ({@link
 * dev.muster.format.network.nft.TlsRules}) and rates ({@link dev.muster.format.network.nft.RateRules}).
 *
 * <p>Not done: the rest of the language.
 */
@NullMarked
package dev.muster.format.network.nft;

import org.jspecify.annotations.NullMarked;
