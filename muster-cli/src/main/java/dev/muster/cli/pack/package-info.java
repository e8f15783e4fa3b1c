/**
 * {@code muster pack}: audit packs, made by a server and checked anywhere with nothing but the file and the pinned keys.
 *
 * <p>Not done: packs of one device or product, certificates and statements of makers inside the pack.
 */
@NullMarked
package dev.muster.cli.pack;

import org.jspecify.annotations.NullMarked;
