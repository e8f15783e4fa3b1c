/** What records of governance show of the rows of the non-technical catalogue. */
@NullMarked
package dev.muster.core.governance.checks;

import org.jspecify.annotations.NullMarked;
