/**
 * Floor 0: wire formats. Bytes to records and back; no I/O, no clock, no logging. Each format is a package that names its
 * specification and version; what they share is only {@link dev.muster.format.MalformedException}. Beside them
 * stands {@link dev.muster.format.Strokes}, because a device's command and the server both ask it what was meant.
 *
 * <p>Not done here: anything that decides; rules are one floor up.
 */
@NullMarked
package dev.muster.format;

import org.jspecify.annotations.NullMarked;
