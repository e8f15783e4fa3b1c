package dev.muster.core.assurance.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

class WorkbookTest {
    private static final Sheet SHEET = new Sheet(
            "A & B",
            "what it says",
            List.of("row", "says"),
            List.of(
                    List.of("5.1-1", "=1+1 <script>"),
                    List.of("5.1-2", "two\nlines, a \u0001 that XML has not, and \ud83d\udd12 \ud840\udc00")));

    private static Map<String, Document> parts(byte[] bytes) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        Map<String, Document> parts = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                parts.put(
                        entry.getName(),
                        factory.newDocumentBuilder().parse(new ByteArrayInputStream(zip.readAllBytes())));
            }
        }
        return parts;
    }

    @Test
    void everyPartIsThereAndEveryCellIsItsText() throws Exception {
        Map<String, Document> parts = parts(Workbook.of(SHEET));
        assertThat(parts)
                .containsOnlyKeys(
                        "[Content_Types].xml",
                        "_rels/.rels",
                        "xl/_rels/workbook.xml.rels",
                        "xl/styles.xml",
                        "xl/workbook.xml",
                        "xl/worksheets/sheet1.xml");
        Document sheet = parts.get("xl/worksheets/sheet1.xml");
        NodeList texts = sheet.getElementsByTagName("t");
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < texts.getLength(); i++) {
            cells.add(texts.item(i).getTextContent());
        }
        assertThat(cells)
                .containsExactly(
                        "A & B",
                        "what it says",
                        "row",
                        "says",
                        "5.1-1",
                        "=1+1 <script>",
                        "5.1-2",
                        "two\nlines, a  that XML has not, and \ud83d\udd12 \ud840\udc00");
        assertThat(sheet.getElementsByTagName("f").getLength()).as("formulas").isZero();
    }

    /** Two made within two seconds would be the same with the time of day in them, too. */
    @Test
    void theSameSheetGivesTheSameBytesAtAnyTime() throws IOException {
        byte[] bytes = Workbook.of(SHEET);
        assertThat(Workbook.of(SHEET)).isEqualTo(bytes);
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                assertThat(entry.getTimeLocal()).as(entry.getName()).isEqualTo(LocalDateTime.of(1980, 1, 1, 0, 0));
            }
        }
    }
}
