/**
 * The maker's side of the command: signing keys, what a release looks like (CoRIM, draft-ietf-rats-corim-11), and the
 * update that brings it to devices (SUIT, draft-ietf-suit-manifest-37). Verbs {@code product}, {@code ref}, {@code
 * release}.
 *
 * <p>Not done: keys in a PKCS#11 token, several signers.
 */
@NullMarked
package dev.muster.cli.maker;

import org.jspecify.annotations.NullMarked;
