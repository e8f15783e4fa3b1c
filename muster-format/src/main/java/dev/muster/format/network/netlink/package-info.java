/**
 * Our tables as messages to the kernel's packet filter (nf_tables over {@code NETLINK_NETFILTER}), and the kernel's answers as the
 * text that {@code nft -n -s list table} prints: {@link dev.muster.format.network.netlink.TableMessages} writes,
 * {@link dev.muster.format.network.netlink.TableListing} reads. Code points are those of {@code linux/netfilter/nf_tables.h}
 * and {@code nfnetlink.h} of Linux 6.18, which never change.
 *
 * <p>Only the part of the language that {@link dev.muster.format.network.nft} writes is known, each rule in the expressions that
 * nft 1.0 makes of it. What the kernel has beyond that is not understood and refused: a listing proves something only when
 * nothing of it was left out.
 *
 * <p>Headers of netlink are in the machine's order of bytes, and so are what marks and types of links are compared with; addresses,
 * ports and the numbers in attributes are big-endian.
 *
 * <p>Not done: the rest of the language; named objects and flow tables, which no rule that is understood can use.
 */
@NullMarked
package dev.muster.format.network.netlink;

import org.jspecify.annotations.NullMarked;
