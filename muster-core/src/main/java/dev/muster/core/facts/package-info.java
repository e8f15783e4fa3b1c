/**
 * Where topics and assurance meet: the words in which topics state facts and checks ask for them. A topic declares its
 * keys in a {@link dev.muster.core.facts.Vocabulary} beside the rule that states them, and its checks beside those.
 *
 * <p>Specification: none.
 */
@NullMarked
package dev.muster.core.facts;

import org.jspecify.annotations.NullMarked;
