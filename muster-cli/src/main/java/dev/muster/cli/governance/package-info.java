/** Records of governance from the command line. */
@NullMarked
package dev.muster.cli.governance;

import org.jspecify.annotations.NullMarked;
