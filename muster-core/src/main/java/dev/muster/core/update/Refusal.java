package dev.muster.core.update;

/**
 * A request that is understood and refused.
 *
 * @param code stable, kebab-case
 * @param detail one sentence for people
 */
public record Refusal(String code, String detail) {}
