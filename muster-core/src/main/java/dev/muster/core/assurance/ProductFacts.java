package dev.muster.core.assurance;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Everything that people can record about products: the rows of {@code product-facts.tsv}. */
public final class ProductFacts {
    private static final String FILE = "product-facts.tsv";
    private static final List<String> HEADER = List.of("fact", "kind", "check", "meaning");
    private static final List<ProductFact> SHIPPED = read();

    private ProductFacts() {}

    /** All of them, in the order of the file. */
    public static List<ProductFact> all() {
        return SHIPPED;
    }

    /** The one with this key, with or without {@code product.} before it. */
    public static Optional<ProductFact> named(String key) {
        return SHIPPED.stream()
                .filter(fact -> fact.key().equals(key) || fact.key().equals("product." + key))
                .findFirst();
    }

    private static List<ProductFact> read() {
        DataFile file = DataFile.parse(FILE, ShippedCatalogue.text(FILE));
        if (!file.header().equals(HEADER)) {
            throw new CatalogueException(FILE, 0, "the header is not " + HEADER);
        }
        return file.rows().stream().map(ProductFacts::fact).toList();
    }

    private static ProductFact fact(DataFile.Row row) {
        List<String> f = row.fields();
        return new ProductFact(
                f.get(0),
                ProductFact.Kind.valueOf(f.get(1).toUpperCase(Locale.ROOT).replace('-', '_')),
                f.get(2).equals("-") ? Optional.empty() : Optional.of(f.get(2)),
                f.get(3));
    }
}
