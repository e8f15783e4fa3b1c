/**
 * Who may sign a product's updates, as a device learns it: signed lists of keys, each vouched for by the one before.
 *
 * <p>{@link dev.muster.format.update.keys.ReleaseKeyList} is one list, {@link dev.muster.format.update.keys.SignedKeyList}
 * the same under its signatures, {@link dev.muster.format.update.keys.TrustedKeys} whom a device obeys and how that changes.
 */
@NullMarked
package dev.muster.format.update.keys;

import org.jspecify.annotations.NullMarked;
