package dev.muster.core.assurance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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
        try (InputStream in = ProductFacts.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new CatalogueException(FILE, 0, "there is no such file");
            }
            DataFile file = DataFile.parse(FILE, new String(in.readAllBytes(), StandardCharsets.UTF_8));
            if (!file.header().equals(HEADER)) {
                throw new CatalogueException(FILE, 0, "the header is not " + HEADER);
            }
            return file.rows().stream().map(ProductFacts::fact).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
