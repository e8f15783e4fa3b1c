/**
 * Numbers for Prometheus: of the server, of the requests, and of every organisation what topics let be read
 * ({@link dev.muster.server.topic.Gauges}).
 */
@NullMarked
package dev.muster.server.metrics;

import org.jspecify.annotations.NullMarked;
