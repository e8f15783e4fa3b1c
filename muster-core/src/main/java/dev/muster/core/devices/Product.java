package dev.muster.core.devices;

import java.time.Instant;

/** A product as the register knows it; the components are those of {@link ProductAdded}. */
public record Product(
        ProductId id, String name, String maker, String model, Instant supportFrom, Instant supportUntil) {}
