/** What verdicts cost: new evidence to a fleet's posture, everything anew, any past second, packs. */
@NullMarked
package dev.muster.bench.assurance;

import org.jspecify.annotations.NullMarked;
