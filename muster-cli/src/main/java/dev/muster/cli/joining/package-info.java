/**
 * {@code muster join}: whom an organisation lets in. The makers' anchors, its own authority for devices, and letting go of
 * a device so that it may enrol under another key; and {@code muster device check}, which asks a device for evidence.
 */
@NullMarked
package dev.muster.cli.joining;

import org.jspecify.annotations.NullMarked;
