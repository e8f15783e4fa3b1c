/** A server in a process of its own and a connection to it: what benchmarks over the network share. */
@NullMarked
package dev.muster.bench.server;

import org.jspecify.annotations.NullMarked;
