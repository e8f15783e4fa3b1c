/**
 * What the tests of every module share: needs, test data, authorities, waiting, foreign programs.
 *
 * <p>It knows nothing of Muster's own code. An authority is made by BouncyCastle and the kept test data by OpenSSL and
 * Python, so that a fault of ours cannot be on both sides of a test. It is on no class path but those of tests.
 *
 * <p>Not done: a running server; that needs the upper floors and stands with the end-to-end tests.
 */
@NullMarked
package dev.muster.testing;

import org.jspecify.annotations.NullMarked;
