/** What an appraisal costs, beside the signature that it cannot do without. */
@NullMarked
package dev.muster.bench.attestation;

import org.jspecify.annotations.NullMarked;
