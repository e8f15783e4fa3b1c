/**
 * What packet filters saw: the report of an agent on the flows that it let begin and refused, ours, version 1.
 *
 * <pre>
 * report  = [1, at uint, [* member]]
 * member  = [name tstr, refused uint, more uint, [* refused], [* used]]
 * refused = [from bool, family uint, protocol uint, peer tstr, port uint, count uint, first uint, last uint]
 * used    = [rule tstr, flows uint]
 * </pre>
 *
 * <p>Specification: none, the format is our own.
 *
 * <p>Not done: names of peers.
 *
 * <p>Times are whole seconds since 1970. A report is a COSE_Sign1 by the device's key with the content type {@code
 * application/vnd.muster.flows+cose}.
 */
@NullMarked
package dev.muster.format.network.flows;

import org.jspecify.annotations.NullMarked;
