/** {@code muster appraise}: evidence, endorsements and a nonce give an attestation result, without a server. */
@NullMarked
package dev.muster.cli.appraise;

import org.jspecify.annotations.NullMarked;
