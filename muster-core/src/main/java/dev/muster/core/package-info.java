/**
 * Floor 1: the desks, the nouns and the ports they declare. Everything here is a pure function of its arguments: no
 * I/O, no clock, no logging, no threads.
 */
@NullMarked
package dev.muster.core;

import org.jspecify.annotations.NullMarked;
