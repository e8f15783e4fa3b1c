/**
 * Host: takes what devices say about their hosts. See {@code dev.muster.core.host} for what is and is not done.
 */
@NullMarked
package dev.muster.server.host;

import org.jspecify.annotations.NullMarked;
