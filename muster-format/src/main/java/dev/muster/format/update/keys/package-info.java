/**
 * Who may sign a product's updates, as a device learns it: signed lists of keys, each vouched for by the one before.
 *
 * <p>{@link dev.muster.format.update.keys.ReleaseKeyList} is one list, {@link dev.muster.format.update.keys.SignedKeyList}
 * the same under its signatures, {@link dev.muster.format.update.keys.TrustedKeys} whom a device obeys and how that changes.
 *
 * <p>The rules are those for the root role of The Update Framework 1.0 §5.3, in CBOR (RFC 8949) and COSE_Sign (RFC 9052 §4.1).
 * Not done: other roles, delegations, expiry, and metadata as TUF writes it.
 */
@NullMarked
package dev.muster.format.update.keys;

import org.jspecify.annotations.NullMarked;
