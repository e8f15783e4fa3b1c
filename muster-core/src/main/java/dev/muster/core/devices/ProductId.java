package dev.muster.core.devices;

import dev.muster.core.ledger.Subject;
import java.util.regex.Pattern;

/**
 * A product (a model that is sold and supported) within an organisation.
 *
 * @param value slug {@code [a-z0-9][a-z0-9-]{0,63}}
 */
public record ProductId(String value) implements Comparable<ProductId> {

    /** Subject kind of a product's entries. */
    public static final String KIND = "product";

    private static final Pattern SHAPE = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

    /** @throws IllegalArgumentException when the text does not have the shape above */
    public ProductId {
        if (!isProductId(value)) {
            throw new IllegalArgumentException("product id: [a-z0-9][a-z0-9-]{0,63}");
        }
    }

    /** Whether the text can be a product id. */
    public static boolean isProductId(String text) {
        return SHAPE.matcher(text).matches();
    }

    /**
     * The product an entry is about.
     *
     * @throws IllegalArgumentException when the subject is not a product
     */
    public static ProductId of(Subject subject) {
        if (!subject.kind().equals(KIND)) {
            throw new IllegalArgumentException("not a product: " + subject);
        }
        return new ProductId(subject.id());
    }

    /** {@code product/<id>}. */
    public Subject subject() {
        return new Subject(KIND, value);
    }

    @Override
    public int compareTo(ProductId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
