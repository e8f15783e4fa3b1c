package dev.muster.core.assurance;

/**
 * A technology that sources name, and where it is specified.
 *
 * @param name as rows name it
 * @param cited the document that the sources cite, or {@code -} when they cite none
 * @param current the document that holds today, or {@code -}
 */
public record Technology(String name, String cited, String current) {}
