package dev.muster.core.assurance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The data files that come with the program: those that {@code catalogue.index} names, one a line. A framework is added
 * by adding its file there.
 */
public final class ShippedCatalogue {
    private static final String INDEX = "catalogue.index";

    private ShippedCatalogue() {}

    /**
     * Reads them.
     *
     * @param knownChecks ids that links may name
     * @throws CatalogueException at the first fault
     */
    public static Catalogue read(Set<String> knownChecks) {
        return CatalogueReader.read(files(), knownChecks);
    }

    /** Name to text of every data file, in the order of the index. */
    public static Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        text(INDEX).lines().forEach(name -> files.put(name, text(name)));
        return files;
    }

    /** A data file of this package. @throws CatalogueException when there is none of this name */
    static String text(String name) {
        try (InputStream in = ShippedCatalogue.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new CatalogueException(name, 0, "there is no such file");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
