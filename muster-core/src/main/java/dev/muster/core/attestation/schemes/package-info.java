/**
 * The kinds of evidence that Muster reads, one small class each: see {@link dev.muster.core.attestation.Scheme} and
 * {@code docs/adding/a-scheme.md}. {@link dev.muster.core.attestation.schemes.BuiltInSchemes} lists them.
 */
@NullMarked
package dev.muster.core.attestation.schemes;

import org.jspecify.annotations.NullMarked;
