/**
 * Tokens of Arm's Confidential Compute Architecture: a platform token and a realm token in one collection, profiles {@code
 * tag:arm.com,2023:cca_platform#1.0.0} and {@code tag:arm.com,2023:realm#1.0.0} and those before them, in the collection
 * with tag 907 (CMW) and the older one with tag 399.
 *
 * <p>Reading does not verify, but for what holds the two together: the platform's challenge must be the hash of the realm's
 * key, else they are not of one machine.
 *
 * <p>Not done: writing; delegation to more than one realm.
 */
@NullMarked
package dev.muster.format.attest.cca;

import org.jspecify.annotations.NullMarked;
