/**
 * Rules of the device's maker as WebAssembly: several sensors become one number, which the guard's reflexes go by. A rule has its
 * sensors and nothing else of the device; memory, instructions and time of each judgement are bounded.
 *
 * <p>{@link dev.muster.agent.rules.WasmRule} is the only class that knows the interpreter (Chicory).
 *
 * <p>A reflex that goes by a rule is as good as the agent that runs it: what must hold against a broken agent goes by its sensor
 * itself. A rule that fails, and an agent that is gone, are a sensor that cannot be read.
 */
@NullMarked
package dev.muster.agent.rules;

import org.jspecify.annotations.NullMarked;
