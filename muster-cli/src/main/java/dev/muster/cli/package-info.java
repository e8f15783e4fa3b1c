/**
 * The command {@code muster <verb>}: one picocli tree over the public API, which also starts the server, an agent, a
 * fleet and the demo.
 *
 * <p>To add a verb, write one class that extends {@link dev.muster.cli.Verb} and name it in {@link dev.muster.cli.Verbs}.
 * The exit status is the verdict ({@link dev.muster.cli.Status}); results go to standard output (as text, or as JSON with
 * {@code --json}), progress to standard error; an error is one sentence, and a stack trace appears only when
 * {@code MUSTER_DEBUG=1}.
 *
 * <p>Not done: shell completion.
 */
@NullMarked
package dev.muster.cli;

import org.jspecify.annotations.NullMarked;
