package dev.muster.core.devices;

import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Refusing;
import dev.muster.core.ledger.Refusing.Kind;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** Settles which products an organisation has. */
public final class ProductDesk {

    /** What became of a request. */
    public sealed interface Answer {
        record Added(Product product) implements Answer {}

        /** The product is on the register with exactly this description; nothing was written. */
        record Already(Product product) implements Answer {}

        /** @param reason {@code product-invalid}, {@code product-model-taken} */
        record Refused(Kind kind, String reason, String detail) implements Answer, Refusing {}
    }

    private ProductDesk() {}

    /** Adds a product, or replaces the description of one that is there. */
    public static Decision<Answer> add(Product product, DeviceRegister register, String issuer, Instant now) {
        boolean named = Stream.of(product.name(), product.maker(), product.model())
                .allMatch(text -> !text.isBlank() && text.length() <= ProductAdded.MAX_NAME_CHARS);
        if (!named) {
            return refused(
                    Kind.INVALID,
                    "product-invalid",
                    "name, maker and model have 1 to " + ProductAdded.MAX_NAME_CHARS + " characters");
        }
        if (!product.supportUntil().isAfter(product.supportFrom())) {
            return refused(Kind.INVALID, "product-invalid", "support ends before it begins");
        }
        // Maker and model are how a factory identity finds its product, so no two products may share them.
        Optional<Product> same = register.product(product.maker(), product.model());
        if (same.isPresent() && !same.get().id().equals(product.id())) {
            return refused(
                    Kind.CONFLICT,
                    "product-model-taken",
                    "product " + same.get().id() + " has this maker and model");
        }
        if (same.isPresent() && same.get().equals(product)) {
            return Decision.of(new Answer.Already(product));
        }
        ProductAdded event = new ProductAdded(
                product.name(), product.maker(), product.model(), product.supportFrom(), product.supportUntil());
        return Decision.of(new Answer.Added(product), new Draft(product.id().subject(), now, issuer, event));
    }

    private static Decision<Answer> refused(Kind kind, String reason, String detail) {
        return Decision.of(new Answer.Refused(kind, reason, detail));
    }
}
