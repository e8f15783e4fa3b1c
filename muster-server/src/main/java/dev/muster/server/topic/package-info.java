/**
 * Ground: what a topic is to the server ({@link dev.muster.server.topic.Topic}) and what every topic stands on ({@link
 * dev.muster.server.topic.Site}). A topic is one object; {@code Topics} in the package above is the list of them.
 *
 * <p>Specification: none.
 */
@NullMarked
package dev.muster.server.topic;

import org.jspecify.annotations.NullMarked;
