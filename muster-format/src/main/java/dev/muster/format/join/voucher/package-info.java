/**
 * Vouchers of BRSKI in CMS-signed JSON: what a maker's service says of who owns a device (RFC 8366), and what a device asks
 * for (RFC 8995 §3).
 *
 * <p>Not done: vouchers in COSE and JOSE (constrained and PRM vouchers; {@code format.inspect} shows the first).
 */
@NullMarked
package dev.muster.format.join.voucher;

import org.jspecify.annotations.NullMarked;
