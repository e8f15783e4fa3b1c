/**
 * Updates at the edge: artifacts by content (RFC 9110 ranges), the API for releases and rollouts, the door that takes SUIT
 * reports, and the driver that lets rollouts go on by themselves. Rules are in {@code dev.muster.core.update}.
 *
 * <p>A GET of an artifact reads and never writes a row, however many ranges it comes in.
 *
 * <p>Not done: TEEP and DDI doors, delta on demand, deletion of artifacts that no release needs.
 */
@NullMarked
package dev.muster.server.update;

import org.jspecify.annotations.NullMarked;
