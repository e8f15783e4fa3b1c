package dev.muster.checks.vm;

import dev.muster.format.crypto.Sha256;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What firmware measures of a program that it starts: the digest of Authenticode (Windows Authenticode PE Signature Format). */
final class PeImage {
    private static final int PE_OFFSET = 0x3c;
    private static final int COFF = 4;
    private static final int OPTIONAL = 24;
    private static final int HEADERS_SIZE = OPTIONAL + 60;
    private static final int CHECKSUM = OPTIONAL + 64;

    /** The fifth directory of a PE32+ file says where its signatures are. */
    private static final int SIGNATURES = OPTIONAL + 112 + 4 * 8;

    private static final int SECTION = 40;

    private PeImage() {}

    private record Section(int at, int bytes) {}

    static byte[] digest(Path file) throws Exception {
        byte[] all = Files.readAllBytes(file);
        ByteBuffer in = ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN);
        int pe = in.getInt(PE_OFFSET);
        int count = in.getShort(pe + COFF + 2) & 0xffff;
        int table = pe + OPTIONAL + (in.getShort(pe + COFF + 16) & 0xffff);
        List<Section> sections = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int at = table + i * SECTION;
            sections.add(new Section(in.getInt(at + 20), in.getInt(at + 16)));
        }
        sections.sort(Comparator.comparingInt(Section::at));
        MessageDigest digest = Sha256.digest();
        int headers = in.getInt(pe + HEADERS_SIZE);
        digest.update(all, 0, pe + CHECKSUM);
        digest.update(all, pe + CHECKSUM + 4, SIGNATURES - CHECKSUM - 4);
        digest.update(all, pe + SIGNATURES + 8, headers - pe - SIGNATURES - 8);
        int seen = headers;
        for (Section section : sections) {
            digest.update(all, section.at(), section.bytes());
            seen += section.bytes();
        }
        digest.update(all, seen, all.length - in.getInt(pe + SIGNATURES + 4) - seen);
        return digest.digest();
    }
}
