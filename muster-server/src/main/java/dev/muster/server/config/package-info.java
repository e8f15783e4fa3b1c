/**
 * Ground: the server's configuration, one record an area, from {@code muster.properties} in the data directory, the
 * environment ({@code MUSTER_*}) and flags, the later winning. A key that nobody reads stops the start.
 *
 * <p>Not done: reloading without a restart.
 */
@NullMarked
package dev.muster.server.config;

import org.jspecify.annotations.NullMarked;
