package dev.muster.format.join.x509;

import dev.muster.format.der.DerWriter;
import dev.muster.format.join.x509.RevocationList.Revoked;
import dev.muster.format.join.x509.RevocationList.Scope;
import java.io.IOException;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;

/**
 * Writes revocation lists (RFC 5280 §5.1). A list may have a million entries, so each is written once, into an array of the
 * right size: no object for an entry, no copy but the one that is handed out.
 */
final class RevocationListWriter {
    private static final int SEQUENCE = 0x30;
    private static final int EXTENSIONS = 0xA0;

    private static final byte[] VERSION_2 = {2, 1, 1};

    /** crlEntryExtensions with a reasonCode, whose number is the last byte. */
    private static final byte[] REASON = {0x30, 0x0C, 0x30, 0x0A, 6, 3, 0x55, 0x1D, 0x15, 4, 3, 0x0A, 1, 0};

    /** A serial number of 20 octets, a time and a reason. */
    private static final int ENTRY_BYTES_MAX = 2 + 22 + 17 + 14;

    private RevocationListWriter() {}

    static byte[] sign(RevocationList list, CertificateTemplate.Issuer issuer, KeyType type) throws IOException {
        byte[] algorithm = type.signatureAlgorithm().getEncoded(ASN1Encoding.DER);
        Entries entries = new Entries(list.revoked());
        byte[] before = joined(
                VERSION_2,
                algorithm,
                issuer.certificate().getSubjectX500Principal().getEncoded(),
                X509Time.of(list.thisUpdate()),
                X509Time.of(list.nextUpdate()),
                entries.length == 0 ? new byte[0] : head(SEQUENCE, entries.length));
        byte[] after = DerWriter.element(EXTENSIONS, extensions(list, issuer));
        byte[] head = head(SEQUENCE, before.length + entries.length + after.length);
        byte[] signed = new byte[head.length + before.length + entries.length + after.length];
        int at = put(head, signed, 0);
        at = put(before, signed, at);
        System.arraycopy(entries.bytes, 0, signed, at, entries.length);
        put(after, signed, at + entries.length);
        byte[] signature = type.sign(issuer.key(), signed);
        byte[] bits = DerWriter.element(3, new byte[1], signature);
        byte[] outer = head(SEQUENCE, signed.length + algorithm.length + bits.length);
        byte[] all = new byte[outer.length + signed.length + algorithm.length + bits.length];
        at = put(outer, all, 0);
        at = put(signed, all, at);
        at = put(algorithm, all, at);
        put(bits, all, at);
        return all;
    }

    private static byte[] extensions(RevocationList list, CertificateTemplate.Issuer issuer) throws IOException {
        Scope scope = list.scope();
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        extensions.addExtension(
                Extension.authorityKeyIdentifier,
                false,
                new AuthorityKeyIdentifier(CertificateExtensions.subjectKeyId(issuer.certificate())));
        extensions.addExtension(Extension.cRLNumber, false, new CRLNumber(list.number()));
        if (scope.base().isPresent()) {
            extensions.addExtension(
                    Extension.deltaCRLIndicator,
                    true,
                    new CRLNumber(scope.base().get()));
        }
        if (scope.point().isPresent()) {
            extensions.addExtension(
                    Extension.issuingDistributionPoint,
                    true,
                    new IssuingDistributionPoint(StatusPlaces.name(scope.point().get()), false, false));
        }
        if (scope.freshest().isPresent()) {
            extensions.addExtension(
                    Extension.freshestCRL,
                    false,
                    new CRLDistPoint(StatusPlaces.points(scope.freshest().get())));
        }
        return extensions.generate().getEncoded(ASN1Encoding.DER);
    }

    /** The entries of a list in a row. */
    private static final class Entries {
        private final byte[] bytes;
        private int length;
        private long lastSecond = Long.MIN_VALUE;
        private byte[] lastTime = new byte[0];

        Entries(List<Revoked> revoked) {
            bytes = new byte[Math.multiplyExact(revoked.size(), ENTRY_BYTES_MAX)];
            for (Revoked one : revoked) {
                add(one);
            }
        }

        private void add(Revoked one) {
            byte[] serial = one.serial().toByteArray();
            long second = one.since().getEpochSecond();
            if (second != lastSecond) {
                lastTime = X509Time.of(one.since());
                lastSecond = second;
            }
            bytes[length++] = SEQUENCE;
            bytes[length++] = (byte) (2 + serial.length + lastTime.length + REASON.length);
            bytes[length++] = 2;
            bytes[length++] = (byte) serial.length;
            length = put(serial, bytes, length);
            length = put(lastTime, bytes, length);
            length = put(REASON, bytes, length);
            bytes[length - 1] = (byte) one.why().number();
        }
    }

    /** Tag and length of an element whose content follows. */
    private static byte[] head(int tag, int length) {
        int bytes = length < 0x80 ? 0 : (39 - Integer.numberOfLeadingZeros(length)) / 8;
        byte[] head = new byte[2 + bytes];
        head[0] = (byte) tag;
        head[1] = (byte) (bytes == 0 ? length : 0x80 | bytes);
        for (int i = 0; i < bytes; i++) {
            head[2 + i] = (byte) (length >>> (8 * (bytes - 1 - i)));
        }
        return head;
    }

    private static int put(byte[] part, byte[] out, int at) {
        System.arraycopy(part, 0, out, at, part.length);
        return at + part.length;
    }

    private static byte[] joined(byte[]... parts) {
        try (var out = new java.io.ByteArrayOutputStream()) {
            for (byte[] part : parts) {
                out.writeBytes(part);
            }
            return out.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException(e); // memory does not fail
        }
    }
}
