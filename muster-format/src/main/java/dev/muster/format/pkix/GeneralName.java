package dev.muster.format.pkix;

import dev.muster.format.der.DerReader;
import dev.muster.format.der.DerWriter;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/**
 * A name in its form (RFC 5280 §4.2.1.6).
 *
 * @param form number of the choice, 0 to 8
 * @param content of the choice, without its tag
 */
record GeneralName(int form, byte[] content) {
    static final int OTHER = 0;
    static final int EMAIL = 1;
    static final int DNS = 2;
    static final int DIRECTORY = 4;
    static final int URI = 6;
    static final int IP = 7;

    /** Names of a certificate beyond this are a mistake or an attack: each is compared with each constraint. */
    private static final int MOST = 200;

    private static final int SET = 0x31;

    /** emailAddress, 1.2.840.113549.1.9.1, as DER content. */
    private static final String EMAIL_ADDRESS = "2a864886f70d010901";

    static GeneralName read(DerReader at) {
        int tag = at.peek();
        int form = tag & 0x1f;
        if ((tag & 0xc0) != 0x80 || form > 8) {
            throw new IllegalArgumentException("a name of no known form");
        }
        return new GeneralName(form, at.content(tag));
    }

    /** The names that constraints apply to: subject unless empty, alternative names, e-mail in the subject (§4.2.1.10). */
    static List<GeneralName> of(X509Certificate certificate) {
        List<GeneralName> names = new ArrayList<>();
        Optional<DerReader> alternatives = Extensions.content(certificate, Extensions.SUBJECT_ALT_NAME);
        if (alternatives.isPresent()) {
            DerReader sequence = alternatives.get().enter(DerReader.SEQUENCE);
            while (sequence.more()) {
                names.add(read(sequence));
                if (names.size() > MOST) {
                    throw new IllegalArgumentException("more than " + MOST + " names");
                }
            }
        }
        GeneralName subject =
                new GeneralName(DIRECTORY, certificate.getSubjectX500Principal().getEncoded());
        List<byte[]> parts = subject.parts();
        if (!parts.isEmpty()) {
            names.add(subject);
        }
        if (alternatives.isEmpty()) {
            parts.forEach(part -> emails(part, names));
        }
        return names;
    }

    String text() {
        return new String(content, StandardCharsets.US_ASCII);
    }

    /** The relative distinguished names of a directory name, each as an encoded SET. */
    List<byte[]> parts() {
        DerReader sequence = DerReader.of(content).enter(DerReader.SEQUENCE);
        List<byte[]> parts = new ArrayList<>();
        while (sequence.more()) {
            parts.add(sequence.span());
        }
        return parts;
    }

    /** A name of one part, which compares as §7.1 asks. */
    static X500Principal comparable(byte[] part) {
        return new X500Principal(DerWriter.element(DerReader.SEQUENCE, part));
    }

    private static void emails(byte[] part, List<GeneralName> names) {
        DerReader set = DerReader.of(part).enter(SET);
        while (set.more()) {
            DerReader pair = set.enter(DerReader.SEQUENCE);
            byte[] type = pair.content(DerReader.OID);
            if (HexFormat.of().formatHex(type).equals(EMAIL_ADDRESS)) {
                names.add(new GeneralName(EMAIL, pair.content(pair.peek())));
            }
        }
    }
}
