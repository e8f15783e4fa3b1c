/**
 * What devices say about their hosts: what is enforced, checked or missing there. It is their word, signed, and counts as
 * no more.
 *
 * <p>Not done: a product's own list of what its hosts must be.
 */
@NullMarked
package dev.muster.core.host;

import org.jspecify.annotations.NullMarked;
