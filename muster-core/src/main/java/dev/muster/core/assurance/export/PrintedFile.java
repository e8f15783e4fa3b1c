package dev.muster.core.assurance.export;

import dev.muster.format.crypto.Sha256;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Pages as a file of PDF 1.4: objects, the table of where they are, and a trailer (ISO 32000-1 §7.5). */
final class PrintedFile {
    private static final int CATALOG = 1;
    private static final int PAGES = 2;
    private static final int INFO = 5;
    private static final int FIRST_PAGE = 6;
    private static final int ID_BYTES = 16;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<Integer> places = new ArrayList<>();

    private PrintedFile() {}

    /** @param pages what is drawn on each, with the fonts F1 and F2 */
    static byte[] of(String title, int width, int height, List<String> pages) {
        PrintedFile file = new PrintedFile();
        file.write("%PDF-1.4\n");
        file.object("<< /Type /Catalog /Pages " + PAGES
                + " 0 R /Lang (en) /ViewerPreferences << /DisplayDocTitle true >> >>");
        StringBuilder kids = new StringBuilder();
        for (int i = 0; i < pages.size(); i++) {
            kids.append(FIRST_PAGE + 2 * i).append(" 0 R ");
        }
        file.object("<< /Type /Pages /Count " + pages.size() + " /Kids [ " + kids + "] >>");
        file.object(font("Helvetica"));
        file.object(font("Helvetica-Bold"));
        file.object("<< /Title " + PrintedText.written(title) + " /Producer (Muster) >>");
        for (int i = 0; i < pages.size(); i++) {
            file.object("<< /Type /Page /Parent " + PAGES + " 0 R /MediaBox [ 0 0 " + width + " " + height
                    + " ] /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> /Contents " + (FIRST_PAGE + 2 * i + 1)
                    + " 0 R >>");
            file.object("<< /Length " + pages.get(i).length() + " >>\nstream\n" + pages.get(i) + "endstream");
        }
        return file.ended();
    }

    private static String font(String name) {
        return "<< /Type /Font /Subtype /Type1 /BaseFont /" + name + " /Encoding /WinAnsiEncoding >>";
    }

    private void object(String content) {
        places.add(out.size());
        write(places.size() + " 0 obj\n" + content + "\nendobj\n");
    }

    private void write(String ascii) {
        out.writeBytes(PrintedText.bytes(ascii));
    }

    private byte[] ended() {
        String id = HexFormat.of().formatHex(Sha256.of(out.toByteArray()), 0, ID_BYTES);
        int table = out.size();
        write("xref\n0 " + (places.size() + 1) + "\n0000000000 65535 f \n");
        places.forEach(place -> write(String.format(Locale.ROOT, "%010d 00000 n \n", place)));
        write("trailer\n<< /Size " + (places.size() + 1) + " /Root " + CATALOG + " 0 R /Info " + INFO + " 0 R /ID [ <"
                + id + "> <" + id + "> ] >>\nstartxref\n" + table + "\n%%EOF\n");
        return out.toByteArray();
    }
}
