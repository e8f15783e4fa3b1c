/** {@code muster operator}: who may act in an organisation, their tokens and their sessions. */
@NullMarked
package dev.muster.cli.access;

import org.jspecify.annotations.NullMarked;
