package dev.muster.core.update;

import dev.muster.core.ledger.Refusing;

/**
 * A request that is understood and refused.
 *
 * @param reason stable, kebab-case
 * @param detail one sentence for people
 */
public record Refusal(Kind kind, String reason, String detail) implements Refusing {}
