/**
 * DICE: chains of certificates in which each layer certifies the key and the measurement of the next. Open DICE (v2.x) in
 * X.509 and as CWT, and the TCG's DiceTcbInfo and DiceTcbInfoSeq (DICE Attestation Architecture 1.1) in X.509.
 *
 * <p>{@link dev.muster.format.attest.dice.DiceChain} checks that each certificate is signed with the key before it; the key
 * of the first one is for the caller to know.
 *
 * <p>Not done: writing; UEID and manifest extensions; validity times, which devices without a clock leave open; profiles of
 * Open DICE beyond its names. The extension number 2.23.133.5.4.2 that some code reads as DiceTcbInfo is not read: the
 * specification says 2.23.133.5.4.1.
 */
@NullMarked
package dev.muster.format.attest.dice;

import org.jspecify.annotations.NullMarked;
