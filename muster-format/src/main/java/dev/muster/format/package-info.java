/** Floor 0: wire formats. Bytes to records and back; no I/O, no clock, no logging. */
@NullMarked
package dev.muster.format;

import org.jspecify.annotations.NullMarked;
