package dev.muster.core.assurance.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A sheet as a workbook of ECMA-376: one worksheet of texts, the headings fixed and bold. Texts stand in the cells themselves
 * and are never formulas. The same sheet gives the same bytes; a library would write the time of day into them.
 */
final class Workbook {
    private static final String XML = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>";
    private static final String MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private static final String OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private static final String PACKAGE = "http://schemas.openxmlformats.org/package/2006";
    private static final String PART = "application/vnd.openxmlformats-officedocument.spreadsheetml.";

    /** What a cell may hold (ECMA-376 part 1 §18.3.1.96 leaves it open; the programs do not). */
    private static final int CELL_CHARS = 32_767;

    /** Of a sheet's name, as programs take it. */
    private static final int NAME_CHARS = 31;

    /** The oldest time that a ZIP file can say. */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private static final String BOLD = "1";
    private static final String PLAIN = "2";

    private Workbook() {}

    static byte[] of(Sheet sheet) {
        Map<String, String> parts = new TreeMap<>();
        parts.put(
                "[Content_Types].xml",
                XML + "<Types xmlns=\"" + PACKAGE + "/content-types\"><Default Extension=\"rels\""
                        + " ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default"
                        + " Extension=\"xml\" ContentType=\"application/xml\"/>"
                        + override("/xl/workbook.xml", "sheet.main") + override("/xl/styles.xml", "styles")
                        + override("/xl/worksheets/sheet1.xml", "worksheet") + "</Types>");
        parts.put("_rels/.rels", relations(relation("rId1", "officeDocument", "xl/workbook.xml")));
        parts.put(
                "xl/_rels/workbook.xml.rels",
                relations(relation("rId1", "worksheet", "worksheets/sheet1.xml")
                        + relation("rId2", "styles", "styles.xml")));
        parts.put(
                "xl/workbook.xml",
                XML + "<workbook xmlns=\"" + MAIN + "\" xmlns:r=\"" + OFFICE + "\"><sheets><sheet name=\""
                        + escaped(name(sheet.title())) + "\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>");
        parts.put("xl/styles.xml", styles());
        parts.put("xl/worksheets/sheet1.xml", worksheet(sheet));
        return zipped(parts);
    }

    /** The beginning of a title, without what programs do not take in the name of a sheet. */
    private static String name(String title) {
        String plain =
                title.split(",", 2)[0].replaceAll("[\\[\\]:*?/\\\\']", " ").strip();
        String cut = plain.substring(0, Math.min(NAME_CHARS, plain.length())).strip();
        return cut.isEmpty() ? "Sheet" : cut;
    }

    private static String override(String part, String kind) {
        return "<Override PartName=\"" + part + "\" ContentType=\"" + PART + kind + "+xml\"/>";
    }

    private static String relations(String inside) {
        return XML + "<Relationships xmlns=\"" + PACKAGE + "/relationships\">" + inside + "</Relationships>";
    }

    private static String relation(String id, String type, String target) {
        return "<Relationship Id=\"" + id + "\" Type=\"" + OFFICE + "/" + type + "\" Target=\"" + target + "\"/>";
    }

    private static String styles() {
        return XML + "<styleSheet xmlns=\"" + MAIN
                + "\"><fonts count=\"2\"><font><sz val=\"10\"/><name val=\"Arial\"/></font>"
                + "<font><b/><sz val=\"10\"/><name val=\"Arial\"/></font></fonts>"
                + "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill"
                + " patternType=\"gray125\"/></fill></fills><borders count=\"1\"><border/></borders>"
                + "<cellStyleXfs count=\"1\"><xf/></cellStyleXfs><cellXfs count=\"3\"><xf/>"
                + "<xf fontId=\"1\" applyFont=\"1\"/>"
                + "<xf applyAlignment=\"1\"><alignment vertical=\"top\" wrapText=\"1\"/></xf></cellXfs></styleSheet>";
    }

    /** Title, note, headings, rows; what is above the rows stays in sight. */
    private static String worksheet(Sheet sheet) {
        StringBuilder out = new StringBuilder(
                        XML + "<worksheet xmlns=\"" + MAIN + "\"><sheetViews><sheetView workbookViewId=\"0\"><pane"
                                + " ySplit=\"3\" topLeftCell=\"A4\""
                                + " activePane=\"bottomLeft\""
                                + " state=\"frozen\"/></sheetView></sheetViews><cols><col"
                                + " min=\"1\" max=\"")
                .append(Math.max(1, sheet.columns().size()))
                .append("\" width=\"32\" customWidth=\"1\"/></cols><sheetData>");
        row(out, 1, List.of(sheet.title()), BOLD);
        row(out, 2, List.of(sheet.note()), "0");
        row(out, 3, sheet.columns(), BOLD);
        for (int i = 0; i < sheet.rows().size(); i++) {
            row(out, i + 4, sheet.rows().get(i), PLAIN);
        }
        return out.append("</sheetData></worksheet>").toString();
    }

    private static void row(StringBuilder out, int number, List<String> cells, String style) {
        out.append("<row r=\"").append(number).append("\">");
        for (int column = 0; column < cells.size(); column++) {
            out.append("<c r=\"")
                    .append((char) ('A' + column))
                    .append(number)
                    .append("\" t=\"inlineStr\" s=\"")
                    .append(style)
                    .append("\"><is><t xml:space=\"preserve\">")
                    .append(escaped(cells.get(column)))
                    .append("</t></is></c>");
        }
        out.append("</row>");
    }

    /** Characters that XML 1.0 does not have are left out. */
    private static String escaped(String text) {
        String shown = text.length() > CELL_CHARS ? text.substring(0, CELL_CHARS) : text;
        return shown.replaceAll("[^\\u0009\\u000a\\u000d\\u0020-\\ud7ff\\ue000-\\ufffd\\x{10000}-\\x{10FFFF}]", "")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;");
    }

    private static byte[] zipped(Map<String, String> parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, String> part : parts.entrySet()) {
                ZipEntry entry = new ZipEntry(part.getKey());
                entry.setTimeLocal(NO_TIME);
                zip.putNextEntry(entry);
                zip.write(part.getValue().getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException memory) {
            throw new UncheckedIOException(memory);
        }
        return bytes.toByteArray();
    }
}
