package dev.muster.format.join.x509;

import dev.muster.format.der.DerBackwards;
import dev.muster.format.der.DerReader;
import java.nio.charset.StandardCharsets;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/**
 * Where a certificate says that its state can be asked for (RFC 5280 §4.2.1.13 and §4.2.2.1).
 *
 * @param ocsp URL of the responder
 * @param list URL of the revocation list that would name it; the list's distribution point says the same
 */
public record StatusPlaces(String ocsp, String list) {
    private static final int SEQUENCE = DerReader.SEQUENCE;
    private static final int CONTEXT_0 = 0xA0;

    /** {@code uniformResourceIdentifier [6]} of a GeneralName. */
    private static final int URI = 0x86;

    /** id-pe-authorityInfoAccess, 1.3.6.1.5.5.7.1.1. */
    private static final byte[] AUTHORITY_INFORMATION = {6, 8, 0x2B, 6, 1, 5, 5, 7, 1, 1};

    /** id-ad-ocsp, 1.3.6.1.5.5.7.48.1. */
    private static final byte[] OCSP = {6, 8, 0x2B, 6, 1, 5, 5, 7, 48, 1};

    /** id-ce-cRLDistributionPoints, 2.5.29.31. */
    private static final byte[] LISTS = {6, 3, 0x55, 0x1D, 31};

    /** Puts both extensions before what is written. */
    void put(DerBackwards out) {
        int since = out.length();
        place(out, list, since).wrap(CONTEXT_0, since).wrap(CONTEXT_0, since);
        out.wrap(SEQUENCE, since).wrap(SEQUENCE, since).wrap(DerReader.OCTET_STRING, since);
        out.put(LISTS).wrap(SEQUENCE, since);
        since = out.length();
        place(out, ocsp, since).put(OCSP).wrap(SEQUENCE, since);
        out.wrap(SEQUENCE, since).wrap(DerReader.OCTET_STRING, since);
        out.put(AUTHORITY_INFORMATION).wrap(SEQUENCE, since);
    }

    private static DerBackwards place(DerBackwards out, String url, int since) {
        return out.put(url.getBytes(StandardCharsets.US_ASCII)).wrap(URI, since);
    }

    static DistributionPoint[] points(String url) {
        return new DistributionPoint[] {new DistributionPoint(name(url), null, null)};
    }

    static DistributionPointName name(String url) {
        return new DistributionPointName(new GeneralNames(uri(url)));
    }

    private static GeneralName uri(String url) {
        return new GeneralName(GeneralName.uniformResourceIdentifier, url);
    }
}
