/**
 * {@code muster comply} and {@code muster why}: which requirement is supported by which evidence, now or as of a past
 * time, and why. Evidence supports a requirement or does not; no verb says that a device conforms to a standard.
 *
 * <p>Not done: reports in other forms than text and JSON.
 */
@NullMarked
package dev.muster.cli.comply;

import org.jspecify.annotations.NullMarked;
