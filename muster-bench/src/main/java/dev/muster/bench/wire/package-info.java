/**
 * CBOR and COSE against the best lossless Java peers (com.upokecenter:cbor, com.authlete:cbor), and signature checking
 * against the bare provider, the plain JDK and OpenSSL. All ratios come from one forked run.
 */
@NullMarked
package dev.muster.bench.wire;

import org.jspecify.annotations.NullMarked;
