package dev.muster.core.assurance;

/**
 * A document whose requirements the catalogue lists.
 *
 * @param id short name used in {@link RequirementId}
 * @param title what people call it, with the edition the rows were taken from
 */
public record Source(String id, String title) {}
