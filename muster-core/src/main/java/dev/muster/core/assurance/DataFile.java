package dev.muster.core.assurance;

import java.util.ArrayList;
import java.util.List;

/**
 * A tab separated data file, read strictly: LF line ends, a final LF, printable ASCII, exactly as many fields as the
 * header, no empty field and no blanks around one. Lines that start with {@code #} before the header are directives:
 * {@code #name}, tab, fields; {@code # } starts a remark.
 *
 * @param name for messages
 * @param directives in order
 * @param header names of the columns
 * @param rows in order
 */
record DataFile(String name, List<Row> directives, List<String> header, List<Row> rows) {
    /** A framework has a few hundred rows; twenty times that is a mistake. */
    static final int MAX_ROWS = 20_000;
    /** Room for a paraphrase and its evidence, not for the text of a standard. */
    static final int MAX_LINE_LENGTH = 2_000;

    /**
     * @param line number in the file, from 1
     * @param fields one for each column
     */
    record Row(int line, List<String> fields) {}

    /** @throws CatalogueException at the first fault */
    static DataFile parse(String name, String text) {
        if (!text.endsWith("\n")) {
            throw new CatalogueException(name, 0, "the file must end with a line feed");
        }
        List<Row> directives = new ArrayList<>();
        List<String> header = List.of();
        List<Row> rows = new ArrayList<>();
        String[] lines = text.substring(0, text.length() - 1).split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            int number = i + 1;
            String line = lines[i];
            checkCharacters(name, number, line);
            if (line.startsWith("# ") || line.equals("#")) {
                continue;
            }
            List<String> fields = fields(name, number, line);
            if (line.startsWith("#")) {
                if (!header.isEmpty()) {
                    throw new CatalogueException(name, number, "a directive must stand before the header");
                }
                directives.add(new Row(number, fields));
            } else if (header.isEmpty()) {
                header = fields;
            } else {
                if (fields.size() != header.size()) {
                    throw new CatalogueException(
                            name, number, "has " + fields.size() + " fields, the header has " + header.size());
                }
                rows.add(new Row(number, fields));
            }
        }
        if (header.isEmpty()) {
            throw new CatalogueException(name, 0, "has no header");
        }
        if (rows.size() > MAX_ROWS) {
            throw new CatalogueException(name, 0, "has more than " + MAX_ROWS + " rows");
        }
        return new DataFile(name, List.copyOf(directives), header, List.copyOf(rows));
    }

    private static void checkCharacters(String name, int number, String line) {
        if (line.length() > MAX_LINE_LENGTH) {
            throw new CatalogueException(name, number, "is longer than " + MAX_LINE_LENGTH + " characters");
        }
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c != '\t' && (c < 0x20 || c > 0x7e)) {
                throw new CatalogueException(
                        name, number, "column " + (i + 1) + " holds a character that is not printable ASCII");
            }
        }
    }

    private static List<String> fields(String name, int number, String line) {
        List<String> fields = List.of(line.split("\t", -1));
        for (int i = 0; i < fields.size(); i++) {
            String field = fields.get(i);
            if (field.isEmpty()) {
                throw new CatalogueException(name, number, "field " + (i + 1) + " is empty (write - for nothing)");
            }
            if (!field.strip().equals(field)) {
                throw new CatalogueException(name, number, "field " + (i + 1) + " has blanks around it");
            }
        }
        return fields;
    }
}
