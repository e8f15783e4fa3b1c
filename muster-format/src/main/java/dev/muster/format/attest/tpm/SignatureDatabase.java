package dev.muster.format.attest.tpm;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a variable of Secure Boot lists (UEFI 2.10 §32.4.1, EFI_SIGNATURE_LIST).
 *
 * @param certificates their subjects, as X.500 names
 * @param hashes how many digests of programs
 * @param others how many entries of other kinds
 */
public record SignatureDatabase(List<String> certificates, int hashes, int others) {
    private static final String X509 = "a5c059a1-94e4-4aa7-87b5-ab155c2bf072";
    private static final String SHA256 = "c1c41626-504c-4092-aca9-41f936934328";
    private static final int LIST_HEAD_BYTES = 16 + 4 + 4 + 4;
    private static final int OWNER_BYTES = 16;

    /** Firmware lists a dozen; more would be read and told for nobody. */
    static final int MAX_CERTIFICATES = 64;

    /** Longer names are cut: they are told in the reasons of refusals. */
    private static final int MAX_SUBJECT_CHARS = 256;

    public SignatureDatabase {
        certificates = List.copyOf(certificates);
    }

    /** Empty when the bytes are no lists, or no firmware's; a variable without content lists nothing. */
    public static Optional<SignatureDatabase> read(byte[] bytes) {
        List<String> certificates = new ArrayList<>();
        int hashes = 0;
        int others = 0;
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (in.remaining() >= LIST_HEAD_BYTES) {
            int start = in.position();
            String type = UefiVariable.guid(in);
            int whole = in.getInt();
            int head = in.getInt();
            int each = in.getInt();
            long content = (long) whole - LIST_HEAD_BYTES - head;
            // The header lies before the content, and both within the bytes.
            if (head < 0
                    || each <= OWNER_BYTES
                    || content < 0
                    || content % each != 0
                    || head + content > in.remaining()) {
                return Optional.empty();
            }
            int count = (int) (content / each);
            if (type.equals(X509)) {
                if (count > MAX_CERTIFICATES - certificates.size()) {
                    return Optional.empty();
                }
                for (int i = 0; i < count; i++) {
                    int at = start + LIST_HEAD_BYTES + head + i * each + OWNER_BYTES;
                    certificates.add(
                            subject(bytes, at, each - OWNER_BYTES).orElse("a certificate that cannot be read"));
                }
            } else if (type.equals(SHA256)) {
                hashes += count;
            } else {
                others += count;
            }
            in.position(start + whole);
        }
        return in.hasRemaining() ? Optional.empty() : Optional.of(new SignatureDatabase(certificates, hashes, others));
    }

    /** Whose certificate begins there; empty when none does. */
    static Optional<String> subject(byte[] bytes, int from) {
        return from < bytes.length ? subject(bytes, from, bytes.length - from) : Optional.empty();
    }

    private static Optional<String> subject(byte[] bytes, int from, int length) {
        try {
            X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(bytes, from, length));
            String name = certificate.getSubjectX500Principal().getName();
            return Optional.of(name.length() <= MAX_SUBJECT_CHARS ? name : name.substring(0, MAX_SUBJECT_CHARS) + "…");
        } catch (CertificateException | RuntimeException unreadable) {
            return Optional.empty();
        }
    }

    /** In words: how much of each kind, and whose certificates. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        if (!certificates.isEmpty()) {
            parts.add(certificates.size() + (certificates.size() == 1 ? " certificate (" : " certificates (")
                    + String.join("; ", certificates) + ")");
        }
        if (hashes > 0) {
            parts.add(hashes + (hashes == 1 ? " hash" : " hashes"));
        }
        if (others > 0) {
            parts.add(others + " other entries");
        }
        return parts.isEmpty() ? "nothing" : String.join(", ", parts);
    }
}
